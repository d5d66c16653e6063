package io.lynceus.systemtests;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.lynceus.client.ClientConfig;
import io.lynceus.client.MasterUnreachableException;
import io.lynceus.client.TaskClient;
import io.lynceus.common.tls.ClientTls;
import io.lynceus.model.Ask;
import io.lynceus.model.Reply;
import io.lynceus.protocol.reply.NumberedReply;
import io.lynceus.protocol.reply.ReplyJson;
import io.netty.handler.ssl.JdkSslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The clients' ports with TLS. There are no slaves, so the outcome of every unit is {@code
 * no_slave}.
 */
@Tag("gate")
class TlsClientsIT {
  @TempDir private Path folder;
  private TestCa cluster;
  private TestMaster master;
  private int tasks;
  private int http;

  @BeforeEach
  void certificates() throws Exception {
    cluster = new TestCa(folder, "cluster");
    cluster.issue("master");
    cluster.issue("client");
  }

  @AfterEach
  void stop() {
    if (master != null) {
      master.close();
    }
  }

  private void start(String... more) throws IOException {
    startPlain(
        "tasks.tls.certificate = \"" + folder.resolve("master.pem") + "\"",
        "tasks.tls.key = \"" + folder.resolve("master.key") + "\"",
        String.join("\n", more));
  }

  private void startPlain(String... more) throws IOException {
    String settings = "limits.no-slave-grace = 50 ms, tasks.stall = 10 s\n";
    master = TestMaster.start(settings + String.join("\n", more));
    tasks = master.ports().tasks();
    http = master.ports().http();
  }

  private ClientConfig client(String certificate, String ca) {
    return master
        .client()
        .withTls(
            Optional.of(new ClientTls.Settings(TestCa.files(folder, "--", certificate, ca), true)));
  }

  private SSLContext trusting() throws Exception {
    return ((JdkSslContext)
            SslContextBuilder.forClient()
                .sslProvider(SslProvider.JDK)
                .trustManager(folder.resolve("cluster-ca.pem").toFile())
                .build())
        .context();
  }

  private String ca() {
    return "tasks.tls.ca = \"" + folder.resolve("cluster-ca.pem") + "\"";
  }

  @Test
  void theClientSubmitsStreamsAndAsksOverTls() throws Exception {
    start(ca());
    ClientConfig config = client("client", "cluster");
    assertThat(TaskClient.status(config).master().version()).isEqualTo("1.0");
    try (TaskClient client = TaskClient.connect(config)) {
      Reply reply =
          client.submit(TestImages.png(200, 100, 1), Ask.DEFAULT).get(30, TimeUnit.SECONDS);
      assertThat(reply.status()).isEqualTo(Reply.Status.PARTIAL);
      var streamed = new java.util.ArrayList<NumberedReply>();
      client.submitStream(
          new ByteArrayInputStream(TestImages.png(100, 100, 2)), Ask.DEFAULT, streamed::add);
      assertThat(streamed).hasSize(1);
    }
  }

  @Test
  void aClientThatCannotTrustTheMasterSaysWhy() throws Exception {
    start();
    new TestCa(folder, "other");
    assertThatThrownBy(() -> TaskClient.status(client("", "other")))
        .isInstanceOf(MasterUnreachableException.class)
        .hasMessageEndingWith("its certificate is of no CA that this side trusts: check the ca");
    assertThatThrownBy(() -> TaskClient.status(client("", "")))
        .hasMessageEndingWith("its certificate is of no CA that this side trusts: check the ca");
    await().until(() -> !master.log().with("refused 127.0.0.1:").isEmpty());
    assertThat(master.log().with("refused 127.0.0.1:").get(0))
        .contains("on the task port: it refuses TLS with this side: ");
  }

  @Test
  void aClientWithoutTheRequiredCertificateIsRefused() throws Exception {
    start(ca());
    assertThatThrownBy(() -> TaskClient.status(client("", "cluster")))
        .isInstanceOf(IOException.class);
    await().until(() -> !master.log().with("it shows no certificate of a CA").isEmpty());
  }

  @Test
  void aCertificateForAnotherHostIsRefused() throws Exception {
    cluster.issueForAnotherHost("master");
    start();
    assertThatThrownBy(() -> TaskClient.status(client("", "cluster")))
        .hasMessageEndingWith("its certificate is for another name or address");
  }

  @Test
  void closeNotifyIsAHalfCloseAndRepliesStillArrive() throws Exception {
    start("tasks.idle-close = 1 h");
    try (SSLSocket socket = raw(tasks, "TLSv1.3")) {
      socket.getOutputStream().write(TestImages.png(200, 100, 1));
      socket.getOutputStream().write("PING".getBytes(UTF_8));
      socket.shutdownOutput();
      String replies = new String(socket.getInputStream().readAllBytes(), UTF_8);
      assertThat(replies.lines()).hasSize(2);
      assertThat(replies).endsWith("{\"pong\":true}\n");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void aClientThatDoesNotHalfCloseGetsItsRepliesAndIsClosedWhenIdle(String version)
      throws Exception {
    start("tasks.idle-close = 300 ms");
    try (SSLSocket socket = raw(tasks, version)) {
      socket.getOutputStream().write(TestImages.png(200, 100, 1));
      byte[] replies = socket.getInputStream().readAllBytes();
      Reply reply = ReplyJson.read(new String(replies, UTF_8).strip()).reply();
      assertThat(reply.status()).isEqualTo(Reply.Status.PARTIAL);
    }
  }

  private SSLSocket raw(int port, String version) throws Exception {
    SSLSocket socket = (SSLSocket) trusting().getSocketFactory().createSocket("localhost", port);
    socket.setEnabledProtocols(new String[] {version});
    socket.setSoTimeout(30_000);
    return socket;
  }

  @Test
  void plainBytesGetALineThatSaysSoAndAreNotLogged() throws Exception {
    start("tasks.token = hunter2hunter2hunter2");
    try (Socket socket = new Socket("localhost", tasks)) {
      socket.setSoTimeout(30_000);
      socket.getOutputStream().write("AUTH hunter2hunter2hunter2\n".getBytes(UTF_8));
      socket.getOutputStream().write(TestImages.png(2000, 1000, 1));
      socket.shutdownOutput();
      assertThat(new String(socket.getInputStream().readAllBytes(), UTF_8))
          .contains("\"code\":\"BAD_COMMAND\",\"message\":\"this port speaks TLS only: ")
          .endsWith("\n");
    }
    await().until(() -> master.log().with("on the task port: it does not speak TLS").size() == 1);
    assertThat(master.log().all())
        .noneMatch(line -> line.contains("hunter2") || line.contains("41555448"));
  }

  @Test
  void aRefusalForTooManyConnectionsArrivesOverTls() throws Exception {
    start("tasks.connections = 1");
    try (SSLSocket first = raw(tasks, "TLSv1.3")) {
      first.startHandshake(); // So that it is accepted before the second one: each has a thread of
      // its own.
      first.getOutputStream().write("STREAM\n".getBytes(UTF_8));
      try (SSLSocket second = raw(tasks, "TLSv1.3")) {
        String told = new String(second.getInputStream().readAllBytes(), UTF_8);
        assertThat(told).contains("\"code\":\"BUSY\"");
      }
    }
  }

  @Test
  void connectionsThatStallInTheTlsHandshakeAreClosedAtBothPorts() throws Exception {
    start("tasks.idle-close = 1 h", "tasks.stall = 1 h");
    long start = System.nanoTime();
    try (Socket toTasks = stalled(tasks);
        Socket toHttp = stalled(http)) {
      for (Socket socket : List.of(toTasks, toHttp)) {
        assertThat(socket.getInputStream().readAllBytes()).hasSizeLessThan(100);
        assertThat(Duration.ofNanos(System.nanoTime() - start))
            .isBetween(Duration.ofMillis(4900), Duration.ofSeconds(10));
      }
    }
  }

  private static Socket stalled(int port) throws IOException {
    Socket socket = new Socket("localhost", port);
    socket.setSoTimeout(60_000);
    socket.getOutputStream().write(new byte[] {22, 3, 1, 2});
    return socket;
  }

  @Test
  void httpSpeaksOnlyTlsWithTheSameCertificate() throws Exception {
    start();
    assertThat(post().body()).contains("\"status\":\"partial\"");
    var renewed = cluster.issue("master");
    await().until(() -> post().sslSession().orElseThrow().getPeerCertificates()[0].equals(renewed));
  }

  private HttpResponse<String> post() throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("https://localhost:" + http + "/v1/images"))
            .POST(BodyPublishers.ofByteArray(TestImages.png(200, 100, 1)))
            .build();
    HttpClient client = HttpClient.newBuilder().sslContext(trusting()).build();
    return client.send(request, BodyHandlers.ofString());
  }

  @Test
  void plainHttpIsAnsweredAtBothPorts() throws Exception {
    start();
    assertThat(plainHttp(http)).contains("this port speaks TLS only: use https");
    assertThat(plainHttp(tasks)).contains("this is the task port", "HTTP is on " + http);
    await().until(() -> master.log().with("on the HTTP port: it does not speak TLS").size() == 1);
    await().until(() -> master.log().with("on the task port: it does not speak TLS").size() == 1);
  }

  private static String plainHttp(int port) throws Exception {
    HttpResponse<String> response =
        HttpPage.post(port, "/v1/images", TestImages.png(2000, 1000, 1));
    assertThat(response.statusCode()).isEqualTo(400);
    return response.body();
  }

  @Test
  void tlsGetsAnAlertAtPortsWithout() throws Exception {
    startPlain();
    for (int port : new int[] {tasks, http}) {
      try (Socket socket = trusting().getSocketFactory().createSocket("localhost", port)) {
        assertThatThrownBy(() -> ((SSLSocket) socket).startHandshake())
            .hasMessageContaining("unexpected_message");
      }
    }
    for (String port : List.of("task", "HTTP")) {
      String line = "on the " + port + " port: it speaks TLS, which this port does not";
      await().until(() -> master.log().with(line).size() == 1);
    }
  }

  @Test
  void theSlavesPortSpeaksTls13Only() throws Exception {
    start(
        "slaves.tls.certificate = \"" + folder.resolve("master.pem") + "\"",
        "slaves.tls.key = \"" + folder.resolve("master.key") + "\"");
    handshake("TLSv1.3");
    assertThatThrownBy(() -> handshake("TLSv1.2")).hasMessageContaining("protocol_version");
  }

  private void handshake(String version) throws Exception {
    try (SSLSocket socket = raw(master.ports().slaves(), version)) {
      socket.startHandshake();
    }
  }
}
