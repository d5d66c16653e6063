package io.lynceus.app.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynceus.app.Run;
import io.lynceus.app.ScriptedMaster;
import io.lynceus.app.cli.CommandException;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class LabelsCommandTest {
  private static final String TWO_NETWORKS =
      "{\"analyses\":{\"objects\":{\"labels\":[\"person\",\"cell"
          + " phone\",\"forklift\"],\"networks\":[{\"slaves\":[\"s2\",\"s1\"],\"labels\":[\"person\",\"cell"
          + " phone\"]},{\"slaves\":[],\"labels\":[\"forklift\"]}]}}}";

  @Test
  void theLabelsOfEachNetworkAreListedBelowItsSlaves() throws IOException {
    Run run = labels(TWO_NETWORKS);
    assertThat(run.exitCode()).isZero();
    assertThat(run.out().lines())
        .containsExactly(
            "objects, 2 labels, slaves s1, s2:",
            "  person",
            "  cell phone",
            "objects, 1 labels, no slave connected:",
            "  forklift");
  }

  @Test
  void theJsonIsTheMasters() throws IOException {
    assertThat(labels(TWO_NETWORKS, "--json").out().strip()).isEqualTo(TWO_NETWORKS);
  }

  @Test
  void beforeTheFirstSlaveThereIsNothingToList() throws IOException {
    assertThat(labels("{\"analyses\":{}}").out()).contains("no slave has told its labels yet");
  }

  @Test
  void anOlderMasterDoesNotKnowTheCommand() throws IOException {
    String refusal =
        "{\"seq\":0,\"status\":\"rejected\",\"code\":\"BAD_COMMAND\",\"message\":\"there is no"
            + " command 'LABELS'\"}";
    Run run = labels(refusal);
    assertThat(run.exitCode()).isEqualTo(CommandException.USAGE);
    assertThat(run.err()).contains("no command 'LABELS'");
  }

  private static Run labels(String line, String... arguments) throws IOException {
    try (ScriptedMaster master = new ScriptedMaster(line)) {
      Stream<String> all =
          Stream.concat(Stream.of("--master=" + master.address()), Stream.of(arguments));
      Run run = Run.of(new LabelsCommand(Map.of()), all.toArray(String[]::new));
      assertThat(master.commands).isEqualTo(List.of("LABELS"));
      return run;
    }
  }
}
