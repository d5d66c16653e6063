package io.lynceus.systemtests.browser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.lynceus.model.Analysis;
import io.lynceus.model.Box;
import io.lynceus.model.Findings;
import io.lynceus.model.Findings.Detection;
import io.lynceus.model.browser.Browser;
import io.lynceus.protocol.message.MasterMessage.AssignUnit;
import io.lynceus.protocol.message.SlaveMessage;
import io.lynceus.systemtests.TestMaster;
import io.lynceus.systemtests.hostile.HandmadeSlave;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;

/** The console in Chromium, which all tests of a class share. */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
abstract class ConsoleInBrowser {
  static final Duration PATIENCE = Duration.ofSeconds(60);

  static Browser browser;

  private static final HttpClient HTTP = HttpClient.newHttpClient();

  /** The master's HTTP port, such as {@code http://127.0.0.1:7080}. */
  String here;

  @BeforeAll
  static void startBrowser() throws IOException {
    browser = Browser.startOrAbort();
  }

  @AfterAll
  static void endBrowser() {
    if (browser != null) {
      browser.close();
    }
  }

  /** Where this master's pages are. */
  static String addressOf(TestMaster master) {
    return "http://127.0.0.1:" + master.ports().http();
  }

  /** A slave's result: one person, whose foot point is at (30, 70), and nothing else. */
  static SlaveMessage onePerson(AssignUnit unit) {
    Findings findings =
        unit.analysis().equals(Analysis.OBJECTS)
            ? Findings.ofDetections(
                "m", List.of(Detection.labelled("person", 0.8f, new Box(10, 10, 40, 60))))
            : HandmadeSlave.none(unit.analysis());
    return HandmadeSlave.done(unit, findings, Duration.ZERO);
  }

  /**
   * Has a picture analysed.
   *
   * @param token of the client; empty for none
   * @param query such as {@code camera=gate&name=a.jpg}
   */
  final void send(String token, String query, byte[] picture) throws Exception {
    HttpResponse<String> reply =
        ask(
            request("/v1/images?" + query, token)
                .POST(BodyPublishers.ofByteArray(picture))
                .build());
    assertThat(reply.statusCode()).as(reply.body()).isEqualTo(200);
  }

  /**
   * What the master answers.
   *
   * @param token of the client; empty for none
   */
  final String get(String token, String path) throws Exception {
    return ask(request(path, token).build()).body();
  }

  private HttpRequest.Builder request(String path, String token) {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(here + path));
    return token.isEmpty() ? request : request.header("Authorization", "Bearer " + token);
  }

  private static HttpResponse<String> ask(HttpRequest request) throws Exception {
    return HTTP.send(request, BodyHandlers.ofString());
  }

  static void signIn(String token) {
    soon(() -> assertThat(has("#token")).isTrue());
    browser.eval("document.getElementById('token').value = '" + token + "'; 0");
    click("form.signin button.main");
  }

  /**
   * All people can read and use a page, in a window of that width and in these themes.
   *
   * @param page its fragment, such as {@code #search}
   * @param awaited finds what the page has once it is complete
   */
  final void assertNoViolations(String page, String awaited, int width, String... themes)
      throws IOException {
    browser.bypassPolicy(true);
    browser.open(here + "/" + page, width, 900, themes[0]);
    soon(() -> assertThat(has(awaited)).isTrue());
    try {
      for (String theme : themes) {
        browser.show(width, 900, theme);
        assertThat(browser.violations()).as("%s at %d, %s", page, width, theme).isEmpty();
      }
    } finally {
      browser.bypassPolicy(false);
    }
  }

  static boolean has(String selector) {
    return browser.has(selector);
  }

  static int count(String selector) {
    return browser.count(selector);
  }

  static String text(String selector) {
    return browser.text(selector);
  }

  static void click(String selector) {
    browser.click(selector);
  }

  /** The page answers a press, and the master's news, in its own time. */
  static void soon(ThrowingRunnable assertion) {
    await().atMost(PATIENCE).ignoreExceptions().untilAsserted(assertion);
  }
}
