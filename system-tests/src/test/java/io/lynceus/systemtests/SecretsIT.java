package io.lynceus.systemtests;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs the command with good and bad settings and searches all its output for the secrets. */
class SecretsIT {
  private static final String SECRET = "correct-horse-battery-staple";
  private static final String TOKEN = "open-sesame-open-sesame";
  private static final Pattern LISTENING =
      Pattern.compile("listening tasks=\\S*?:(\\d+) slaves=\\S*?:(\\d+)");

  @TempDir private Path folder;
  private final List<Process> processes = new ArrayList<>();
  private final List<Path> outputs = new ArrayList<>();

  @AfterEach
  void end() throws InterruptedException {
    for (Process process : processes) {
      process.destroyForcibly().waitFor();
    }
  }

  private Process run(Map<String, String> environment, String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx256m", "-cp", System.getProperty("java.class.path")));
    command.addAll(List.of("io.lynceus.app.Lynceus", "--verbose"));
    command.addAll(Arrays.asList(arguments));
    Path output = folder.resolve("output-" + outputs.size());
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
    builder.environment().keySet().removeIf(name -> name.startsWith("LYNCEUS_"));
    builder.environment().put("XDG_STATE_HOME", folder.toString());
    builder.environment().putAll(environment);
    Process process = builder.start();
    processes.add(process);
    outputs.add(output);
    return process;
  }

  private String file(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text).toString();
  }

  @Test
  void aRunningClusterPrintsNoSecret() throws Exception {
    Map<String, String> files =
        Map.of(
            "LYNCEUS_SECRET_FILE", file("secret", SECRET + "\n"),
            "LYNCEUS_TOKEN_FILE", file("token", TOKEN + "\n"));
    Process master =
        run(files, "master", "--set=tasks.port=0", "--set=slaves.port=0", "--set=http.port=0");
    Matcher ports = await(outputs.get(0), LISTENING);
    int tasks = Integer.parseInt(ports.group(1));
    Process slave =
        run(
            Map.of("LYNCEUS_SECRET", SECRET + "!"),
            "slave",
            "--set=master.port=" + ports.group(2),
            "--set=http.port=0");
    await(outputs.get(1), Pattern.compile("refuses the secret of this side"));
    await(outputs.get(0), Pattern.compile("its secret is not the one of this side"));
    try (Socket client = new Socket("localhost", tasks)) {
      client.setSoTimeout(30_000);
      client.getOutputStream().write(("AUTH " + TOKEN + " x\nPING\n").getBytes(UTF_8));
      client.shutdownOutput();
      assertThat(new String(client.getInputStream().readAllBytes(), UTF_8))
          .contains("UNAUTHORIZED")
          .doesNotContain(TOKEN);
    }
    String address = "--master=localhost:" + tasks;
    assertThat(exitCode(run(Map.of("LYNCEUS_TOKEN", TOKEN + "!"), "status", address))).isEqualTo(2);
    assertThat(exitCode(run(files, "status", address))).isZero();
    for (Process process : List.of(master, slave)) {
      assertThat(process.info().commandLine().orElse("")).doesNotContain(SECRET, TOKEN);
    }
    String drained = "no slave with the name 's'";
    assertThat(exitCode(run(files, "drain", address, "s"))).isEqualTo(2);
    assertThat(Files.readString(outputs.get(outputs.size() - 1))).contains(drained);
    master.destroy();
    exitCode(master);
    String made = Files.readString(folder.resolve("lynceus").resolve("admin-token")).strip();
    assertThat(Files.readString(outputs.get(0))).contains("the administrators' token is in ");
    for (Path output : outputs) {
      assertThat(Files.readString(output)).doesNotContain(made.substring(0, 12));
    }
    assertHidden();
  }

  @Test
  void errorsInSettingsQuoteNoSecret() throws Exception {
    Map<String, String> none = Map.of();
    List<Process> wrong =
        List.of(
            run(Map.of("LYNCEUS_SECRET", SECRET.substring(0, 15)), "master"),
            run(Map.of("LYNCEUS_SECRET", SECRET, "LYNCEUS_TOKEN", TOKEN), "master", "--set=x=1"),
            run(
                Map.of("LYNCEUS_SECRET", SECRET, "LYNCEUS_SECRET_FILE", file("s", SECRET)),
                "master"),
            run(none, "master", "--config", file("a.conf", "secret = " + SECRET + " {")),
            run(none, "master", "--config", file("b.conf", "secret = \"" + SECRET + "\n")),
            run(none, "master", "--config", file("c.conf", "secrt = " + SECRET)),
            run(none, "slave", "--config", file("d.conf", "secret { is = " + SECRET + " }")),
            run(none, "slave", "--config", file("e.conf", "secret = [" + SECRET + "]")),
            run(none, "slave", "--config", file("f.conf", "secret : = " + SECRET)),
            run(none, "slave", "--config", file("g.conf", "secret = ${" + SECRET + "}")),
            run(none, "slave", "--config", file("h.conf", "secret \"" + SECRET + "\"\n")),
            run(none, "slave", "--set", "secret:" + SECRET),
            run(none, "slave", "secret=" + SECRET),
            run(none, "master", "--token=" + TOKEN),
            run(Map.of("LYNCEUS_TOKEN", TOKEN), "status", "--master=localhost:1"));
    for (Process process : wrong) {
      assertThat(exitCode(process)).isIn(2, 3);
    }
    assertHidden();
  }

  private static int exitCode(Process process) throws InterruptedException {
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    return process.exitValue();
  }

  /** Searches for a part of the secret, in case a message shortens it. */
  private void assertHidden() throws IOException {
    for (Path output : outputs) {
      String said = Files.readString(output);
      assertThat(said).isNotEmpty().doesNotContain(SECRET.substring(0, 12), TOKEN.substring(0, 12));
    }
  }

  private static Matcher await(Path output, Pattern pattern) {
    return org.awaitility.Awaitility.await()
        .atMost(java.time.Duration.ofSeconds(60))
        .until(() -> pattern.matcher(Files.readString(output)), Matcher::find);
  }
}
