package io.lynceus.app.submit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.lynceus.app.ScriptedMaster;
import io.lynceus.model.TestJvm;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Files with names in Latin-1, in the locale that the launcher sets. */
@EnabledOnOs(OS.LINUX)
@Timeout(120)
class OddNamesIT {
  private static final String MAKE_FILES =
      "mkdir in && printf 1 > in/$(printf 'k\\344fer.jpg') && printf 2 > in/$(printf"
          + " 'k\\366fer.jpg')";

  @TempDir Path folder;

  @BeforeEach
  void files() throws Exception {
    assertThat(shell(MAKE_FILES)).isEmpty();
  }

  @Test
  void filesOfAFolderAreSentAndMovedUnderTheirNames() throws Exception {
    try (ScriptedMaster master =
        new ScriptedMaster(ScriptedMaster.COMPLETE, ScriptedMaster.COMPLETE)) {
      assertThat(submit(master, "--done=out in"))
          .contains("\"name\":\"in/k%E4fer.jpg\"", "\"name\":\"in/k%F6fer.jpg\"");
    }
    assertThat(shell("cat out/$(printf 'k\\344fer.jpg') out/$(printf 'k\\366fer.jpg')"))
        .isEqualTo("12");
  }

  @Test
  void filesThatAreNamedAreFound() throws Exception {
    try (ScriptedMaster master =
        new ScriptedMaster(ScriptedMaster.COMPLETE, ScriptedMaster.COMPLETE)) {
      assertThat(submit(master, "in/*.jpg"))
          .contains("\"name\":\"in/k%E4fer.jpg\"", "\"name\":\"in/k%F6fer.jpg\"");
    }
  }

  private String submit(ScriptedMaster master, String arguments) throws Exception {
    String java = "'" + String.join("' '", TestJvm.command()) + "'";
    return shell(
        "exec %s -cp \"$JARS\" io.lynceus.app.Lynceus submit --json --master=%s %s"
            .formatted(java, master.address(), arguments));
  }

  private String shell(String command) throws IOException, InterruptedException {
    ProcessBuilder shell = new ProcessBuilder(List.of("sh", "-c", command));
    shell.directory(folder.toFile()).redirectErrorStream(true);
    shell.environment().put("LC_ALL", "C.UTF-8");
    String jars =
        Pattern.compile(File.pathSeparator)
            .splitAsStream(System.getProperty("java.class.path"))
            .map(jar -> Path.of(jar).toAbsolutePath().toString())
            .collect(Collectors.joining(File.pathSeparator));
    shell.environment().put("JARS", jars);
    Process process = shell.start();
    String out = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).as(out).isZero();
    return out;
  }
}
