package io.lynceus.app.submit;

import static io.lynceus.app.ScriptedMaster.COMPLETE;
import static io.lynceus.app.ScriptedMaster.PARTIAL;
import static io.lynceus.app.ScriptedMaster.REJECTED;
import static org.assertj.core.api.Assertions.assertThat;

import io.lynceus.app.Run;
import io.lynceus.app.ScriptedMaster;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** What {@code submit --done --failed} does with the files. */
@Timeout(60)
class FilingIT {
  @TempDir Path folder;
  private Path inbox;
  private Path done;
  private Path failed;

  @BeforeEach
  void folders() throws IOException {
    inbox = Files.createDirectory(folder.resolve("inbox"));
    done = folder.resolve("done");
    failed = folder.resolve("failed");
  }

  @Test
  void eachFileGoesWhereItsOwnOutcomeSays() throws IOException {
    picture("back/snapshot.png");
    picture("front/a.png");
    picture("front/b.png");
    picture("front/snapshot.png");
    Files.writeString(inbox.resolve("front/clip.mp4"), "a film");
    String noSlave = PARTIAL.replace("timeout", "no_slave");
    try (ScriptedMaster master = new ScriptedMaster(COMPLETE, REJECTED, noSlave, COMPLETE)) {
      Run run = submit(master, "--json", inbox.toString());
      assertThat(run.exitCode()).isEqualTo(4);
      assertThat(run.out().lines()).hasSize(4);
      assertThat(filesIn(done)).containsExactly("back/snapshot.png", "front/snapshot.png");
      assertThat(filesIn(failed)).containsExactly("front/a.png");
      assertThat(filesIn(inbox)).containsExactly("front/b.png", "front/clip.mp4");
    }
  }

  @Test
  void theNextFileOfTheSameNameGetsAnother() throws IOException {
    for (int i = 0; i < 3; i++) {
      picture("front/snapshot.png");
      try (ScriptedMaster master = new ScriptedMaster(COMPLETE)) {
        assertThat(submit(master, inbox.toString()).exitCode()).isZero();
      }
    }
    assertThat(filesIn(done)).hasSize(3).allMatch(name -> name.startsWith("front/snapshot"));
    assertThat(filesIn(inbox)).isEmpty();
  }

  @Test
  void filesOfSeveralFoldersStayApart() throws IOException {
    Path front = picture("front/a.png").getParent();
    Path back = picture("back/a.png").getParent();
    try (ScriptedMaster master = new ScriptedMaster(COMPLETE, COMPLETE)) {
      submit(master, front.toString(), back.toString());
      assertThat(filesIn(done)).containsExactly("back/a.png", "front/a.png");
    }
  }

  @Test
  void filesOfALostMasterStay() throws IOException {
    picture("a.png");
    picture("b.png");
    try (ScriptedMaster master = new ScriptedMaster()) {
      assertThat(submit(master, "--retry-for=0", inbox.toString()).exitCode()).isEqualTo(3);
      assertThat(filesIn(inbox)).containsExactly("a.png", "b.png");
      assertThat(filesIn(done)).isEmpty();
    }
  }

  @Test
  void aWrongCommandIsNoFaultOfTheFile() throws IOException {
    picture("a.png");
    try (ScriptedMaster master = new ScriptedMaster(REJECTED.replace("TRUNCATED", "BAD_COMMAND"))) {
      assertThat(submit(master, inbox.toString()).exitCode()).isEqualTo(1);
      assertThat(filesIn(inbox)).containsExactly("a.png");
    }
  }

  @Test
  void filesAreDrawnBeforeTheyAreMoved() throws IOException {
    picture("a.png");
    picture("b.png");
    Path drawn = folder.resolve("drawn");
    try (ScriptedMaster master = new ScriptedMaster(COMPLETE, COMPLETE)) {
      Run run =
          submit(
              master,
              "--annotate=" + drawn,
              "--report=" + drawn.resolve("report.html"),
              inbox.toString());
      assertThat(run.exitCode()).isZero();
      assertThat(filesIn(drawn)).contains("a-annotated.png", "b-annotated.png");
      assertThat(filesIn(done)).containsExactly("a.png", "b.png");
    }
  }

  @Test
  void completeFilesAreDeletedIfThatIsAskedFor() throws IOException {
    picture("a.png");
    picture("b.png");
    try (ScriptedMaster master = new ScriptedMaster(COMPLETE, REJECTED)) {
      Run run = SubmitRun.of(master, "--done=delete", "--failed=" + failed, inbox.toString());
      assertThat(run.exitCode()).isEqualTo(1);
      assertThat(filesIn(inbox)).isEmpty();
      assertThat(filesIn(failed)).containsExactly("b.png");
    }
  }

  @Test
  void aFolderInsideTheInboxIsNotSubmittedAgain() throws IOException {
    picture("a.png");
    done = inbox.resolve("done");
    for (String left : List.of("first", "second")) {
      picture(left + ".png");
      try (ScriptedMaster master = new ScriptedMaster(COMPLETE, COMPLETE)) {
        submit(master, inbox.toString());
      }
    }
    assertThat(filesIn(done)).containsExactly("a.png", "first.png", "second.png");
  }

  @Test
  void onlyFilesThatHaveSettledAreTaken() throws IOException {
    Files.setLastModifiedTime(picture("old.png"), FileTime.from(Instant.now().minusSeconds(3600)));
    picture("growing.png");
    try (ScriptedMaster master = new ScriptedMaster(COMPLETE)) {
      Run run = submit(master, "--settled=600s", inbox.toString());
      assertThat(run.exitCode()).isZero();
      assertThat(run.err()).contains("1 file changed less than 600000 ms ago");
      assertThat(filesIn(done)).containsExactly("old.png");
      assertThat(filesIn(inbox)).containsExactly("growing.png");
      Run again = submit(master, "--settled=600s", inbox.toString());
      assertThat(again.exitCode()).as("nothing has settled, which is no error").isZero();
    }
  }

  @Test
  void aLinkIsNotMoved() throws IOException {
    Path latest = inbox.resolve("latest.png");
    Files.createSymbolicLink(latest, picture("a.png"));
    try (ScriptedMaster master = new ScriptedMaster(COMPLETE)) {
      Run run = submit(master, inbox.toString());
      assertThat(run.err()).contains(latest + " is a link");
      assertThat(filesIn(done)).containsExactly("a.png");
      assertThat(Files.isSymbolicLink(latest)).isTrue();
    }
  }

  /** As on a full disk: the line would be lost, and the picture with it. */
  @Test
  void aFileWhoseLineCannotBeWrittenStays() throws IOException {
    picture("a.png");
    Writer full =
        new Writer() {
          @Override
          public void write(char[] buffer, int offset, int length) throws IOException {
            throw new IOException("No space left on device");
          }

          @Override
          public void flush() {}

          @Override
          public void close() {}
        };
    StringWriter notes = new StringWriter();
    try (ScriptedMaster master = new ScriptedMaster(COMPLETE)) {
      int exitCode =
          new CommandLine(new SubmitCommand(Map.of(), InputStream.nullInputStream()))
              .setOut(new PrintWriter(full))
              .setErr(new PrintWriter(notes))
              .execute("--master=" + master.address(), "--done=delete", inbox.toString());
      assertThat(exitCode).isEqualTo(2);
      assertThat(notes.toString()).contains("its line cannot be written");
      assertThat(filesIn(inbox)).containsExactly("a.png");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"--done=delete", "--failed=keep,x", "--settled=5s"})
  void aStreamHasNoFiles(String option) throws IOException {
    try (ScriptedMaster master = new ScriptedMaster(COMPLETE)) {
      Run run = SubmitRun.of(master, option, "-");
      assertThat(run.exitCode()).isEqualTo(2);
      assertThat(run.err()).contains("not with standard input");
    }
  }

  @Test
  void theInboxItselfIsNoPlaceForFilesThatAreDone() throws IOException {
    picture("a.png");
    try (ScriptedMaster master = new ScriptedMaster(COMPLETE)) {
      Run run = SubmitRun.of(master, "--done=" + inbox, inbox.toString());
      assertThat(run.exitCode()).isEqualTo(2);
      assertThat(run.err()).contains("--done");
    }
  }

  private Run submit(ScriptedMaster master, String... arguments) {
    List<String> all = new ArrayList<>(List.of("--done=" + done, "--failed=" + failed));
    all.addAll(List.of(arguments));
    return SubmitRun.of(master, all.toArray(String[]::new));
  }

  private Path picture(String name) throws IOException {
    return SubmitRun.picture(inbox.resolve(name));
  }

  private static List<String> filesIn(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(file -> Files.isRegularFile(file) && !Files.isSymbolicLink(file))
          .map(file -> folder.relativize(file).toString())
          .sorted()
          .toList();
    }
  }
}
