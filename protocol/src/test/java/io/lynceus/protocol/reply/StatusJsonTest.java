package io.lynceus.protocol.reply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lynceus.model.Analysis;
import io.lynceus.model.ClusterStatus;
import io.lynceus.model.ClusterStatus.Attempts;
import io.lynceus.model.ClusterStatus.BrokerUse;
import io.lynceus.model.ClusterStatus.Confined;
import io.lynceus.model.ClusterStatus.History;
import io.lynceus.model.ClusterStatus.Load;
import io.lynceus.model.ClusterStatus.Master;
import io.lynceus.model.ClusterStatus.MasterMemory;
import io.lynceus.model.ClusterStatus.Pace;
import io.lynceus.model.ClusterStatus.Queue;
import io.lynceus.model.ClusterStatus.QueueBound;
import io.lynceus.model.ClusterStatus.Slave;
import io.lynceus.model.ClusterStatus.StoreUse;
import io.lynceus.model.ClusterStatus.Tasks;
import io.lynceus.model.ClusterStatus.WebhookUse;
import io.lynceus.model.MemoryUse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class StatusJsonTest {
  private static final ClusterStatus STATUS =
      new ClusterStatus(
          new Master(
              "0.1.0",
              Duration.ofMillis(1500),
              new MasterMemory(6, 7, 8, 9, 10),
              new ClusterStatus.PassedOver(11, 12)),
          new Tasks(1, 2, 3, 4, 5),
          new Attempts(
              50, 6, 2, 1, new Confined(3, 1), Duration.ofNanos(12_340_000), Duration.ofMillis(1)),
          new Queue(
              34,
              Duration.ofMillis(1200),
              Map.of(Analysis.FACES, 2, Analysis.OBJECTS, 1),
              Optional.of(new QueueBound(1000, 99))),
          new Load(4.25, 0.5, Duration.ofMillis(120)),
          List.of(
              new Slave(
                  "s1",
                  "127.0.0.1:4711",
                  "0.1.0",
                  Slave.State.DRAINING,
                  3,
                  2,
                  99,
                  new Pace(Map.of(Analysis.EDGES, 12.5), OptionalDouble.of(1.25)),
                  new History(2, 1, 3, 4, 5),
                  new MemoryUse(1, 2, 3, 4, 5),
                  Optional.of(Duration.ofMillis(120)))));

  @Test
  void aStatusHasTheDocumentedForm() {
    assertThat(StatusJson.write(STATUS))
        .isEqualTo(
            """
            {"version":"0.1.0","uptimeMs":1500,\
            "memory":{"residentBytes":6,"heapBytes":7,"heapBoundBytes":8,\
            "heldBytes":9,"heldBoundBytes":10},\
            "tasks":{"waiting":1,"running":2,"complete":3,"partial":4,"rejected":5},\
            "passedOver":{"images":11,"bytes":12},\
            "attempts":{"given":50,"again":6,"speculative":2,"wasted":1,\
            "confined":3,"confinedDied":1,\
            "againLongestMs":12.34,"againLastMs":1},\
            "line":{"bytes":34,"oldestMs":1200,"units":{"objects":1,"faces":2},"mostImages":1000,"mostBytes":99},\
            "load":{"imagesPerSecond":4.25,"busyPerSecond":0.5,"workMsPerImage":120},\
            "slaves":[{"name":"s1","address":"127.0.0.1:4711","version":"0.1.0",\
            "state":"draining","slots":3,"busy":2,"unitsDone":99,\
            "pace":{"slowness":1.25,"msPerMegapixel":{"edges":12.5}},\
            "history":{"joined":2,"lost":1,"silent":3,"failed":4,"tookTooLong":5},\
            "memory":{"residentBytes":4,"boundBytes":5,"pictureBytes":3,"heldImages":1,"heldBytes":2},\
            "heardMs":120}]}\
            """);
  }

  @Test
  void aStatusIsReadBack() throws Exception {
    assertThat(StatusJson.read(StatusJson.write(STATUS))).isEqualTo(STATUS);
  }

  @Test
  void aStoreIsToldAndWhatIsNotKnownOfItIsNull() throws Exception {
    ClusterStatus known =
        STATUS.withStore(
            new StoreUse("ok", Optional.empty(), OptionalLong.of(5), OptionalLong.of(6), 7, 8));
    assertThat(StatusJson.write(known))
        .contains(
            "\"store\":{\"state\":\"ok\",\"results\":5,\"bytes\":6,\"dropped\":7,\"waiting\":8}");
    assertThat(StatusJson.read(StatusJson.write(known))).isEqualTo(known);
    ClusterStatus failed =
        STATUS.withStore(
            new StoreUse(
                "failed",
                Optional.of("no room"),
                OptionalLong.empty(),
                OptionalLong.empty(),
                0,
                0));
    assertThat(StatusJson.write(failed))
        .contains("\"problem\":\"no room\",\"results\":null,\"bytes\":null");
    assertThat(StatusJson.read(StatusJson.write(failed))).isEqualTo(failed);
  }

  @Test
  void anMqttBrokerIsTold() throws Exception {
    ClusterStatus away =
        STATUS.withMqtt(new BrokerUse("away", Optional.of("b:1: nothing there"), 5, 2));
    assertThat(StatusJson.write(away))
        .contains(
            "\"mqtt\":{\"state\":\"away\",\"problem\":\"b:1: nothing"
                + " there\",\"pending\":5,\"refused\":2}");
    assertThat(StatusJson.read(StatusJson.write(away))).isEqualTo(away);
    ClusterStatus connected = STATUS.withMqtt(new BrokerUse("connected", Optional.empty(), 0, 0));
    assertThat(StatusJson.read(StatusJson.write(connected))).isEqualTo(connected);
  }

  @Test
  void webhooksAreTold() throws Exception {
    ClusterStatus status =
        STATUS.withWebhooks(
            List.of(
                new WebhookUse(
                    "hall", "ok", Optional.empty(), OptionalLong.of(0), OptionalLong.of(1)),
                new WebhookUse(
                    "phone",
                    "failing",
                    Optional.of("answered 503"),
                    OptionalLong.of(7),
                    OptionalLong.empty())));
    assertThat(StatusJson.write(status))
        .contains(
            "\"webhooks\":[{\"name\":\"hall\",\"state\":\"ok\",\"pending\":0,\"dead\":1},"
                + "{\"name\":\"phone\",\"state\":\"failing\",\"problem\":\"answered 503\","
                + "\"pending\":7,\"dead\":null}]");
    assertThat(StatusJson.read(StatusJson.write(status))).isEqualTo(status);
  }

  @Test
  void anOlderMasterIsUnderstood() throws Exception {
    ClusterStatus status =
        StatusJson.read(
            """
            {"version":"0.1.0","uptimeMs":1500,\
            "tasks":{"waiting":1,"running":2,"complete":3,"partial":4,"rejected":5},\
            "slaves":[{"name":"s1","address":"127.0.0.1:4711","version":"0.1.0",\
            "state":"draining","slots":3,"busy":2,"unitsDone":99}]}\
            """);

    assertThat(status.tasks()).isEqualTo(STATUS.tasks());
    assertThat(status.attempts()).isEqualTo(Attempts.NONE);
    assertThat(status.queue()).isEqualTo(Queue.EMPTY);
    assertThat(status.load()).isEqualTo(Load.NONE);
    assertThat(status.slaves().get(0).pace()).isEqualTo(Pace.UNKNOWN);
    assertThat(status.slaves().get(0).history()).isEqualTo(History.NONE);
    assertThat(status.slaves().get(0).memory()).isEqualTo(MemoryUse.NONE);
  }

  @Test
  void whatCannotBeAnAnalysisIsPassedOver() throws Exception {
    String line =
        StatusJson.write(STATUS).replace("{\"edges\":", "{\"Moods of today\":1,\"edges\":");

    assertThat(StatusJson.read(line)).isEqualTo(STATUS);
  }

  @Test
  void anEstimateIsToldBesideTheStatus() throws Exception {
    ClusterStatus status =
        STATUS.withEstimate(
            Optional.of(new ClusterStatus.Estimate(Duration.ofSeconds(2), 3, -1, true)));
    String line = StatusJson.write(status);

    assertThat(line)
        .contains("\"estimate\":{\"waitMs\":2000,\"slaves\":3,\"more\":-1,\"atLeast\":true}");
    assertThat(StatusJson.read(line)).isEqualTo(status);
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
