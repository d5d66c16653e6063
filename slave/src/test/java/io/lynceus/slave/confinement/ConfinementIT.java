package io.lynceus.slave.confinement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigValueFactory;
import io.lynceus.common.metrics.ResidentMemory;
import io.lynceus.common.trace.Trace;
import io.lynceus.model.Analysis;
import io.lynceus.model.AskOptions;
import io.lynceus.model.Question;
import io.lynceus.model.image.ImageFormat;
import io.lynceus.model.image.ImageHeader;
import io.lynceus.protocol.message.MasterMessage.AssignUnit;
import io.lynceus.protocol.message.SlaveMessage;
import io.lynceus.protocol.message.SlaveMessage.ChildDied;
import io.lynceus.protocol.message.SlaveMessage.FailureReason;
import io.lynceus.protocol.message.SlaveMessage.UnitDone;
import io.lynceus.protocol.message.SlaveMessage.UnitFailed;
import io.lynceus.protocol.message.SlaveMessage.UnitStarted;
import io.lynceus.slave.SlaveConfig;
import io.lynceus.slave.work.Confinement.Cell;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Units in child processes, which do what the unit's option says: see {@link MisbehavingChild}. */
class ConfinementIT {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final ImageHeader HEADER = new ImageHeader(ImageFormat.PNG, 400, 300, 1);
  private static final byte[] IMAGE = png();

  private final List<SlaveMessage> reports = new CopyOnWriteArrayList<>();
  private final ProcessConfinement confinement = children(MisbehavingChild.class.getName());

  private final Set<String> foldersBefore = folders();

  /** Nothing is left, whatever became of the child. */
  @AfterEach
  void noChildAndNoFolderStays() {
    await().atMost(PATIENCE).until(() -> child().isEmpty());
    assertThat(folders()).isEqualTo(foldersBefore);
  }

  /** Of this JVM: tests in others have children, too. */
  private static Set<String> folders() {
    String start = "lynceus-confined-" + ProcessHandle.current().pid() + "-";
    try (Stream<Path> files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.startsWith(start))
          .collect(Collectors.toSet());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void whatADoneUnitFindsIsReportedLikeThatOfAnyOther() throws Exception {
    ProcessConfinement ordinary = children(ConfinedMain.class.getName());
    ordinary.cell(order(1, "", PATIENCE), HEADER, reports::add).run(image());
    assertThat(reports).hasSize(2);
    assertThat(reports.get(0)).isEqualTo(new UnitStarted(1));
    UnitDone done = (UnitDone) reports.get(1);
    assertThat(done.attempt()).isEqualTo(1);
    assertThat(done.findings().points().orElseThrow()).isNotEmpty();
  }

  @Test
  void aChildThatCrashesIsAnsweredWithItsExitCodeAndTheReportOfItsJvm() throws Exception {
    run("crash");
    assertThat(reports).hasSize(2);
    ChildDied died = (ChildDied) reports.get(1);
    assertThat(died.message()).startsWith("exit code 1: SIGSEGV (0xb)").contains(", in ");
    assertThat(died.report()).contains("Problematic frame").contains("Stack:");
    assertThat(died.report().length()).isLessThanOrEqualTo(ChildDied.MAX_REPORT_CHARS);
  }

  @Tag("story")
  @ParameterizedTest
  @CsvSource({"heap, exit code 3 (out of memory)", "grow, exit code 4", "exit, exit code 7"})
  void aChildThatTakesTooMuchMemoryOrEndsHasDied(String how, String message) throws Exception {
    run(how);
    assertThat(reports).hasSize(2);
    assertThat(((ChildDied) reports.get(1)).message()).startsWith(message);
  }

  @Tag("story")
  @Test
  void aUnitThatFailsHasFailedAsAnywhere() throws Exception {
    run("fail");
    assertThat(reports)
        .containsExactly(
            new UnitStarted(1), new UnitFailed(1, FailureReason.ANALYSIS_FAILED, "as asked"));
  }

  @Test
  void aChildThatHangsIsKilledWhenItsTimeIsOver() throws Exception {
    confinement.cell(order(1, "hang", Duration.ofSeconds(10)), HEADER, reports::add).run(image());
    UnitFailed failed = (UnitFailed) reports.get(reports.size() - 1);
    assertThat(failed.reason()).isEqualTo(FailureReason.ANALYSIS_FAILED);
    assertThat(failed.message()).contains("within 10000 ms");
  }

  @Tag("story")
  @Test
  void aCancelledChildIsKilledAndItsUnitRefused() throws Exception {
    Cell cell = confinement.cell(order(1, "hang", PATIENCE), HEADER, reports::add);
    Thread running = run(cell);
    cell.cancel();
    running.join(PATIENCE.toMillis());
    assertThat(reports)
        .containsExactly(new UnitStarted(1), new UnitFailed(1, FailureReason.REFUSED, "cancelled"));
  }

  @Tag("story")
  @Test
  void aSecondUnitIsRefusedWhileOneIsConfined() throws Exception {
    Cell cell = confinement.cell(order(1, "hang", PATIENCE), HEADER, reports::add);
    Thread running = run(cell);
    confinement.cell(order(2, "", PATIENCE), HEADER, reports::add).run(image());
    assertThat(reports.get(1))
        .isEqualTo(new UnitFailed(2, FailureReason.REFUSED, "another unit is confined here"));
    cell.cancel();
    running.join(PATIENCE.toMillis());
  }

  @Tag("story")
  @Test
  void theNextUnitMayComeAsSoonAsTheAnswerIsThere() throws Exception {
    Cell next = confinement.cell(order(2, "fail", PATIENCE), HEADER, reports::add);
    confinement
        .cell(
            order(1, "fail", PATIENCE),
            HEADER,
            report -> {
              reports.add(report);
              if (report instanceof UnitFailed) {
                run(next, 3);
              }
            })
        .run(image());
    assertThat(reports.get(3))
        .isEqualTo(new UnitFailed(2, FailureReason.ANALYSIS_FAILED, "as asked"));
  }

  /** As a supervisor asks a slave and all of its children. */
  @Tag("story")
  @Test
  void aChildThatIsAskedToEndSaysNothingOfItsUnit() throws Exception {
    Thread running = run(confinement.cell(order(1, "hang", PATIENCE), HEADER, reports::add));
    child().orElseThrow().destroy();
    running.join(PATIENCE.toMillis());
    assertThat(((UnitFailed) reports.get(1)).reason()).isEqualTo(FailureReason.REFUSED);
  }

  @Tag("story")
  @Test
  void aChildThatIsKilledHasDied() throws Exception {
    Thread running = run(confinement.cell(order(1, "hang", PATIENCE), HEADER, reports::add));
    child().orElseThrow().destroyForcibly();
    running.join(PATIENCE.toMillis());
    assertThat(((ChildDied) reports.get(1)).message()).startsWith("exit code 137 (SIGKILL");
  }

  @Tag("story")
  @Test
  void aChildThatEndsBeforeItBeginsSaysNothingOfItsUnit() throws Exception {
    children("io.lynceus.NoSuchClass")
        .cell(order(1, "", PATIENCE), HEADER, reports::add)
        .run(image());
    assertThat(reports).hasSize(1);
    UnitFailed failed = (UnitFailed) reports.get(0);
    assertThat(failed.reason()).isEqualTo(FailureReason.ANALYSIS_FAILED);
    assertThat(failed.message()).contains("before it began");
  }

  @Tag("story")
  @Test
  void whatASlaveLeftThatWasKilledGoesWithTheNextOne() throws Exception {
    Process killed = new ProcessBuilder("true").start();
    killed.waitFor();
    Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
    Path left = Files.createDirectory(temporary.resolve("lynceus-confined-" + killed.pid() + "-1"));
    Files.createFile(ChildFolder.settings(left));
    Path kept = ChildFolder.create();
    children("");
    assertThat(left).doesNotExist();
    assertThat(kept).exists();
    ChildFolder.delete(kept);
  }

  private void run(String how) throws InterruptedException {
    confinement.cell(order(1, how, PATIENCE), HEADER, reports::add).run(image());
    assertThat(reports.get(0)).isEqualTo(new UnitStarted(1));
  }

  /** Runs it on a thread of its own, and waits for its start. */
  private Thread run(Cell cell) {
    return run(cell, 0);
  }

  /** Runs it on a thread of its own, and waits until there are more reports than that. */
  private Thread run(Cell cell, int already) {
    Thread thread =
        new Thread(
            () -> {
              try {
                cell.run(image());
              } catch (InterruptedException e) {
                throw new IllegalStateException(e);
              }
            });
    thread.start();
    await().atMost(PATIENCE).until(() -> reports.size() > already);
    return thread;
  }

  private static Optional<ProcessHandle> child() {
    return ProcessHandle.current().children().findFirst();
  }

  private static ProcessConfinement children(String mainClass) {
    Config settings =
        SlaveConfig.defaults()
            .withValue("secret", ConfigValueFactory.fromAnyRef("0123456789abcdef"))
            .withValue("confinement.resident-bytes", ConfigValueFactory.fromAnyRef("700 MiB"));
    return new ProcessConfinement(
        ConfinementConfig.from(settings), mainClass, new ResidentMemory());
  }

  private static AssignUnit order(long attempt, String how, Duration time) {
    AskOptions options = AskOptions.NONE.with(MisbehavingChild.OPTION, how);
    return new AssignUnit(
        1,
        attempt,
        Analysis.CORNERS,
        new Question(options, new TreeMap<>()),
        time,
        new Trace("t-1", Optional.empty()));
  }

  private static ByteBuffer image() {
    return ByteBuffer.wrap(IMAGE);
  }

  /** A chequered picture of more than one chunk. */
  private static byte[] png() {
    BufferedImage picture = new BufferedImage(400, 300, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < 300; y++) {
      for (int x = 0; x < 400; x++) {
        int noise = (x * 31 + y * 17) * 2_654_435 & 0x1f1f1f;
        picture.setRGB(x, y, (x / 40 + y / 40) % 2 == 0 ? noise : 0xffffff - noise);
      }
    }
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    try {
      ImageIO.write(picture, "png", file);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    return file.toByteArray();
  }
}
