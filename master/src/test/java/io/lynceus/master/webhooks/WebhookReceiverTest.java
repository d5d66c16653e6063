package io.lynceus.master.webhooks;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.typesafe.config.ConfigFactory;
import io.lynceus.master.delivery.ChannelState;
import io.lynceus.master.delivery.Deliveries;
import io.lynceus.master.delivery.Delivery;
import io.lynceus.master.delivery.DeliveryOutcome;
import io.lynceus.master.delivery.DeliveryOutcome.Kind;
import io.lynceus.master.delivery.TestChanges;
import io.lynceus.model.event.EventChange;
import io.lynceus.protocol.reply.EventJson;
import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real receiver, which does what receivers do. */
class WebhookReceiverTest {
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

  @TempDir private Path folder;

  private final TestReceiver receiver;
  private Webhooks webhooks = Webhooks.none();

  WebhookReceiverTest() throws IOException {
    receiver = new TestReceiver();
  }

  @AfterEach
  void close() throws Exception {
    webhooks.close();
    receiver.close();
  }

  /** A webhook that tells the receiver. */
  private WebhookChannel open(String more) throws IOException {
    String text = "hook { url = \"" + receiver.url() + "/in\", timeout = 60 s\n" + more + "\n}";
    List<WebhookConfig> configs = WebhookConfig.all(ConfigFactory.parseString(text));
    webhooks = Webhooks.open(configs, "", Optional.empty(), InstantSource.system());
    return (WebhookChannel) webhooks.channels().get(0);
  }

  private static Delivery delivery(String id) {
    EventChange change = TestChanges.begun("e1", "gate");
    return new Delivery(id, change, EventJson.line(change), Instant.now(), 0);
  }

  private static DeliveryOutcome deliver(WebhookChannel channel) throws Exception {
    return channel.deliver(delivery("m1")).toCompletableFuture().get(60, TimeUnit.SECONDS);
  }

  private DeliveryOutcome answered(TestReceiver.Answer answer) throws Exception {
    receiver.answer = answer;
    return deliver(open(""));
  }

  /** The same for answers that never come. */
  private DeliveryOutcome notAnswered(TestReceiver.Answer answer) throws Exception {
    receiver.answer = answer;
    return deliver(open("timeout = 300 ms"));
  }

  private static void failed(DeliveryOutcome outcome, String why) {
    assertThat(outcome.kind()).isEqualTo(Kind.AGAIN);
    assertThat(outcome.why()).contains(why).doesNotContain("/in");
  }

  @Test
  void aMessageIsPostedSignedAndTheConnectionUsedAgain() throws Exception {
    Path secret = Files.writeString(folder.resolve("secret"), SECRET + "\n");
    Path token = Files.writeString(folder.resolve("token"), "Bearer abc\n");
    WebhookChannel channel =
        open(
            "secret-file = \"%s\", header-files.Authorization = \"%s\", headers.X-A = b"
                .formatted(secret, token));
    for (int i = 0; i < 5; i++) {
      assertThat(deliver(channel).kind()).isEqualTo(Kind.DONE);
    }
    assertThat(receiver.requests).hasSize(5);
    assertThat(receiver.connections()).isLessThan(5);
    TestReceiver.Request request = receiver.requests.get(0);
    assertThat(request.line()).isEqualTo("POST /in HTTP/1.1");
    assertThat(request.header("Content-Type")).isEqualTo("application/json");
    assertThat(request.header("Authorization")).isEqualTo("Bearer abc");
    assertThat(request.header("X-A")).isEqualTo("b");
    assertThat(request.header("webhook-id")).isEqualTo("m1");
    Instant at = Instant.ofEpochSecond(Long.parseLong(request.header("webhook-timestamp")));
    assertThat(Duration.between(at, Instant.now()).abs()).isLessThan(Duration.ofMinutes(5));
    assertThat(request.header("webhook-signature"))
        .isEqualTo(WebhookSecret.of(SECRET).signature("m1", at, request.body()));
    assertThat(request.text()).startsWith("{\"type\":\"new\",\"event\":{\"id\":\"e1\"");
  }

  @Test
  void whatIsNoSuccessIsTriedAgain() throws Exception {
    failed(answered(TestReceiver.status(500, "")), "answered 500");
    failed(answered(TestReceiver.status(404, "")), "answered 404");
    assertThat(answered(TestReceiver.status(202, "")).kind()).isEqualTo(Kind.DONE);
    DeliveryOutcome busy = answered(TestReceiver.status(503, "Retry-After: 77\r\n"));
    assertThat(busy.after()).isEqualTo(Duration.ofSeconds(77));
    String later =
        DateTimeFormatter.RFC_1123_DATE_TIME.format(
            Instant.now().plus(Duration.ofHours(5)).atOffset(ZoneOffset.UTC));
    DeliveryOutcome date = answered(TestReceiver.status(429, "Retry-After: " + later + "\r\n"));
    assertThat(date.after()).isEqualTo(RetrySchedule.MOST_ASKED);
    DeliveryOutcome words = answered(TestReceiver.status(429, "Retry-After: soon\r\n"));
    assertThat(words.after()).isBetween(Duration.ofSeconds(1), Duration.ofMillis(1100));
  }

  @Test
  void aRedirectIsNotFollowed() throws Exception {
    try (TestReceiver other = new TestReceiver()) {
      for (int status : new int[] {301, 302, 303, 307, 308}) {
        failed(
            answered(TestReceiver.status(status, "Location: " + other.url() + "/\r\n")),
            "a redirect is not followed");
      }
      assertThat(other.connections()).isZero();
    }
  }

  @Test
  void proxiesOfTheJvmAreNotUsed() throws Exception {
    try (TestReceiver proxy = new TestReceiver()) {
      String[] keys = {"http.proxyHost", "http.proxyPort", "http.nonProxyHosts"};
      String[] values = {"127.0.0.1", proxy.url().replaceAll(".*:", ""), ""};
      try {
        for (int i = 0; i < keys.length; i++) {
          System.setProperty(keys[i], values[i]);
        }
        assertThat(deliver(open("")).kind()).isEqualTo(Kind.DONE);
      } finally {
        for (String key : keys) {
          System.clearProperty(key);
        }
      }
      assertThat(proxy.connections()).isZero();
      assertThat(receiver.requests).hasSize(1);
    }
  }

  @Test
  void aReceiverThatHangsDripsBreaksOrResetsIsTriedAgain() throws Exception {
    failed(notAnswered((request, connection) -> receiver.hang()), "no answer within 300 ms");
    failed(
        notAnswered(
            (request, connection) -> {
              while (true) {
                TestReceiver.write(connection, "H");
                TimeUnit.MILLISECONDS.sleep(20); // the receiver's, not the test's
              }
            }),
        "");
    failed(
        notAnswered(
            (request, connection) -> {
              TestReceiver.write(connection, "HTTP/1.1 200 OK\r\nX-A: ");
              while (true) {
                TestReceiver.write(connection, "x");
                TimeUnit.MILLISECONDS.sleep(20);
              }
            }),
        "no answer within");
    failed(answered((request, connection) -> connection.shutdownOutput()), "the connection broke");
    failed(answered(WebhookReceiverTest::reset), "the connection broke");
    failed(
        answered(
            (request, connection) -> {
              TestReceiver.write(connection, "SSH-2.0-x\r\n");
              connection.close();
            }),
        "the connection broke");
  }

  private static void reset(TestReceiver.Request request, Socket connection) throws IOException {
    connection.setSoLinger(true, 0);
    connection.close();
  }

  @Test
  void theHeadOfTheAnswerDecidesWhateverItsBodyDoes() throws Exception {
    DeliveryOutcome drips =
        answered(
            (request, connection) -> {
              TestReceiver.write(connection, "HTTP/1.1 200 OK\r\nContent-Length: 99999\r\n\r\n");
              receiver.hang();
            });
    assertThat(drips.kind()).isEqualTo(Kind.DONE);
    AtomicInteger sent = new AtomicInteger();
    DeliveryOutcome endless =
        answered(
            (request, connection) -> {
              TestReceiver.write(connection, "HTTP/1.1 200 OK\r\n\r\n");
              while (true) {
                TestReceiver.write(connection, "x".repeat(8192));
                sent.addAndGet(8192);
              }
            });
    assertThat(endless.kind()).isEqualTo(Kind.DONE);
    // What is in the sockets' buffers beyond that was sent too.
    await().atMost(PATIENCE).until(() -> sent.get() > WebhookClient.MOST_BODY_BYTES);
    assertThat(sent.get()).isLessThan(64 << 20);
    DeliveryOutcome bad =
        answered(
            (request, connection) -> {
              TestReceiver.write(connection, "HTTP/1.1 500 X\r\nContent-Length: 99999\r\n\r\n");
              receiver.hang();
            });
    failed(bad, "answered 500");
  }

  @Test
  void aReceiverThatIsNotThereIsTriedAgain() throws Exception {
    WebhookChannel channel = open("");
    receiver.close();
    failed(deliver(channel), "cannot connect");
  }

  @Test
  void tlsIsAskedOnlyWhereTheCertificateIsTrusted() throws Exception {
    X509Bundle own = certificate();
    SSLContext tls = SSLContext.getInstance("TLS");
    tls.init(own.toKeyManagerFactory().getKeyManagers(), null, null);
    try (TestReceiver secure = new TestReceiver(tls.getServerSocketFactory())) {
      String url = "url = \"" + secure.url().replace("http:", "https:") + "/in\"";
      DeliveryOutcome unknown = deliver(open(url));
      failed(unknown, "");
      assertThat(unknown.why()).startsWith("TLS: ");
      DeliveryOutcome other = deliver(open(url + caFile("other.pem", certificate())));
      failed(other, "");
      assertThat(other.why()).startsWith("TLS: ");
      assertThat(secure.requests).isEmpty();
      assertThat(deliver(open(url + caFile("own.pem", own))).kind()).isEqualTo(Kind.DONE);
      assertThat(secure.requests).hasSize(1);
    }
  }

  private static X509Bundle certificate() throws Exception {
    return new CertificateBuilder()
        .ecp256()
        .subject("CN=receiver")
        .addSanIpAddress("127.0.0.1")
        .setIsCertificateAuthority(true)
        .buildSelfSigned();
  }

  private String caFile(String name, X509Bundle ca) throws IOException {
    return ", ca-file = \"%s\""
        .formatted(Files.writeString(folder.resolve(name), ca.getCertificatePEM()));
  }

  @Test
  void afterGoneNothingIsSentUntilSomebodyTriesAgain() throws Exception {
    receiver.answer = TestReceiver.status(410, "");
    WebhookChannel channel = open("");
    try (Deliveries deliveries =
        Deliveries.start(webhooks.channels(), Optional.empty(), InstantSource.system())) {
      webhooks.toldBy(deliveries);
      for (String id : List.of("e1", "e2", "e3")) {
        deliveries.offer(deliveries.prepare(TestChanges.begun(id, "gate"), name -> true), false);
      }
      await().atMost(PATIENCE).until(() -> state().dead().orElse(-1) == 3);
      assertThat(receiver.requests).hasSize(1);
      assertThat(channel.isGone()).isTrue();
      assertThat(webhooks.states().get(0).gone()).isTrue();
      receiver.answer = TestReceiver.status(200, "");
      String id = webhooks.dead(Optional.of("hook"), 10).join().get(0).id();
      assertThat(webhooks.retryMessage("none").join()).isZero();
      assertThat(webhooks.retryMessage(id).join()).isEqualTo(1);
      await().atMost(PATIENCE).until(() -> state().delivered() == 1);
      assertThat(webhooks.retry("hook").join()).isEqualTo(2);
      await().atMost(PATIENCE).until(() -> state().delivered() == 3);
      assertThat(receiver.requests.stream().map(request -> request.header("webhook-id")))
          .doesNotContainNull()
          .hasSize(4);
      assertThat(webhooks.dead(Optional.empty(), 10).join()).isEmpty();
    }
  }

  private ChannelState state() {
    return webhooks.states().get(0).channel().orElseThrow();
  }

  @Test
  void aTestSaysWhatTheReceiverAnswered() throws Exception {
    open("");
    Webhooks.Tried good = webhooks.test("hook").orElseThrow().join();
    assertThat(good.status()).isEqualTo(200);
    assertThat(good.problem()).isEmpty();
    assertThat(receiver.requests.get(0).text()).contains("\"rule\":\"test\"");
    receiver.answer = TestReceiver.status(403, "");
    assertThat(webhooks.test("hook").orElseThrow().join().problem()).contains("403");
    assertThat(webhooks.test("other")).isEmpty();
  }

  @Test
  void aFileThatCannotBeUsedIsNamedByItsSetting() throws Exception {
    Path file = folder.resolve("file");
    assertThatThrownBy(() -> open("secret-file = \"" + file + "\""))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("webhooks.hook.secret-file names " + file + ", which cannot be read");
    Files.writeString(file, "secretsecret");
    assertThatThrownBy(() -> open("secret-file = \"" + file + "\""))
        .hasMessageContaining("webhooks.hook.secret-file has secrets such as")
        .hasMessageNotContaining("secretsecret");
    Files.writeString(file, "a\nb");
    assertThatThrownBy(() -> open("header-files.Authorization = \"" + file + "\""))
        .hasMessageContaining("webhooks.hook.headers.Authorization has printable ASCII");
    Files.writeString(file, "{");
    assertThatThrownBy(() -> open("template-file = \"" + file + "\""))
        .hasMessageContaining("webhooks.hook.template-file is not JSON (line 1)");
    assertThatThrownBy(() -> open("ca-file = \"" + file + "\""))
        .hasMessageContaining("webhooks.hook.ca");
    assertThatThrownBy(() -> open("image = attach"))
        .hasMessageContaining("webhooks.hook.image = attach needs a store");
    Files.writeString(file, "{\"click\":\"{console.url}\"}");
    assertThatThrownBy(() -> open("template-file = \"" + file + "\""))
        .hasMessageContaining("set http.public-url");
    Files.write(file, new byte[0]);
    assertThatThrownBy(() -> open("template-file = \"" + file + "\""))
        .hasMessageContaining("which is empty");
    assertThat(new String(Files.readAllBytes(file), UTF_8)).isEmpty();
  }
}
