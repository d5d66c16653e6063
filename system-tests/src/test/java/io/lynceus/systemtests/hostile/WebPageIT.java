package io.lynceus.systemtests.hostile;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.lynceus.client.TaskClient;
import io.lynceus.model.ClusterStatus.Slave.State;
import io.lynceus.systemtests.TestMaster;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A web page that a user of this machine has open, as the bytes that a browser sends for it: it
 * posts forms to the task port, asks the HTTP port, and gives its own name this machine's address.
 */
class WebPageIT {
  private static final String ADMIN_TOKEN = "fedcba9876543210";

  /** What browsers send with a form of another site. */
  private static final String FORM_OF_A_PAGE =
      String.join(
          "\r\n",
          "User-Agent: Mozilla/5.0",
          "Origin: https://evil.example",
          "Sec-Fetch-Site: cross-site",
          "Sec-Fetch-Mode: navigate",
          "Sec-Fetch-Dest: document",
          "Connection: keep-alive",
          "");

  private TestMaster master;
  private HandmadeSlave slave;
  private int tasksPort;
  private int httpPort;

  @BeforeEach
  void start() throws Exception {
    master = TestMaster.start("tasks.admin-token = " + ADMIN_TOKEN);
    tasksPort = master.ports().tasks();
    httpPort = master.ports().http();
    slave = new HandmadeSlave("s1", master, HandmadeSlave::honest);
    await().atMost(Duration.ofSeconds(30)).until(slave::isReady);
  }

  @AfterEach
  void stop() {
    slave.close();
    master.close();
  }

  private State state() throws IOException {
    return TaskClient.status(master.client()).slaves().get(0).state();
  }

  private static String sent(int port, String bytes) throws IOException {
    try (Socket socket = new Socket("localhost", port)) {
      socket.setSoTimeout(20_000);
      socket.getOutputStream().write(bytes.getBytes(UTF_8));
      return new String(socket.getInputStream().readAllBytes(), UTF_8);
    } catch (SocketException e) {
      return ""; // it was closed before everything was sent
    }
  }

  private static String post(String path, String type, String body) {
    return "POST "
        + path
        + " HTTP/1.1\r\nHost: localhost:7070\r\n"
        + FORM_OF_A_PAGE
        + "Content-Type: "
        + type
        + "\r\nContent-Length: "
        + body.length()
        + "\r\n\r\n"
        + body;
  }

  @Test
  void aFormAtTheTaskPortDrainsNoSlave() throws Exception {
    String command = "\r\nDRAIN name=s1\r\n";
    List<String> forms =
        List.of(
            post("/", "text/plain", "a=b" + command + "=\r\n"),
            post("/", "application/x-www-form-urlencoded", "a=b" + command),
            post(
                "/",
                "multipart/form-data; boundary=b",
                "--b\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n"
                    + command
                    + "--b--\r\n"),
            post("/" + "x".repeat(9000), "text/plain", "x\r\n".repeat(60) + command),
            post("/", "text/plain", "DRAIN name=s0\r\n".repeat(60) + command));
    for (String form : forms) {
      assertThat(sent(tasksPort, form)).startsWith("HTTP/1.1 400 ").doesNotContain("\"seq\"");
      assertThat(state()).isEqualTo(State.READY);
    }
  }

  @Test
  void aCommandWithoutItsTokenDrainsNoSlave() throws Exception {
    assertThat(sent(tasksPort, "PING\nDRAIN name=s1\nQUIT\n")).contains("UNAUTHORIZED");
    assertThat(state()).isEqualTo(State.READY);
    TaskClient.drain(master.client().withToken(Optional.of(ADMIN_TOKEN)), "s1");
    assertThat(state()).isEqualTo(State.DRAINING);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/v1/status",
        "/v1/labels",
        "/v1/quarantine",
        "/metrics",
        "/healthz",
        "/openapi.json"
      })
  void aPageThatTookThisMachinesAddressLearnsNothing(String path) throws Exception {
    String rebound =
        sent(
            httpPort,
            "GET "
                + path
                + " HTTP/1.1\r\nHost: evil.example:"
                + httpPort
                + "\r\n"
                + "Sec-Fetch-Site: same-origin\r\nConnection: close\r\n\r\n");
    assertThat(rebound).startsWith("HTTP/1.1 421 ").doesNotContain("\"s1\"");
  }

  @Test
  void aPageOfAnotherHostUsesNoHttpDoor() throws Exception {
    for (String path : List.of("/v1/images", "/v1/status")) {
      assertThat(sent(httpPort, post(path, "text/plain", "x"))).startsWith("HTTP/1.1 403 ");
    }
    String clear = "DELETE /v1/quarantine?image=all HTTP/1.1\r\nHost: localhost\r\n";
    assertThat(sent(httpPort, clear + "Origin: null\r\n\r\n")).startsWith("HTTP/1.1 403 ");
    assertThat(sent(httpPort, clear + "Connection: close\r\n\r\n")).startsWith("HTTP/1.1 401 ");
    String own = "GET /v1/status HTTP/1.1\r\nHost: localhost:" + httpPort + "\r\n";
    assertThat(sent(httpPort, own + "Connection: close\r\n\r\n")).startsWith("HTTP/1.1 200 ");
  }
}
