package io.lynceus.app.launcher;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.lynceus.model.TestJvm;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * An installation in a folder with an umlaut and a space, with settings, networks, secret and cache
 * in others, and cron's environment. A shell makes the names: this JVM may not be able to.
 */
@EnabledOnOs(OS.LINUX)
@Timeout(180)
@Tag("story")
@Tag("beside")
class UmlautFolderIT {
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final Path SHIPPED =
      Path.of("../vision/src/main/resources/io/lynceus/vision/network/blazeface-back/1/model.onnx");
  private static final Pattern TASKS = Pattern.compile("listening tasks=\\S*?:(\\d+)");
  private static final Pattern SLAVES = Pattern.compile("listening .*slaves=\\S*?:(\\d+)");

  private static final String FOLDERS =
      """
      d=$(printf 'Stra\\303\\237e 7/\\303\\234berwachung')
      s=$(printf 'Einstellungen \\303\\244')
      m=$(printf 'Mod\\303\\250les')
      p=$(printf 'K\\303\\274che')
      """;

  private static final String INSTALL =
      """
      mkdir -p "$d/bin" "$d/lib" "$s" "$m" "$p"
      cp '%s' "$d/bin/lynceus"
      cp '%s' "$d/lib/compiler.json"
      cp app.jar "$d/lib/lynceus-app.jar"
      cp '%s' "$m/blazeface-back.onnx"
      cp '%s' "$p/$p.png"
      echo 'a secret of a test, long enough' > "$s/$p"
      for daemon in master slave; do
        printf 'secret-file = "%%s"\\n' "$s/$p" > "$s/$p $daemon.conf"
      done
      printf 'quarantine.dir = "%%s"\\n' "$d/$m" >> "$s/$p master.conf"
      printf 'models.dir = "%%s"\\n' "$m" >> "$s/$p slave.conf"
      """;

  @TempDir Path root;
  private final List<Process> started = new ArrayList<>();

  @BeforeEach
  void install() throws Exception {
    try (OutputStream file = Files.newOutputStream(root.resolve("app.jar"));
        JarOutputStream jar = new JarOutputStream(file, manifest())) {
      jar.flush();
    }
    String install =
        INSTALL.formatted(
            Path.of("..", "lynceus").toAbsolutePath(),
            Path.of("src", "assembly", "compiler.json").toAbsolutePath(),
            SHIPPED.toAbsolutePath(),
            Path.of("..", "samples", "astronaut.png").toAbsolutePath());
    assertThat(shell("install", install).waitFor()).as(log("install")).isZero();
  }

  /** The classes are those of this test. */
  private static Manifest manifest() {
    Manifest manifest = new Manifest();
    Attributes main = manifest.getMainAttributes();
    main.put(Attributes.Name.MANIFEST_VERSION, "1.0");
    main.put(Attributes.Name.MAIN_CLASS, "io.lynceus.app.Lynceus");
    main.put(
        Attributes.Name.CLASS_PATH,
        Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
            .map(entry -> Path.of(entry).toUri().toString())
            .collect(Collectors.joining(" ")));
    return manifest;
  }

  @AfterEach
  void stop() throws Exception {
    for (Process process : started) {
      process.destroyForcibly().waitFor();
    }
  }

  @Test
  void masterSlaveAndSubmitWorkThere() throws Exception {
    lynceus("master", "--config \"$s/$p master.conf\" --set tasks.port=0 --set slaves.port=0");
    String tasks = find(TASKS, "master");
    lynceus(
        "slave",
        "--config \"$s/$p slave.conf\" --set http.port=0 --set master.port="
            + find(SLAVES, "master"));
    await().atMost(PATIENCE).until(() -> log("slave").contains("has taken this slave"));
    assertThat(log("slave"))
        .contains("the network blazeface-back is that of models.dir: Mod\u00e8les/")
        .contains("models.dir has no centernet-mbv3-coco80.onnx: the shipped network is used");

    Process submit = lynceus("submit", "--json --master 127.0.0.1:" + tasks + " \"$p\"");
    assertThat(submit.waitFor()).as(log("submit")).isZero();
    assertThat(log("submit"))
        .contains("\"name\":\"K\u00fcche/K\u00fcche.png\"", "\"status\":\"complete\"");
  }

  private Process lynceus(String command, String arguments) throws IOException {
    String http = command.equals("master") ? " --set http.port=0" : "";
    return shell(
        command,
        "XDG_CACHE_HOME=\"$PWD/$m\" exec \"$d/bin/lynceus\" " + command + " " + arguments + http);
  }

  /** Runs a script in the root; what it says goes to a log with that name. */
  private Process shell(String name, String script) throws IOException {
    ProcessBuilder builder = new ProcessBuilder("sh", "-euc", FOLDERS + script);
    builder.environment().clear();
    builder.environment().put("PATH", "/usr/bin:/bin");
    builder.environment().put("HOME", root.toString());
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.environment().put("LYNCEUS_JAVA_OPTS", String.join(" ", TestJvm.compilation()));
    Process process =
        builder
            .directory(root.toFile())
            .redirectErrorStream(true)
            .redirectOutput(root.resolve(name + ".log").toFile())
            .start();
    started.add(process);
    return process;
  }

  private String find(Pattern pattern, String name) throws IOException {
    await().atMost(PATIENCE).until(() -> pattern.matcher(log(name)).find());
    Matcher found = pattern.matcher(log(name));
    assertThat(found.find()).isTrue();
    return found.group(1);
  }

  private String log(String name) throws IOException {
    Path file = root.resolve(name + ".log");
    return Files.exists(file) ? Files.readString(file, UTF_8) : "";
  }
}
