package io.lynceus.app.webhooks;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.lynceus.app.GoldenFile;
import io.lynceus.app.Run;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The commands against an HTTP port that answers what it was told to. */
class WebhooksCommandTest {
  private static final String WEBHOOKS =
      """
      {"webhooks":[{"name":"hall","to":"https://192.0.2.7:8443","events":["new","end"],
       "image":"none","signed":true,"state":"ok","problem":null,"pending":0,"dead":0,
       "delivered":1204,"failed":3,"dropped":0,"succeeded":"2026-11-30T12:00:00Z"},
       {"name":"phone","to":"https://ntfy.sh","events":["new"],"image":"link","signed":false,
       "state":"failing","problem":"the receiver answered 500\\u001b[2J","pending":12,"dead":null,
       "delivered":0,"failed":31,"dropped":0,"succeeded":null}]}\
      """;
  private static final String DEAD =
      """
      {"dead":[{"id":"e1-x9","webhook":"phone","created":"2026-11-30T04:00:00Z","attempts":8,
       "givenUp":"nonsense","why":"the receiver answered 500, 8 times",
       "change":{"type":"new","event":{"camera":"gate","label":"person","kind":"arrived"}}}]}\
      """;

  private final List<String> asked = new CopyOnWriteArrayList<>();
  private final Queue<String> answers = new ArrayDeque<>();
  private volatile int status = 200;
  private HttpServer server;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 10);
    server.createContext("/", this::answer);
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    asked.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
    exchange.sendResponseHeaders(status, 0);
    exchange.getResponseBody().write(answers.remove().getBytes(UTF_8));
    exchange.close();
  }

  private Run run(Object command, String... arguments) {
    String[] all = new String[arguments.length + 1];
    System.arraycopy(arguments, 0, all, 0, arguments.length);
    all[arguments.length] = "--http=127.0.0.1:" + server.getAddress().getPort();
    return Run.of(command, all);
  }

  @Test
  void theyAreListed() throws Exception {
    answers.add(WEBHOOKS);
    Run run = run(new WebhooksCommand(Map.of()));
    assertThat(run.exitCode()).as(run.err()).isZero();
    GoldenFile.assertSame("webhooks.txt", run.out().lines().toList());
    answers.add(WEBHOOKS);
    assertThat(run(new WebhooksCommand.ListCommand(Map.of())).out()).isEqualTo(run.out());
    assertThat(asked).containsOnly("GET /v1/webhooks");
  }

  @Test
  void withoutAWebhookThePageThatHelpsIsNamed() {
    answers.add("{\"webhooks\":[]}");
    assertThat(run(new WebhooksCommand(Map.of())).out()).contains("docs/webhooks.md");
    answers.add("{\"webhooks\":[]}");
    assertThat(run(new WebhooksCommand(Map.of()), "--json").out()).startsWith("{\"webhooks\":[]}");
  }

  @Test
  void whatWasGivenUpIsListed() throws Exception {
    answers.add(DEAD);
    Run run = run(new WebhooksCommand.DeadCommand(Map.of()), "phone", "--limit=7");
    GoldenFile.assertSame("webhooks-dead.txt", run.out().lines().toList());
    assertThat(asked).containsExactly("GET /v1/webhooks/dead?webhook=phone&limit=7");
    answers.add("{\"dead\":[]}");
    assertThat(run(new WebhooksCommand.DeadCommand(Map.of())).out())
        .contains("no message was given up");
  }

  @Test
  void aWebhookOrAMessageIsSentAgain() {
    Map<String, String> operator = Map.of("LYNCEUS_ADMIN_TOKEN", "the-admins-token");
    answers.add(WEBHOOKS);
    answers.add("{\"retried\":2}");
    assertThat(run(new WebhooksCommand.RetryCommand(operator), "phone").out())
        .contains("2 messages are sent again");
    answers.add(WEBHOOKS);
    answers.add("{\"retried\":1}");
    assertThat(run(new WebhooksCommand.RetryCommand(operator), "e1/x 9").out())
        .contains("1 message is sent again");
    assertThat(asked)
        .containsExactly(
            "GET /v1/webhooks",
            "POST /v1/webhooks/phone/retry",
            "GET /v1/webhooks",
            "POST /v1/webhooks/dead/e1%2Fx%209/retry");
  }

  @Test
  void aTestFailsIfTheReceiverDoes() {
    Map<String, String> operator = Map.of("LYNCEUS_ADMIN_TOKEN", "the-admins-token");
    answers.add("{\"delivered\":true,\"status\":204,\"ms\":12,\"problem\":null}");
    Run good = run(new WebhooksCommand.TestCommand(operator), "hall");
    assertThat(good.exitCode()).isZero();
    assertThat(good.out()).contains("hall has answered 204 after 12 ms");
    answers.add(
        "{\"delivered\":false,\"status\":500,\"ms\":12,\"problem\":\"the receiver answered 500\"}");
    Run bad = run(new WebhooksCommand.TestCommand(operator), "hall");
    assertThat(bad.exitCode()).isEqualTo(1);
    assertThat(bad.err()).contains("hall: the receiver answered 500");
    status = 404;
    answers.add("{\"detail\":\"there is no webhook 'x'\"}");
    Run none = run(new WebhooksCommand.TestCommand(operator), "x");
    assertThat(none.exitCode()).isEqualTo(1);
    assertThat(none.err()).contains("there is no webhook 'x'");
  }
}
