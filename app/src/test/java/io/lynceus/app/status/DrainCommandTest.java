package io.lynceus.app.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynceus.app.Run;
import io.lynceus.app.ScriptedMaster;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DrainCommandTest {
  private static final Map<String, String> NO_FILE = Map.of("XDG_STATE_HOME", "/nonexistent");

  private static final String REFUSED =
      "{\"seq\":0,\"status\":\"rejected\",\"code\":\"BAD_COMMAND\",\"message\":\"no slave of the"
          + " name 's1' is connected: STATUS names those that are\"}";

  @Test
  void aDrainedSlaveFinishesTheUnitsItHas() throws IOException {
    try (ScriptedMaster master = new ScriptedMaster(status("draining", 2, "ready"))) {
      Run run = drain(master, "s1");
      assertThat(run.out()).isEqualToIgnoringNewLines("s1 finishes 2 units");
      assertThat(run.err()).isEmpty();
      assertThat(run.exitCode()).isZero();
      assertThat(master.commands).containsExactly("DRAIN name=\"s1\"");
    }
  }

  @Test
  void theLastReadySlaveIsDrainedWithAWarning() throws IOException {
    try (ScriptedMaster master = new ScriptedMaster(status("draining", 0, "draining"))) {
      Run run = drain(master, "s1");
      assertThat(run.out()).isEqualToIgnoringNewLines("s1 is drained");
      assertThat(run.err()).contains("no slave is ready now").contains("no-slave-grace");
      assertThat(run.exitCode()).isZero();
    }
  }

  @Test
  void waitEndsWhenTheSlaveHasNoUnits() throws IOException {
    try (ScriptedMaster master = new ScriptedMaster(status("draining", 0, "ready"))) {
      Run run = drain(master, "s1", "--wait", "--json");
      assertThat(run.out())
          .startsWith("{")
          .contains("\"state\":\"draining\",\"slots\":3,\"busy\":0");
      assertThat(run.exitCode()).isZero();
    }
  }

  @Test
  void aWaitThatTakesTooLongSaysHowManyUnitsAreLeft() throws IOException {
    try (ScriptedMaster master = new ScriptedMaster(status("draining", 2, "ready"))) {
      Run run = drain(master, "s1", "--wait", "--timeout=0ms");
      assertThat(run.err()).contains("s1 still has 2 units after 0 s");
      assertThat(run.out()).isEmpty();
      assertThat(run.exitCode()).isEqualTo(1);
    }
  }

  @Test
  void aWaitFailsWhenTheSlaveGetsUnitsAgain() throws IOException {
    try (ScriptedMaster master = new ScriptedMaster(status("ready", 2, "ready"))) {
      Run run = drain(master, "s1", "--wait");
      assertThat(run.err()).contains("s1 gets units again");
      assertThat(run.exitCode()).isEqualTo(1);
    }
  }

  @Test
  void undoGivesUnitsAgain() throws IOException {
    try (ScriptedMaster master = new ScriptedMaster(status("ready", 0, "ready"))) {
      Run run = drain(master, "--undo", "s1");
      assertThat(run.out()).isEqualToIgnoringNewLines("s1 gets units again");
      assertThat(run.exitCode()).isZero();
      assertThat(master.commands).containsExactly("RESUME name=\"s1\"");
    }
  }

  @Test
  void aStoppingSlaveCannotBePutBack() throws IOException {
    try (ScriptedMaster master = new ScriptedMaster(status("draining", 0, "ready"))) {
      Run run = drain(master, "--undo", "s1");
      assertThat(run.err()).contains("s1 gets no units");
      assertThat(run.exitCode()).isEqualTo(1);
    }
  }

  @Test
  void aRefusalIsOneLine() throws IOException {
    try (ScriptedMaster master = new ScriptedMaster(REFUSED)) {
      Run run = drain(master, "s1");
      assertThat(run.err().lines())
          .containsExactly("no slave of the name 's1' is connected: STATUS names those that are");
      assertThat(run.exitCode()).isEqualTo(2);
    }
    try (ScriptedMaster master = new ScriptedMaster(ScriptedMaster.UNAUTHORIZED)) {
      Run run = drain(master, "s1");
      assertThat(run.err().lines())
          .singleElement()
          .asString()
          .contains("LYNCEUS_ADMIN_TOKEN", "tasks.admin-token");
      assertThat(run.exitCode()).isEqualTo(2);
    }
  }

  private static Run drain(ScriptedMaster master, String... arguments) {
    String[] all = new String[arguments.length + 1];
    all[0] = "--master=" + master.address();
    System.arraycopy(arguments, 0, all, 1, arguments.length);
    return Run.of(new DrainCommand(NO_FILE), all);
  }

  /** A status with s1 in this state, with {@code busy} units, and s2. */
  private static String status(String state, int busy, String other) {
    return """
    {"version":"1","uptimeMs":1,\
    "tasks":{"waiting":0,"running":0,"complete":0,"partial":0,"rejected":0},\
    "slaves":[{"name":"s1","address":"a:1","state":"%s","slots":3,"busy":%d,"unitsDone":1},\
    {"name":"s2","address":"a:2","state":"%s","slots":3,"busy":1,"unitsDone":1}]}\
    """
        .formatted(state, busy, other);
  }
}
