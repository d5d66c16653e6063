package io.lynceus.master.gateway.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lynceus.common.http.AllowedHosts;
import io.lynceus.master.MasterDefaults;
import io.lynceus.master.gateway.ScriptedIntake;
import io.lynceus.model.Analysis;
import io.lynceus.model.ClusterLabels;
import io.lynceus.model.ClusterLabels.Network;
import io.lynceus.model.ClusterStatus;
import io.lynceus.model.ClusterStatus.Estimate;
import io.lynceus.model.ClusterStatus.History;
import io.lynceus.model.ClusterStatus.MasterMemory;
import io.lynceus.model.ClusterStatus.Pace;
import io.lynceus.model.ClusterStatus.Slave;
import io.lynceus.model.MemoryUse;
import io.lynceus.protocol.reply.LabelsJson;
import io.lynceus.protocol.reply.StatusJson;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Questions about the cluster, and the port itself. */
@Timeout(60)
class ClusterStateByHttpIT extends ServedHttpPort {
  ClusterStateByHttpIT() throws IOException {}

  @Test
  void theStatusIsThatOfTheTaskPort() throws Exception {
    start(atOnce);
    atOnce.status.complete(ScriptedIntake.STATUS);
    HttpResponse<String> response = get("/v1/status");
    assertThat(response.statusCode()).isEqualTo(200);
    ClusterStatus status = StatusJson.read(response.body());
    assertThat(status.withMemory(MasterMemory.NONE, ClusterStatus.PassedOver.NONE))
        .isEqualTo(ScriptedIntake.STATUS);
    assertThat(status.master().memory().heapBytes()).isPositive();
    assertThat(status.master().memory().heldBoundBytes()).isPositive();
  }

  @Test
  void theStatusTellsHowManySlavesTheLoadNeeds() throws Exception {
    start(atOnce);
    atOnce.status.complete(ScriptedIntake.LOADED);
    assertThat(StatusJson.read(get("/v1/status").body()).estimate())
        .contains(new Estimate(Duration.ofSeconds(1), 2, 1, false));
  }

  @Test
  void theStatusTakesAWaitAndNothingElse() throws Exception {
    start(atOnce);
    atOnce.status.complete(ScriptedIntake.LOADED);
    assertThat(StatusJson.read(get("/v1/status?wait=2s").body()).estimate().orElseThrow().target())
        .isEqualTo(Duration.ofSeconds(2));
    assertThat(get("/v1/status?wait=long").statusCode()).isEqualTo(400);
    assertThat(get("/v1/status?wiat=2s").body()).contains("the only parameter here is wait");
  }

  @Test
  void theLabelsAreThoseThatTheSlavesHaveTold() throws Exception {
    ClusterLabels labels =
        new ClusterLabels(
            List.of(
                new Network(Analysis.OBJECTS, List.of("person", "cow"), List.of("s1")),
                new Network(Analysis.OBJECTS, List.of("person", "forklift"), List.of())));
    start(atOnce);
    atOnce.labels.complete(labels);
    HttpResponse<String> response = get("/v1/labels");
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.body())
        .startsWith("{\"analyses\":{\"objects\":{\"labels\":[\"person\",\"cow\",\"forklift\"]");
    assertThat(LabelsJson.read(response.body())).isEqualTo(labels);
    assertThat(get("/v1/labels?analysis=objects").statusCode()).isEqualTo(400);
  }

  @Test
  void theLabelsNeedTheToken() throws Exception {
    start(atOnce, Optional.of("a-clients-token-1"), MasterDefaults.GATEWAY.images());
    assertThat(get("/v1/labels").statusCode()).isEqualTo(401);
  }

  @ParameterizedTest
  @CsvSource({"'', ''", "a-clients-token-1, '-H \"Authorization: Bearer $LYNCEUS_TOKEN\" '"})
  void theFirstPageIsThreeCommandsToPaste(String token, String header) throws Exception {
    Optional<String> wanted = Optional.of(token).filter(text -> !text.isEmpty());
    start(atOnce, wanted, MasterDefaults.GATEWAY.images());
    HttpResponse<String> page = get("/");
    assertThat(page.statusCode()).isEqualTo(200);
    String base = "http://127.0.0.1:" + port.address().getPort();
    assertThat(page.body().lines().map(line -> line.replaceAll(" +#.*", "")))
        .containsExactly(
            "curl " + header + "--data-binary @cam1.jpg '" + base + "/v1/images'",
            "curl " + header + "'" + base + "/v1/status'",
            "curl '" + base + "/openapi.json'");
    assertThat(page.body()).doesNotContain("a-clients-token-1");
  }

  @Test
  void theFirstPageNeedsNoHost() throws Exception {
    start(atOnce);
    try (Socket socket = raw("GET / HTTP/1.0\r\n\r\n", new byte[0])) {
      assertThat(new String(socket.getInputStream().readAllBytes(), UTF_8))
          .contains("curl 'http://localhost:" + port.address().getPort() + "/openapi.json'");
    }
  }

  @Test
  void metricsAreOpenToMonitors() throws Exception {
    start(atOnce, Optional.of("a-clients-token-1"), MasterDefaults.GATEWAY.images());
    atOnce.status.complete(ScriptedIntake.STATUS);
    HttpResponse<String> page = get("/metrics");
    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(page.body()).isEqualTo(PAGE);
  }

  @ParameterizedTest
  @CsvSource({"READY, 200", "DRAINING, 503", "SUSPECT, 503"})
  void readyMeansThatASlaveIs(Slave.State state, int code) throws Exception {
    start(atOnce);
    Slave slave =
        new Slave(
            "s", "127.0.0.1:1", "1", state, 3, 0, 0, Pace.UNKNOWN, History.NONE, MemoryUse.NONE);
    ClusterStatus bare = ScriptedIntake.STATUS;
    atOnce.status.complete(
        new ClusterStatus(
            bare.master(),
            bare.tasks(),
            bare.attempts(),
            bare.queue(),
            bare.load(),
            List.of(slave)));
    assertThat(get("/readyz").statusCode()).isEqualTo(code);
    assertThat(get("/healthz").statusCode()).isEqualTo(200);
  }

  @Test
  void withoutSlavesItIsAliveAndNotReady() throws Exception {
    start(atOnce);
    atOnce.status.complete(ScriptedIntake.STATUS);
    assertThat(get("/readyz").statusCode()).isEqualTo(503);
    assertThat(get("/healthz").statusCode()).isEqualTo(200);
  }

  @Test
  void aDispatchAtItsEndIsUnavailable() throws Exception {
    start(atOnce);
    atOnce.status.completeExceptionally(new IllegalStateException("over"));
    assertThat(code(get("/v1/status"))).isEqualTo("SHUTTING_DOWN");
    assertThat(get("/readyz").statusCode()).isEqualTo(503);
  }

  @Test
  void aTakenPortNamesItsSettings() throws Exception {
    start(atOnce);
    try (ServerSocket taken = new ServerSocket(0, 1, port.address().getAddress())) {
      HttpConfig config =
          new HttpConfig("127.0.0.1", taken.getLocalPort(), false, AllowedHosts.NONE, true, false);
      assertThatThrownBy(
              () ->
                  HttpPort.open(
                      config, gateway, VERSION, status -> PAGE, Optional.empty(), console))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("http.port");
    }
  }
}
