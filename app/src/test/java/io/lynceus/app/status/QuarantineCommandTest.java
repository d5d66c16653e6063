package io.lynceus.app.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynceus.app.Run;
import io.lynceus.app.ScriptedMaster;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;

class QuarantineCommandTest {
  private static final Map<String, String> NO_FILE = Map.of("XDG_STATE_HOME", "/nonexistent");

  private static final String ENTRIES =
      """
      [{"sha256":"%s","analysis":"faces","since":"2026-01-02T03:04:05Z","reason":"exit code 134"},\
      {"sha256":"%s","analysis":"edges","since":"2026-01-02T03:04:06Z","reason":""}]}\
      """
          .formatted("a".repeat(64), "b".repeat(64));

  private static final String QUARANTINED = "{\"quarantined\":" + ENTRIES;
  private static final String CLEARED = "{\"cleared\":" + ENTRIES;
  private static final String UNKNOWN =
      "{\"seq\":0,\"status\":\"rejected\",\"code\":\"BAD_COMMAND\",\"message\":\"no quarantined"
          + " image has a hash that begins with 'c'\"}";

  @Test
  void listShowsHashAnalysisTimeAndReason() throws IOException {
    try (ScriptedMaster master = new ScriptedMaster(QUARANTINED)) {
      Run run = list(master);
      assertThat(run.out().lines().skip(1))
          .containsExactly(
              "a".repeat(64) + "  faces       2026-01-02T03:04:05Z      exit code 134",
              "b".repeat(64) + "  edges       2026-01-02T03:04:06Z");
      assertThat(run.exitCode()).isZero();
      assertThat(master.commands).containsExactly("QUARANTINE");
    }
  }

  @Test
  void anEmptyQuarantineIsSaidToBe() throws IOException {
    try (ScriptedMaster master = new ScriptedMaster("{\"quarantined\":[]}")) {
      assertThat(list(master).out()).isEqualToIgnoringNewLines("nothing is quarantined");
    }
  }

  @Test
  void jsonIsTheMastersLine() throws IOException {
    try (ScriptedMaster master = new ScriptedMaster(QUARANTINED)) {
      assertThat(list(master, "--json").out()).isEqualToIgnoringNewLines(QUARANTINED);
    }
    try (ScriptedMaster master = new ScriptedMaster(CLEARED)) {
      assertThat(clear(master, "--all", "--json").out()).isEqualToIgnoringNewLines(CLEARED);
    }
  }

  @Test
  void oneImageIsCleared() throws IOException {
    try (ScriptedMaster master = new ScriptedMaster(CLEARED)) {
      Run run = clear(master, "aa");
      assertThat(run.out().lines())
          .containsExactly(
              "a".repeat(64) + ": faces is tried again", "b".repeat(64) + ": edges is tried again");
      assertThat(run.exitCode()).isZero();
      assertThat(master.commands).containsExactly("QUARANTINE clear=\"aa\"");
    }
  }

  @Test
  void allAreCleared() throws IOException {
    try (ScriptedMaster master = new ScriptedMaster("{\"cleared\":[]}")) {
      Run run = clear(master, "--all");
      assertThat(run.out()).isEqualToIgnoringNewLines("nothing was quarantined");
      assertThat(run.exitCode()).isZero();
      assertThat(master.commands).containsExactly("QUARANTINE clear=all");
    }
  }

  @Test
  void anUnknownHashIsOneLineAndExitCode1() throws IOException {
    try (ScriptedMaster master = new ScriptedMaster(UNKNOWN)) {
      Run run = clear(master, "c");
      assertThat(run.err().lines())
          .containsExactly("no quarantined image has a hash that begins with 'c'");
      assertThat(run.exitCode()).isEqualTo(1);
    }
  }

  @Test
  void eitherAHashOrAllIsNeeded() throws IOException {
    try (ScriptedMaster master = new ScriptedMaster()) {
      assertThat(clear(master).exitCode()).isEqualTo(2);
      assertThat(clear(master, "aa", "--all").exitCode()).isEqualTo(2);
      assertThat(master.commands).isEmpty();
    }
  }

  @Test
  void withoutTheTokenItSaysWhichOneIsNeeded() throws IOException {
    try (ScriptedMaster master = new ScriptedMaster(ScriptedMaster.UNAUTHORIZED)) {
      Run run = clear(master, "aa");
      assertThat(run.err()).contains("LYNCEUS_ADMIN_TOKEN", "tasks.admin-token");
      assertThat(run.exitCode()).isEqualTo(2);
    }
  }

  private static Run list(ScriptedMaster master, String... arguments) {
    return Run.of(new QuarantineCommand.ListCommand(Map.of()), all(master, arguments));
  }

  private static Run clear(ScriptedMaster master, String... arguments) {
    return Run.of(new QuarantineCommand.ClearCommand(NO_FILE), all(master, arguments));
  }

  private static String[] all(ScriptedMaster master, String... arguments) {
    String[] all = new String[arguments.length + 1];
    all[0] = "--master=" + master.address();
    System.arraycopy(arguments, 0, all, 1, arguments.length);
    return all;
  }
}
