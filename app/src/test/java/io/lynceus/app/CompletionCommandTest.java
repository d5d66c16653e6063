package io.lynceus.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.lynceus.app.cli.CommandException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompletionCommandTest {
  @TempDir Path folder;
  private Path script;

  @BeforeEach
  void theScript() throws IOException {
    Run run = Run.of(new Lynceus(), "completion");
    assertThat(run.exitCode()).isZero();
    script = Files.writeString(folder.resolve("script"), run.out());
  }

  @Test
  void bashCompletesSubcommands() throws IOException, InterruptedException {
    assertThat(completed("su")).containsExactly("submit");
    assertThat(completed("")).contains("demo", "master", "slave", "status", "completion");
  }

  @Test
  void bashCompletesOptions() throws IOException, InterruptedException {
    assertThat(completed("submit", "--an")).containsExactly("--analyses", "--annotate");
  }

  @Test
  void bashCompletesValues() throws IOException, InterruptedException {
    assertThat(completed("submit", "--edges", "")).containsExactly("stats", "png", "overlay");
    assertThat(completed("submit", "--corners", "")).containsExactly("count", "points");
    assertThat(completed("submit", "--analyses", "f")).containsExactly("faces");
    assertThat(completed("drill", "--fault", "s")).containsExactly("stop", "slow");
    assertThat(completed("benchmark", "accuracy", "--format", "")).contains("coco", "yolo");
  }

  @Test
  void zshAcceptsTheSameScript() throws IOException, InterruptedException {
    assumeTrue(Files.isExecutable(Path.of("/bin/zsh")), "zsh is not installed");
    assertThat(Run.of(new Lynceus(), "completion", "zsh").out())
        .isEqualTo(Files.readString(script));
    String loads = "autoload -Uz compinit && compinit -u -D && source " + script;
    assertThat(lines("/bin/zsh", "-fc", loads + " && print -- $_comps[lynceus]"))
        .singleElement()
        .asString()
        .contains("_complete_lynceus");
  }

  @Test
  void anotherShellIsWrongUsage() {
    Run run = Run.of(new Lynceus(), "completion", "fish");

    assertThat(run.exitCode()).isEqualTo(CommandException.USAGE);
    assertThat(run.err()).contains("for bash and zsh, not for 'fish'");
  }

  /** What bash offers for the last word of a command line. */
  private List<String> completed(String... words) throws IOException, InterruptedException {
    String typed = "lynceus '" + String.join("' '", words) + "'";
    return lines(
        "bash",
        "-c",
        String.join(
            "\n",
            "source " + script,
            "COMP_WORDS=(" + typed + ")",
            "COMP_CWORD=" + words.length,
            "_complete_lynceus 2>/dev/null",
            "printf '%s\\n' \"${COMPREPLY[@]}\""));
  }

  private static List<String> lines(String... command) throws IOException, InterruptedException {
    Process shell = new ProcessBuilder(command).start();
    String out = new String(shell.getInputStream().readAllBytes(), UTF_8);
    assertThat(shell.waitFor()).isZero();
    return out.lines().map(String::strip).toList();
  }
}
