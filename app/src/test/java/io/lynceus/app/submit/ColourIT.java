package io.lynceus.app.submit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The command's output on a terminal, which script(1) provides. */
class ColourIT {
  private static final Path SCRIPT = Path.of("/usr/bin/script");
  private static final String ESCAPE = "\u001b[";

  @Test
  void aTerminalGetsColours() throws IOException, InterruptedException {
    assertThat(helpOnATerminal(Map.of())).contains("submit", ESCAPE);
  }

  @Test
  void theVariableNoColorIsObeyed() throws IOException, InterruptedException {
    assertThat(helpOnATerminal(Map.of("NO_COLOR", "1"))).contains("submit").doesNotContain(ESCAPE);
  }

  private static String helpOnATerminal(Map<String, String> environment)
      throws IOException, InterruptedException {
    assumeTrue(Files.isExecutable(SCRIPT), "there is no script(1)");
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    String classPath = System.getProperty("java.class.path");
    String command = java + " -Xshare:auto -cp '" + classPath + "' io.lynceus.app.Lynceus help";
    ProcessBuilder builder =
        new ProcessBuilder(SCRIPT.toString(), "-q", "-e", "-c", command, "/dev/null")
            .redirectErrorStream(true);
    builder.environment().keySet().removeIf(name -> name.equals("NO_COLOR"));
    builder.environment().put("TERM", "xterm");
    builder.environment().putAll(environment);
    Process terminal = builder.start();
    terminal.getOutputStream().close();
    String out = new String(terminal.getInputStream().readAllBytes(), UTF_8);
    assertThat(terminal.waitFor()).isZero();
    return out;
  }
}
