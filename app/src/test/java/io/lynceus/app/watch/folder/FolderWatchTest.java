package io.lynceus.app.watch.folder;

import static io.lynceus.app.ScriptedMaster.COMPLETE;
import static io.lynceus.app.ScriptedMaster.PARTIAL;
import static io.lynceus.app.ScriptedMaster.REJECTED;
import static io.lynceus.app.watch.AnsweringMaster.picture;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.lynceus.app.cli.CommandException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(300)
class FolderWatchTest {
  private static final String NO_SLAVE = PARTIAL.replace("timeout", "no_slave");
  private static final String BUSY =
      "{\"seq\":1,\"status\":\"rejected\",\"code\":\"BUSY\",\"message\":\"full\",\"retryAfterMs\":1}";

  @TempDir Path folder;
  private WatchFixture box;

  @BeforeEach
  void open() throws IOException {
    box = new WatchFixture(folder);
  }

  @AfterEach
  void close() throws IOException {
    box.close();
  }

  @Test
  void eachFileGoesWhereItsOwnReplySays() throws Exception {
    box.put("front/a.png", picture(1));
    box.put("back/a.png", picture(2));
    box.put("front/deep/er/b.PNG", picture(3));
    box.put("late.png", picture(4));
    box.putText("cut.jpg", "no picture");
    box.putText("film.mp4", "a film");
    box.master.answer =
        command ->
            command.contains("cut.jpg")
                ? REJECTED
                : command.contains("late.png") ? PARTIAL : COMPLETE;
    box.start();
    box.untilOnly("film.mp4");

    assertThat(box.files("done"))
        .containsExactly("done/back/a.png", "done/front/a.png", "done/front/deep/er/b.PNG");
    assertThat(box.files("rejected")).containsExactly("rejected/cut.jpg", "rejected/cut.jpg.json");
    assertThat(box.files("failed")).containsExactly("failed/late.png", "failed/late.png.json");
    try (Stream<Path> rejected = Files.walk(box.inbox.resolve("rejected"))) {
      assertThat(rejected.filter(file -> file.toString().endsWith(".json")))
          .singleElement()
          .satisfies(json -> assertThat(json).content().contains("TRUNCATED"));
    }
    assertThat(box.lines)
        .contains("front/a.png COMPLETE", "cut.jpg REJECTED", "late.png PARTIAL")
        .hasSize(5);
    assertThat(box.notes).isEmpty();
  }

  @Test
  void aPictureHasTheCameraOfItsFolderAndTheTimeOfItsNameOrFile() throws Exception {
    box.put("Front Door/x_20261129140501.png", picture(1));
    Path other = box.put("other.png", picture(2));
    Files.setLastModifiedTime(other, FileTime.from(Instant.parse("2026-11-28T10:00:00Z")));
    box.start();
    box.untilOnly();

    assertThat(box.master.commands)
        .anySatisfy(
            command ->
                assertThat(command).contains("camera=front-door", "time=2026-11-29T14:05:01Z"))
        .anySatisfy(
            command ->
                assertThat(command)
                    .contains("name=\"other.png\"", "time=2026-11-28T10:00:00Z")
                    .doesNotContain("camera="));
  }

  @Test
  void theCameraMayStandAnywhereInThePath() throws Exception {
    box.cameras = CameraNames.from(Pattern.compile("/([^/_]+)_[^/]*$"));
    box.put("2026/gate_1.png", picture(1));
    box.put("2026/else.png", picture(2));
    box.start();
    box.untilOnly();

    assertThat(box.master.commands)
        .anySatisfy(command -> assertThat(command).contains("camera=gate", "2026/gate_1.png"))
        .anySatisfy(
            command -> assertThat(command).contains("2026/else.png").doesNotContain("camera="));
  }

  @Test
  void aFileIsTakenWhenItsPictureEndsAndNotBefore() throws Exception {
    box.settle = Duration.ofHours(1);
    byte[] whole = picture(1);
    Path file = box.put("a.png", Arrays.copyOf(whole, whole.length / 2));
    box.put("b.png", picture(2));
    box.start();
    box.until(() -> box.files("done").size() == 1);
    for (int i = 0; i < 5; i++) {
      box.step();
    }
    assertThat(box.files("")).containsExactly("a.png");

    try (OutputStream rest = Files.newOutputStream(file, StandardOpenOption.APPEND)) {
      rest.write(whole, whole.length / 2, whole.length - whole.length / 2);
    }
    box.untilOnly();
    assertThat(box.master.pictures).anySatisfy(sent -> assertThat(sent).isEqualTo(whole));
    assertThat(box.files("done")).containsExactly("done/a.png", "done/b.png");
  }

  @Test
  void whatIsNoPictureIsTakenWhenItHasStoodStill() throws Exception {
    byte[] whole = picture(1);
    box.put("cut.png", Arrays.copyOf(whole, whole.length / 2));
    box.put("empty.png", new byte[0]);
    box.master.answer = command -> REJECTED;
    box.start();
    box.untilOnly();
    assertThat(box.files("rejected"))
        .containsExactly(
            "rejected/cut.png",
            "rejected/cut.png.json",
            "rejected/empty.png",
            "rejected/empty.png.json");
  }

  @Test
  void temporaryNamesHiddenOnesAndLinksAreLeft() throws Exception {
    Path outside = Files.createDirectory(folder.resolve("outside"));
    Files.write(outside.resolve("secret.png"), picture(1));
    for (String name :
        List.of(".a.png", "~b.png", "c_tmp.png", ".hidden/d.png", "upload.tmp/e.png")) {
      box.put(name, picture(2));
    }
    Files.createSymbolicLink(box.inbox.resolve("link.png"), outside.resolve("secret.png"));
    Files.createSymbolicLink(box.inbox.resolve("linked"), outside);
    box.put("z.png", picture(3));
    Path renamed = box.put("f.png.part", picture(4));
    box.start();
    box.until(() -> box.files("done").size() == 1);
    Files.move(renamed, box.inbox.resolve("f.png"));
    box.until(() -> box.files("done").size() == 2);

    assertThat(box.master.commands).hasSize(2);
    assertThat(box.files(""))
        .containsExactly(".a.png", ".hidden/d.png", "c_tmp.png", "upload.tmp/e.png", "~b.png");
    assertThat(outside.resolve("secret.png")).exists();
  }

  @Test
  void theSameNameAgainOverwritesNothing() throws Exception {
    box.replies = true;
    box.start();
    for (int i = 1; i <= 3; i++) {
      int number = i;
      Path file = box.put("front/snapshot.png", picture(number));
      Files.setLastModifiedTime(
          file, FileTime.from(Instant.parse("2026-11-29T14:05:0" + (i + 1) / 2 + ".5Z")));
      box.until(() -> box.files("done").size() == 2 * number);
    }
    assertThat(box.files("done"))
        .containsExactlyInAnyOrder(
            "done/front/snapshot.png",
            "done/front/snapshot.png.json",
            "done/front/snapshot-20261129T140501.500Z.png",
            "done/front/snapshot-20261129T140501.500Z.png.json",
            "done/front/snapshot-20261129T140502.500Z.png",
            "done/front/snapshot-20261129T140502.500Z.png.json");
    assertThat(new HashSet<>(box.master.ids())).hasSize(3);
  }

  @Test
  void completeFilesAreDeletedAndOthersAreNot() throws Exception {
    box.after = WatchRules.After.DELETE;
    box.put("a.png", picture(1));
    box.put("b.png", picture(2));
    box.master.answer = command -> command.contains("b.png") ? REJECTED : COMPLETE;
    box.start();
    box.untilOnly();
    assertThat(box.files()).containsExactly("rejected/b.png", "rejected/b.png.json");
  }

  @Test
  void filesThatStayAreSentOnceHoweverOftenItStarts() throws Exception {
    box.after = WatchRules.After.KEEP;
    box.put("front/a.png", picture(1));
    box.put("b.png", picture(2));
    box.master.answer = command -> command.contains("b.png") ? REJECTED : COMPLETE;
    box.start();
    box.until(() -> box.lines.size() == 2);
    box.start();
    box.put("c.png", picture(3));
    box.until(() -> box.lines.size() == 3);
    box.put("front/a.png", picture(4));
    box.until(() -> box.lines.size() == 4);

    assertThat(box.lines)
        .containsExactlyInAnyOrder(
            "front/a.png COMPLETE", "b.png REJECTED", "c.png COMPLETE", "front/a.png COMPLETE");
    assertThat(box.files()).containsExactly("b.png", "c.png", "front/a.png");
    assertThat(box.inbox.resolve(".lynceus")).doesNotExist();
  }

  @Test
  void whileNoSlaveIsThereItWaitsAndSaysSoOnce() throws Exception {
    AtomicInteger without = new AtomicInteger(1);
    box.put("a.png", picture(1));
    box.master.answer = command -> without.getAndDecrement() > 0 ? NO_SLAVE : COMPLETE;
    box.start();
    box.untilOnly();
    assertThat(box.notes)
        .containsExactly(
            "no slave takes the pictures: waiting for one (lynceus status)",
            "slaves take pictures again");
    assertThat(new HashSet<>(box.master.ids())).hasSize(1);
    assertThat(box.files()).containsExactly("done/a.png");
  }

  @Test
  void aPictureThatCameTooLateIsTriedAgainUnderAnotherId() throws Exception {
    AtomicBoolean late = new AtomicBoolean(true);
    box.put("a.png", picture(1));
    box.master.answer = command -> late.getAndSet(false) ? PARTIAL : COMPLETE;
    box.start();
    box.untilOnly();
    assertThat(box.files()).containsExactly("done/a.png");
    assertThat(box.master.ids()).hasSize(2);
    assertThat(box.master.ids().get(1)).isEqualTo(box.master.ids().get(0) + "-2");
  }

  @Test
  void aBusyMasterIsWaitedForWithoutAWord() throws Exception {
    AtomicInteger busy = new AtomicInteger(2);
    box.put("a.png", picture(1));
    box.master.answer = command -> busy.getAndDecrement() > 0 ? BUSY : COMPLETE;
    box.start();
    box.untilOnly();
    assertThat(box.files()).containsExactly("done/a.png");
    assertThat(box.notes).isEmpty();
  }

  @Test
  void aMasterThatIsAwayIsWaitedForAndSaidOnce() throws Exception {
    AtomicInteger lost = new AtomicInteger(1);
    box.put("a.png", picture(1));
    box.master.answer = command -> lost.getAndDecrement() > 0 ? "" : COMPLETE;
    box.start();
    box.untilOnly();
    assertThat(box.files()).containsExactly("done/a.png");
    assertThat(box.notes).hasSize(2);
    assertThat(box.notes.get(0)).endsWith(": waiting for the master");
    assertThat(box.notes.get(1)).endsWith("answers again");
    assertThat(new HashSet<>(box.master.ids())).hasSize(1);
  }

  @Test
  void whatAMasterPerhapsHasNotStoredWhenItIsKilledIsSentAgain() throws Exception {
    box.stored = Duration.ofHours(1);
    AtomicInteger lost = new AtomicInteger(1);
    box.put("a.png", picture(1));
    box.master.answer =
        command -> command.contains("b.png") && lost.getAndDecrement() > 0 ? "" : COMPLETE;
    box.start();
    box.until(() -> box.lines.contains("a.png COMPLETE"));
    box.step();
    assertThat(box.files("done")).as("before its time").isEmpty();
    box.put("b.png", picture(2)); // the connection ends, as when a master is killed
    box.until(() -> box.lines.size() == 3);
    assertThat(box.lines).containsOnlyOnce("b.png COMPLETE");
    assertThat(box.files("done")).isEmpty();

    box.stored = Duration.ZERO; // a later process does the rest
    box.start();
    box.until(() -> box.files("done").size() == 2);
    assertThat(new HashSet<>(box.master.ids())).hasSize(2);
  }

  @Test
  void aWrongTokenEndsItAtTheStart() throws Exception {
    box.put("a.png", picture(1));
    box.master.answer = command -> io.lynceus.app.ScriptedMaster.UNAUTHORIZED;
    box.start();
    assertThatThrownBy(() -> box.untilOnly())
        .isInstanceOf(CommandException.class)
        .hasMessageContaining("LYNCEUS_TOKEN");
    assertThat(box.files("")).as("it waits for the next start").hasSize(1);
  }

  @Test
  void aFullDiskCostsNothingButTime() throws Exception {
    AtomicBoolean full = new AtomicBoolean(true);
    box.replies = true;
    box.changes =
        new ChangesUntil() {
          @Override
          void before(String step) throws IOException {
            if (full.get() && step.startsWith("write")) {
              throw new IOException("No space left on device");
            }
          }
        };
    box.put("a.png", picture(1));
    box.start();
    box.until(() -> !box.notes.isEmpty());
    assertThat(box.files()).containsExactly(".lynceus/work/0/a.png");
    full.set(false);
    box.untilOnly();
    assertThat(box.files()).containsExactly("done/a.png", "done/a.png.json");
    assertThat(box.notes).hasSize(2);
    assertThat(box.notes.get(0)).contains("a.png", "cannot be put away", "No space left");
    assertThat(box.master.commands).as("its reply is not asked for again").hasSize(1);
  }

  @Test
  void aFolderThatVanishesIsWaitedFor() throws Exception {
    box.start();
    Path away = folder.resolve("away");
    Files.move(box.inbox, away);
    box.until(() -> !box.notes.isEmpty());
    Files.write(away.resolve("a.png"), picture(1));
    Files.move(away, box.inbox);
    box.until(() -> box.files("done").size() == 1);
    assertThat(box.notes)
        .containsExactly(box.inbox + " is gone: waiting for it", box.inbox + " can be read again");
  }

  @Test
  void aFileThatMustNotBeReadIsSaidOnceAndKeepsNobodyWaiting() throws Exception {
    assumeTrue(!System.getProperty("user.name").equals("root"), "root may read everything");
    Path secret = box.put("a.png", picture(1));
    Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("---------"));
    box.put("b.png", picture(2));
    box.start();
    box.untilOnly("a.png");
    assertThat(box.files("done")).containsExactly("done/b.png");
    assertThat(box.notes).singleElement().asString().contains("a.png", "this user may not");
  }

  @Test
  void aFileIsTakenBackIfItWasReplacedAtThatMoment() throws Exception {
    AtomicBoolean replaced = new AtomicBoolean();
    Path file = box.put("a.png", picture(1));
    box.changes =
        new ChangesUntil() {
          @Override
          void before(String step) throws IOException {
            if (step.startsWith("rename") && !replaced.getAndSet(true)) {
              Files.write(file, picture(2));
              Files.setLastModifiedTime(file, FileTime.from(Instant.now().plusSeconds(5)));
            }
          }
        };
    box.start();
    box.untilOnly();
    assertThat(box.master.pictures).singleElement().isEqualTo(picture(2));
    assertThat(box.files()).containsExactly("done/a.png");
  }

  @ParameterizedTest
  @ValueSource(strings = {".lynceus", ".lynceus/work"})
  void aLinkInItsPlaceStopsTheStart(String ours) throws Exception {
    Path elsewhere = Files.createDirectories(folder.resolve("elsewhere"));
    Path link = box.inbox.resolve(ours);
    Files.createDirectories(link.getParent());
    Files.createSymbolicLink(link, elsewhere);
    assertThatThrownBy(box::start).isInstanceOf(IOException.class).hasMessageContaining("the link");
  }

  @Test
  void aFolderIsWatchedByOneAlone() throws Exception {
    box.start();
    try (WatchFixture other = new WatchFixture(folder)) {
      assertThatThrownBy(other::start)
          .isInstanceOf(IOException.class)
          .hasMessageContaining("another lynceus watch");
    }
  }

  @Test
  void manyFilesAreTakenAFewAtATime() throws Exception {
    int files = Integer.getInteger("lynceus.watch.files", 300);
    for (int i = 0; i < files; i++) {
      box.put("cam" + i % 3 + "/" + i + ".png", picture(i));
    }
    AtomicInteger most = new AtomicInteger();
    box.master.answer =
        command -> {
          try (var work = Files.list(box.inbox.resolve(".lynceus/work"))) {
            Iterator<Path> each = work.iterator();
            int count = 0;
            for (; each.hasNext(); count++) {
              each.next();
            }
            int now = count;
            most.updateAndGet(before -> Math.max(before, now));
          } catch (IOException e) {
            // A slot has gone meanwhile.
          }
          return COMPLETE;
        };
    box.start();
    box.untilOnly();
    assertThat(box.files("done")).hasSize(files);
    assertThat(new HashSet<>(box.master.ids())).hasSize(files);
    assertThat(most.get()).isBetween(1, FolderWatch.IN_HAND);
  }
}
