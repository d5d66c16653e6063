package io.lynceus.protocol.reply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lynceus.protocol.message.MemoryUse;
import io.lynceus.protocol.reply.ClusterStatus.Attempts;
import io.lynceus.protocol.reply.ClusterStatus.Slave;
import io.lynceus.protocol.reply.ClusterStatus.Tasks;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class StatusJsonTest {
  private static final ClusterStatus STATUS =
      new ClusterStatus(
          "0.1.0",
          Duration.ofMillis(1500),
          new Tasks(1, 2, 3, 4, 5),
          new Attempts(50, 6, 2, 1, Duration.ofNanos(12_340_000), Duration.ofMillis(1)),
          List.of(
              new Slave(
                  "s1",
                  "127.0.0.1:4711",
                  "0.1.0",
                  Slave.State.DRAINING,
                  3,
                  2,
                  99,
                  new MemoryUse(1, 2, 3, 4, 5))));

  @Test
  void aStatusHasTheDocumentedForm() {
    assertThat(StatusJson.write(STATUS))
        .isEqualTo(
            """
            {"version":"0.1.0","uptimeMs":1500,\
            "tasks":{"waiting":1,"running":2,"complete":3,"partial":4,"rejected":5},\
            "attempts":{"given":50,"again":6,"speculative":2,"wasted":1,\
            "againLongestMs":12.34,"againLastMs":1},\
            "slaves":[{"name":"s1","address":"127.0.0.1:4711","version":"0.1.0",\
            "state":"draining","slots":3,"busy":2,"unitsDone":99,\
            "memory":{"residentBytes":4,"boundBytes":5,"pictureBytes":3,"heldImages":1,"heldBytes":2}}]}""");
  }

  @Test
  void aStatusIsReadBack() throws Exception {
    assertThat(StatusJson.read(StatusJson.write(STATUS))).isEqualTo(STATUS);
  }

  @Test
  void aMasterThatDoesNotCountAttemptsIsUnderstood() throws Exception {
    String line = StatusJson.write(STATUS).replaceFirst("\"attempts\":\\{[^}]*},", "");

    assertThat(StatusJson.read(line).attempts()).isEqualTo(Attempts.NONE);
    assertThat(StatusJson.read(line).tasks()).isEqualTo(STATUS.tasks());
  }

  @Test
  void unknownFieldsArePassedOver() throws Exception {
    String line = StatusJson.write(STATUS).replace("\"busy\"", "\"mood\":\"good\",\"busy\"");

    assertThat(StatusJson.read(line)).isEqualTo(STATUS);
  }

  @Test
  void aLineThatIsNoStatusIsMalformed() {
    assertThatThrownBy(() -> StatusJson.read("{\"pong\":true}"))
        .isInstanceOf(MalformedReplyException.class)
        .hasMessageStartingWith("not the JSON of a status");
  }
}
