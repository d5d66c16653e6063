package io.lynceus.systemtests;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.lynceus.cluster.MasterPorts;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs the command with good and bad settings and searches all its output for the secrets. */
@Tag("story")
@Tag("beside")
class SecretsIT {
  private static final String SECRET = "correct-horse-battery-staple";
  private static final String TOKEN = "open-sesame-open-sesame";

  @TempDir private Path folder;
  private final List<LynceusProcess> processes = new ArrayList<>();

  @AfterEach
  void end() {
    processes.forEach(LynceusProcess::close);
  }

  private LynceusProcess run(Map<String, String> environment, String... arguments)
      throws IOException {
    String[] all =
        Stream.concat(Stream.of("--verbose"), Arrays.stream(arguments)).toArray(String[]::new);
    LynceusProcess process = LynceusProcess.start(folder, environment, all);
    processes.add(process);
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
    LynceusProcess master =
        run(files, "master", "--set=tasks.port=0", "--set=slaves.port=0", "--set=http.port=0");
    MasterPorts ports = master.ports();
    LynceusProcess slave =
        run(
            Map.of("LYNCEUS_SECRET", SECRET + "!"),
            "slave",
            "--set=master.port=" + ports.slaves(),
            "--set=http.port=0");
    awaitThatItSays(slave, "refuses the secret of this side");
    awaitThatItSays(master, "its secret is not the one of this side");
    try (Socket client = new Socket("localhost", ports.tasks())) {
      client.setSoTimeout(30_000);
      client.getOutputStream().write(("AUTH " + TOKEN + " x\nPING\n").getBytes(UTF_8));
      client.shutdownOutput();
      assertThat(new String(client.getInputStream().readAllBytes(), UTF_8))
          .contains("UNAUTHORIZED")
          .doesNotContain(TOKEN);
    }
    String address = "--master=localhost:" + ports.tasks();
    assertThat(exitCode(run(Map.of("LYNCEUS_TOKEN", TOKEN + "!"), "status", address))).isEqualTo(2);
    assertThat(exitCode(run(files, "status", address))).isZero();
    for (LynceusProcess process : List.of(master, slave)) {
      assertThat(process.commandLine()).doesNotContain(SECRET, TOKEN);
    }
    LynceusProcess drain = run(files, "drain", address, "s");
    assertThat(exitCode(drain)).isEqualTo(2);
    assertThat(drain.said()).contains("no slave with the name 's'");
    master.terminate();
    exitCode(master);
    String made = Files.readString(folder.resolve("lynceus").resolve("admin-token")).strip();
    assertThat(master.said()).contains("the administrators' token is in ");
    for (LynceusProcess process : processes) {
      assertThat(process.said()).doesNotContain(made.substring(0, 12));
    }
    assertHidden();
  }

  @Test
  void errorsInSettingsQuoteNoSecret() throws Exception {
    Map<String, String> none = Map.of();
    List<LynceusProcess> wrong =
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
    for (LynceusProcess process : wrong) {
      assertThat(exitCode(process)).isIn(2, 3);
    }
    assertHidden();
  }

  private static int exitCode(LynceusProcess process) throws Exception {
    return process.exitCode(Duration.ofSeconds(60));
  }

  /** Searches for a part of the secret, in case a message shortens it. */
  private void assertHidden() throws IOException {
    for (LynceusProcess process : processes) {
      assertThat(process.said())
          .isNotEmpty()
          .doesNotContain(SECRET.substring(0, 12), TOKEN.substring(0, 12));
    }
  }

  private static void awaitThatItSays(LynceusProcess process, String part) {
    await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(() -> assertThat(process.said()).contains(part));
  }
}
