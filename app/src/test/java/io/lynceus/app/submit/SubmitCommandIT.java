package io.lynceus.app.submit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.lynceus.app.Run;
import io.lynceus.app.ScriptedMaster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class SubmitCommandIT {
  @TempDir Path folder;

  @Test
  void eachImageHasALineAndTheExitCodeIsZeroWhenAllAreComplete() throws IOException {
    picture("b.png");
    picture("a.PNG");
    Files.writeString(folder.resolve("notes.txt"), "no image");
    try (ScriptedMaster master =
        new ScriptedMaster(ScriptedMaster.COMPLETE, ScriptedMaster.COMPLETE)) {
      Run run = SubmitRun.of(master, folder.toString());
      assertThat(run.exitCode()).isZero();
      assertThat(run.out().lines())
          .containsExactly(
              folder.resolve("a.PNG") + ": 40x20, person 1",
              folder.resolve("b.png") + ": 40x20, person 1",
              run.out().lines().toList().get(2));
      assertThat(run.out()).contains("2 images: 2 complete, 0 partial, 0 rejected; ");
      assertThat(run.err()).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "complete, rejected TRUNCATED, 1",
    "complete, rejected CORRUPT, 1",
    "complete, rejected BAD_COMMAND, 1",
    "complete, partial failed, 1",
    "partial poison, complete, 1",
    "complete, partial timeout, 4",
    "partial no_slave, complete, 4",
    "rejected BUSY, complete, 4",
    "complete, rejected SHUTTING_DOWN, 4",
    "rejected TRUNCATED, partial no_slave, 4",
    "rejected BUSY, partial failed, 4"
  })
  void theExitCodeAndTheLinesSayWhatShouldBeSentAgain(String first, String second, int exitCode)
      throws IOException {
    picture("a.png");
    picture("b.png");
    try (ScriptedMaster master = new ScriptedMaster(reply(first), reply(second))) {
      Run run = SubmitRun.of(master, "--json", "--busy-for=0s", folder.toString());
      assertThat(run.exitCode()).isEqualTo(exitCode);
      assertThat(run.out().lines())
          .hasSize(2)
          .satisfies(
              lines ->
                  assertThat(lines.stream().anyMatch(line -> line.contains("\"retry\":true")))
                      .isEqualTo(exitCode == 4));
    }
  }

  private static String reply(String kind) {
    String[] words = kind.split(" ", 2);
    return switch (words[0]) {
      case "complete" -> ScriptedMaster.COMPLETE;
      case "partial" -> ScriptedMaster.PARTIAL.replace("timeout", words[1]);
      default -> ScriptedMaster.REJECTED.replace("TRUNCATED", words[1]);
    };
  }

  @Test
  void whatIsMissingIsSaidInWords() throws IOException {
    picture("a.png");
    picture("b.png");
    try (ScriptedMaster master =
        new ScriptedMaster(ScriptedMaster.PARTIAL, ScriptedMaster.REJECTED)) {
      Run run = SubmitRun.of(master, folder.toString());
      assertThat(run.out())
          .contains("a.png: PARTIAL face unknown; faces timeout: too late")
          .contains("b.png: REJECTED TRUNCATED: send it whole");
    }
  }

  @Test
  void jsonIsOneLinePerImageAndNothingElse() throws IOException {
    Path odd = picture("odd \"name\".png");
    try (ScriptedMaster master =
        new ScriptedMaster(ScriptedMaster.COMPLETE, ScriptedMaster.COMPLETE)) {
      Run run = SubmitRun.of(master, "--json", odd.toString(), odd.toString());
      assertThat(run.out().lines()).hasSize(2);
      assertThat(run.out().lines().toList().get(1))
          .startsWith("{\"seq\":2,\"name\":\"" + folder + "/odd \\\"name\\\".png\",\"status\"");
    }
  }

  @Test
  void optionsGoToTheMaster() throws IOException {
    Path file = picture("a.png");
    try (ScriptedMaster master = new ScriptedMaster(ScriptedMaster.COMPLETE)) {
      Run run =
          SubmitRun.of(
              master,
              "--analyses=objects,faces",
              "--labels=person,traffic light",
              "--min-score=0.5",
              "--deadline=2s",
              "--edges=png",
              file.toString());
      assertThat(run.err()).isEmpty();
      assertThat(master.commands.get(1)).as("corners are not asked for").doesNotContain("corners");
      assertThat(master.commands.get(1))
          .contains("analyses=objects,faces edges=png labels=\"person,traffic light\"")
          .contains("min-score=0.5 deadline=2000ms");
    }
  }

  @Test
  void cornersAreCountedUnlessTheyAreAskedFor() throws IOException {
    Path file = picture("a.png");
    try (ScriptedMaster master =
        new ScriptedMaster(ScriptedMaster.COMPLETE, ScriptedMaster.COMPLETE)) {
      assertThat(SubmitRun.of(master, file.toString()).exitCode()).isZero();
      assertThat(master.commands.get(1)).contains(" corners=count ");
    }
    try (ScriptedMaster master = new ScriptedMaster(ScriptedMaster.COMPLETE)) {
      assertThat(SubmitRun.of(master, "--corners=points", file.toString()).exitCode()).isZero();
      assertThat(master.commands.get(1)).doesNotContain("corners");
    }
  }

  @Test
  void forPicturesAndReportTheEdgeMapIsAskedFor() throws IOException {
    Path file = picture("a.png");
    Path out = folder.resolve("out");
    try (ScriptedMaster master = new ScriptedMaster(ScriptedMaster.COMPLETE)) {
      Run run =
          SubmitRun.of(
              master,
              "--annotate=" + out,
              "--report=" + out.resolve("report.html"),
              file.toString());
      assertThat(run.exitCode()).isZero();
      assertThat(master.commands.get(1)).contains("edges=png").doesNotContain("corners=count");
      assertThat(out.resolve("a-annotated.png")).isNotEmptyFile();
      assertThat(Files.readString(out.resolve("report.html"))).contains("<h3>a.png</h3>");
    }
  }

  @Test
  void standardInputIsSentUnchanged() throws IOException {
    try (ScriptedMaster master = new ScriptedMaster(ScriptedMaster.COMPLETE)) {
      InputStream stream = new ByteArrayInputStream("end of stream\n".getBytes(UTF_8));
      Run run = Run.of(new SubmitCommand(Map.of(), stream), "--master", master.address(), "-");
      assertThat(run.exitCode()).isZero();
      assertThat(run.out()).startsWith("image 1: 40x20, person 1");
    }
  }

  @Test
  void nothingIsSentWhenAPathIsMissing() throws IOException {
    try (ScriptedMaster master = new ScriptedMaster(ScriptedMaster.COMPLETE)) {
      Run run =
          SubmitRun.of(master, picture("a.png").toString(), folder.resolve("gone").toString());
      assertThat(run.exitCode()).isEqualTo(2);
      assertThat(run.err().lines())
          .containsExactly("there is no file or folder " + folder.resolve("gone"));
      assertThat(master.commands).isEmpty();
    }
  }

  @Test
  void theTokenOfTheEnvironmentIsSentFirst() throws IOException {
    try (ScriptedMaster master = new ScriptedMaster(ScriptedMaster.COMPLETE)) {
      Run.of(
          new SubmitCommand(Map.of("LYNCEUS_TOKEN", "s3"), InputStream.nullInputStream()),
          "--master=" + master.address(),
          picture("a.png").toString());
      assertThat(master.commands.get(0)).isEqualTo("AUTH \"s3\"");
    }
  }

  @Test
  void aStreamWithoutAnImageIsNoSuccess() throws IOException {
    // Without a prepared line it would hang up at the first command.
    try (ScriptedMaster master = new ScriptedMaster(ScriptedMaster.COMPLETE)) {
      Run run = SubmitRun.of(master, "-");
      assertThat(run.exitCode()).isEqualTo(1);
      assertThat(run.err().lines())
          .singleElement()
          .asString()
          .contains("no image came on standard");
    }
  }

  /** To open a pipe would wait until somebody writes to it. */
  @Test
  @DisabledOnOs(OS.WINDOWS)
  void pipesDevicesAndFilesOfTheKernelAreToBeSentAsAStream() throws Exception {
    Path pipe = folder.resolve("pipe.jpg");
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
    try (ScriptedMaster master = new ScriptedMaster(ScriptedMaster.COMPLETE)) {
      for (String path : List.of(pipe.toString(), "/dev/zero", "/proc/self/status")) {
        Run run = SubmitRun.of(master, path);
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err().lines())
            .singleElement()
            .asString()
            .contains(path + " is no file on a disk", "submit - < ");
      }
    }
  }

  private Path picture(String name) throws IOException {
    return SubmitRun.picture(folder.resolve(name));
  }
}
