package io.lynceus.app.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynceus.app.Run;
import io.lynceus.app.ScriptedMaster;
import io.lynceus.app.cli.AdminTokenFile;
import io.lynceus.app.cli.MasterAddress;
import io.lynceus.client.ClientConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** With which token administrators' commands reach the master. */
class AdministrationTest {
  private static final String CLEARED = "{\"cleared\":[]}";

  @TempDir private Path states;
  private final Map<String, String> environment = new HashMap<>();
  private String token = "";

  @BeforeEach
  void makeFile() throws IOException {
    environment.put("XDG_STATE_HOME", states.toString());
    token = AdminTokenFile.ofUser(environment).readOrMake();
  }

  @Test
  void theFileOfTheSameUserIsRead() throws IOException {
    try (ScriptedMaster master = new ScriptedMaster(CLEARED)) {
      assertThat(clear(master).exitCode()).isZero();
      assertThat(master.commands).containsExactly(auth(token), "QUARANTINE clear=all");
    }
  }

  @Test
  void theTokenOfTheEnvironmentGoesFirst() throws IOException {
    environment.put("LYNCEUS_ADMIN_TOKEN", "admin");
    environment.put("LYNCEUS_TOKEN", "client");
    try (ScriptedMaster master = new ScriptedMaster(CLEARED)) {
      assertThat(clear(master).exitCode()).isZero();
      assertThat(master.commands).containsExactly(auth("admin"), "QUARANTINE clear=all");
    }
  }

  @Test
  void aClientTokenThatDoesNotSufficeIsFollowedByThatOfTheFile() throws IOException {
    environment.put("LYNCEUS_TOKEN", "client");
    try (ScriptedMaster master = new ScriptedMaster(ScriptedMaster.UNAUTHORIZED)) {
      Run run = clear(master);
      assertThat(run.exitCode()).isEqualTo(2);
      assertThat(run.err()).contains("LYNCEUS_ADMIN_TOKEN", "AUTH first").doesNotContain(token);
      assertThat(master.commands)
          .containsExactly(
              auth("client"), "QUARANTINE clear=all", auth(token), "QUARANTINE clear=all");
    }
  }

  @Test
  void aFileThatOthersCanReadIsNotSent() throws IOException {
    Path file = states.resolve("lynceus").resolve("admin-token");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    try (ScriptedMaster master = new ScriptedMaster(ScriptedMaster.UNAUTHORIZED)) {
      Run run = clear(master);
      assertThat(run.exitCode()).isEqualTo(2);
      assertThat(run.err()).contains("other users may have read " + file);
      assertThat(master.commands).containsExactly("QUARANTINE clear=all");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"cams.example.com:7070", "192.0.2.1:7070", "[2001:db8::1]:7070"})
  void theTokenOfAFileGoesToNoOtherMachine(String other) throws Exception {
    List<ClientConfig> ways = ways(other);
    assertThat(ways).hasSize(1);
    assertThat(ways.get(0).credentials().token()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"localhost:7070", "127.0.0.1:7070", "127.3.2.1:7070", "[::1]:7070"})
  void theTokenOfAFileGoesToThisMachine(String own) throws Exception {
    assertThat(ways(own).get(0).credentials().token()).contains(token);
  }

  @Command
  private static final class Anything implements Runnable {
    @Mixin private final MasterAddress master = new MasterAddress();

    @Override
    public void run() {}
  }

  private List<ClientConfig> ways(String master) throws Exception {
    Anything command = new Anything();
    new CommandLine(command).execute("--master=" + master);
    return command.master.ofAdministrators(environment);
  }

  private static String auth(String token) {
    return "AUTH \"" + token + "\"";
  }

  private Run clear(ScriptedMaster master) {
    return Run.of(
        new QuarantineCommand.ClearCommand(environment), "--master=" + master.address(), "--all");
  }
}
