package io.lynceus.slave.net;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lynceus.common.http.AllowedHosts;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class HealthPortIT {
  private final AtomicBoolean ready = new AtomicBoolean();
  private final HttpClient client = HttpClient.newHttpClient();

  private HealthPort start() throws IOException {
    HealthPort port = HealthPort.open(new HealthConfig("127.0.0.1", 0, false, AllowedHosts.NONE));
    port.serve(ready::get, () -> "up 1\n");
    return port;
  }

  private HttpResponse<String> ask(HealthPort port, String method, String path) throws Exception {
    URI uri = URI.create("http://127.0.0.1:" + port.address().getPort() + path);
    HttpRequest request =
        HttpRequest.newBuilder(uri).method(method, HttpRequest.BodyPublishers.noBody()).build();
    return client.send(request, BodyHandlers.ofString());
  }

  @Test
  void itLivesAtOnceAndIsReadyWhenAMasterHasTakenIt() throws Exception {
    try (HealthPort port = start()) {
      assertThat(ask(port, "GET", "/healthz").statusCode()).isEqualTo(200);
      assertThat(ask(port, "GET", "/readyz").statusCode()).isEqualTo(503);
      ready.set(true);
      assertThat(ask(port, "GET", "/readyz").statusCode()).isEqualTo(200);
      assertThat(ask(port, "HEAD", "/readyz").statusCode()).isEqualTo(200);
    }
  }

  @Test
  void monitorsGetThePageOfThisMoment() throws Exception {
    try (HealthPort port = start()) {
      HttpResponse<String> page = ask(port, "GET", "/metrics");
      assertThat(page.statusCode()).isEqualTo(200);
      assertThat(page.headers().firstValue("Content-Type").orElseThrow()).startsWith("text/plain");
      assertThat(page.body()).isEqualTo("up 1\n");
    }
  }

  @Test
  void otherPathsAndMethodsAreToldWhatThereIs() throws Exception {
    try (HealthPort port = start()) {
      HttpResponse<String> lost = ask(port, "GET", "/healthz/more");
      assertThat(lost.statusCode()).isEqualTo(404);
      assertThat(lost.headers().firstValue("Content-Type")).contains("application/problem+json");
      assertThat(lost.body()).contains("\"status\":404", "\"title\":\"Not Found\"", "/readyz");
      HttpResponse<String> wrong = ask(port, "POST", "/readyz");
      assertThat(wrong.statusCode()).isEqualTo(405);
      assertThat(wrong.headers().firstValue("Allow")).contains("GET, HEAD");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {4, 300})
  void halfRequestsKeepNoMonitorWaiting(int requests) throws Exception {
    List<Socket> half = new ArrayList<>();
    try (HealthPort port = start()) {
      for (int i = 0; i < requests; i++) {
        Socket socket = new Socket(port.address().getAddress(), port.address().getPort());
        half.add(socket);
        socket.getOutputStream().write("GET /healthz HT".getBytes(UTF_8));
      }
      assertThat(ask(port, "GET", "/healthz").statusCode()).isEqualTo(200);
    } finally {
      for (Socket socket : half) {
        socket.close();
      }
    }
  }

  @Test
  void aTakenPortNamesItsSettings() throws Exception {
    try (HealthPort taken = start()) {
      HealthConfig same =
          new HealthConfig("127.0.0.1", taken.address().getPort(), false, AllowedHosts.NONE);
      assertThatThrownBy(() -> HealthPort.open(same))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("http.port");
    }
  }

  @Test
  void twoSlavesOnOneMachineBothListen() throws Exception {
    try (HealthPort first = start()) {
      int taken = first.address().getPort();
      try (HealthPort second =
          HealthPort.open(new HealthConfig("127.0.0.1", taken, true, AllowedHosts.NONE))) {
        assertThat(second.address().getPort()).isNotEqualTo(taken);
      }
    }
  }

  @Test
  void aHostThatDoesNotExistIsNamed() {
    assertThatThrownBy(
            () ->
                HealthPort.open(
                    new HealthConfig("no.such.host.invalid", 0, false, AllowedHosts.NONE)))
        .hasMessageContaining("http.host");
  }
}
