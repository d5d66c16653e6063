package io.lynceus.app.paper;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynceus.app.Run;
import io.lynceus.app.cli.CommandException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PaperCommandTest {
  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--slaves=1       | --slaves must be from 2 to 64",
        "--slaves=65      | --slaves must be from 2 to 64",
        "--pictures=40,4  | the fewest first",
        "--pictures=4,4   | the fewest first",
        "--pictures=0     | numbers from 1 to 10000",
        "--pictures=10001 | numbers from 1 to 10000",
        "--pictures=1,2,3,4,5,6,7,8,9 | takes 1 to 8 numbers",
        "--out=.          | --out is a folder",
        "--out=none/a.html | --out: there is no folder that can be written to",
      })
  void wrongValuesAreSaid(String argument, String message) {
    Run run = Run.of(new PaperCommand(), argument);
    assertThat(run.exitCode()).isEqualTo(CommandException.USAGE);
    assertThat(run.err()).contains(message);
  }

  @Test
  void withoutAPictureItIsWrongUsageAndAFileThatIsNoneIsNamed() throws IOException {
    Path text = Files.writeString(folder.resolve("notes.txt"), "no picture");
    for (Path path : List.of(folder, text)) {
      Run run = Run.of(new PaperCommand(), path.toString());
      assertThat(run.exitCode()).isEqualTo(CommandException.USAGE);
      assertThat(run.err()).contains("there is no picture in");
      assertThat(run.err().contains("left out, it is no picture that can be read: " + text))
          .isEqualTo(path.equals(text));
    }
  }

  @Test
  void aMissingPathIsNamed() {
    Run run = Run.of(new PaperCommand(), folder.resolve("none").toString());
    assertThat(run.exitCode()).isEqualTo(CommandException.USAGE);
    assertThat(run.err()).contains("cannot be read: " + folder.resolve("none"));
  }
}
