package io.lynceus.app.submit;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynceus.app.Run;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SubmitCommandTest {
  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--analyses=objects,Smiles!",
        "--edges=jpeg",
        "--corners=all",
        "--min-score=1.5",
        "--min-score=high",
        "--deadline=soon",
        "--deadline=0s",
        "--deadline=3601s",
        "--labels=person,,car",
        "--master=nowhere",
        "--master=host:0",
        "--master=:7070",
        "--colour=red"
      })
  void wrongUsageMakesTheExitCodeTwo(String option) throws IOException {
    Path file = Files.createFile(folder.resolve("a.png"));
    Run run = submit(option, file.toString());
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).isNotBlank();
  }

  @ParameterizedTest
  @ValueSource(strings = {"--option=smoke-level=1 --option=smoke-level=2", "--option=smoke-level"})
  void whatWouldSilentlyHaveNoEffectIsWrongUsage(String options) throws IOException {
    Path file = Files.createFile(folder.resolve("a.png"));
    Run run = submit((options + " " + file).split(" "));
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).isNotBlank();
  }

  @Test
  void aPathIsNeeded() {
    assertThat(submit("--json").exitCode()).isEqualTo(2);
  }

  @Test
  void aFolderWithoutImagesIsReported() {
    Run run = submit(folder.toString());
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("no image in " + folder, "nothing to submit");
  }

  @Test
  void aStreamCannotBeDrawnOn() {
    Run run = submit("--report=" + folder.resolve("r.html"), "-");
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("standard input");
  }

  @Test
  void incompleteTlsOptionsNameWhatIsMissing() throws IOException {
    Path file = Files.createFile(folder.resolve("a.png"));
    Run run = submit("--certificate=mine.pem", file.toString());
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("--certificate is set, but --key is not: set both");
  }

  private static Run submit(String... arguments) {
    return Run.of(new SubmitCommand(Map.of(), InputStream.nullInputStream()), arguments);
  }
}
