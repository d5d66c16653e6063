package io.lynceus.spark.options;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lynceus.client.ClientConfig;
import io.lynceus.common.tls.ClientTls;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class ClusterOptionsTest {
  @TempDir Path folder;

  private static ClusterOptions options(String... args) {
    ClusterOptions options = new ClusterOptions();
    CommandLine line = new CommandLine(CommandLine.Model.CommandSpec.create());
    line.getCommandSpec()
        .addMixin("cluster", CommandLine.Model.CommandSpec.forAnnotatedObject(options));
    line.parseArgs(args);
    return options;
  }

  private static ClientConfig client(Map<String, String> environment, String... args) {
    return options(args).workers(environment).client();
  }

  @Test
  void theAddressMayLackThePortAndBeOfIpv6() {
    assertThat(client(Map.of(), "--cluster", "m").address()).isEqualTo("m:7070");
    assertThat(client(Map.of(), "--cluster", "m:81").address()).isEqualTo("m:81");
    assertThat(client(Map.of(), "--cluster", "[::1]:81").address()).isEqualTo("[::1]:81");
    assertThat(client(Map.of(), "--cluster", "[::1]").address()).isEqualTo("[::1]:7070");
    assertThatThrownBy(() -> client(Map.of(), "--cluster", "m:x"))
        .hasMessage("--cluster is HOST:PORT, not 'm:x'");
  }

  @Test
  void eachOptionOfTlsTurnsItOn() {
    assertThat(client(Map.of(), "--cluster", "m").credentials().tls()).isEmpty();
    ClientTls.Settings plain =
        client(Map.of(), "--cluster", "m", "--tls").credentials().tls().orElseThrow();
    assertThat(plain.files().isEmpty()).isTrue();
    assertThat(plain.verifyHost()).isTrue();
    assertThat(
            client(Map.of(), "--cluster", "m", "--ca", "a.pem").credentials().tls().orElseThrow())
        .satisfies(tls -> assertThat(tls.files().ca()).contains(Path.of("a.pem")));
    assertThat(
            client(Map.of(), "--cluster", "m", "--certificate", "c.pem", "--key", "k.pem")
                .credentials()
                .tls()
                .orElseThrow())
        .satisfies(tls -> assertThat(tls.files().key()).contains(Path.of("k.pem")));
    assertThat(
            client(Map.of(), "--cluster", "m", "--no-verify-host")
                .credentials()
                .tls()
                .orElseThrow()
                .verifyHost())
        .isFalse();
  }

  @Test
  void theTokenIsOfTheEnvironmentOrOfItsFile() throws IOException {
    Path file = Files.writeString(folder.resolve("token"), "of-the-file\n");
    Map<String, String> both =
        Map.of("LYNCEUS_TOKEN", "of-it", "LYNCEUS_TOKEN_FILE", file.toString());

    assertThat(client(both, "--cluster", "m").credentials().token()).contains("of-it");
    assertThat(
            client(Map.of("LYNCEUS_TOKEN_FILE", file.toString()), "--cluster", "m")
                .credentials()
                .token())
        .contains("of-the-file");
    assertThat(client(Map.of(), "--cluster", "m").credentials().token()).isEmpty();
    assertThat(options("--cluster", "m").workers(both)).hasToString("Cluster[m:7070]");
    Files.writeString(file, "\n");
    assertThatThrownBy(
            () -> client(Map.of("LYNCEUS_TOKEN_FILE", file.toString()), "--cluster", "m"))
        .hasMessage("LYNCEUS_TOKEN_FILE: " + file + " is empty");
  }
}
