package io.lynceus.systemtests.browser;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.abort;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.lynceus.model.Analysis;
import io.lynceus.model.Box;
import io.lynceus.model.Findings;
import io.lynceus.model.Findings.Detection;
import io.lynceus.model.browser.Browser;
import io.lynceus.protocol.message.MasterMessage.AssignUnit;
import io.lynceus.protocol.message.SlaveMessage;
import io.lynceus.systemtests.TestImages;
import io.lynceus.systemtests.TestMaster;
import io.lynceus.systemtests.hostile.HandmadeSlave;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The console's page Events, from stills to marks, and what it says when there is nothing. */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class EventsBrowserIT {
  private static final String AXE = "/META-INF/resources/webjars/axe-core/4.6.3/axe.min.js";
  private static final String VIOLATIONS =
      "axe.run({ resultTypes: ['violations'], runOnly: ['wcag2a', 'wcag2aa', 'wcag21a',"
          + " 'wcag21aa', 'wcag22aa', 'best-practice'] }).then((found) =>"
          + " found.violations.flatMap((violation) =>"
          + " violation.nodes.map((node) => `${violation.id}: ${node.html}`)))";
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private static Browser browser;
  @TempDir private Path folder;
  private String here;
  private int sent;

  @BeforeAll
  static void open() throws IOException {
    Optional<Path> program = Browser.program();
    assumeTrue(
        program.isPresent(),
        "no Chromium on the PATH (apt-get install chromium): the console is not tried");
    try {
      Path target = Files.createDirectories(Path.of("target"));
      browser = Browser.start(program.get(), Files.createTempDirectory(target, "chromium-"));
    } catch (IOException e) { // Ubuntu's is a script that asks for a snap
      abort(program.get() + ": " + e.getMessage() + ": the console is not tried in a browser");
    }
  }

  @AfterAll
  static void close() {
    if (browser != null) {
      browser.close();
    }
  }

  private static SlaveMessage found(AssignUnit unit) {
    Findings findings =
        unit.analysis().equals(Analysis.OBJECTS)
            ? Findings.ofDetections(
                "m", List.of(Detection.labelled("person", 0.8f, new Box(10, 10, 40, 60))))
            : HandmadeSlave.none(unit.analysis());
    return HandmadeSlave.done(unit, findings, Duration.ZERO);
  }

  /** A still of a camera, each later than the one before. */
  private void send(String camera) throws Exception {
    sent++;
    HttpRequest request =
        HttpRequest.newBuilder(
                URI.create(
                    here
                        + "/v1/images?camera="
                        + camera
                        + "&time="
                        + (System.currentTimeMillis() - 60_000 + 100L * sent)))
            .POST(BodyPublishers.ofByteArray(TestImages.jpeg(160, 120, sent)))
            .build();
    HttpResponse<String> reply = HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
    assertThat(reply.statusCode()).as(reply.body()).isEqualTo(200);
  }

  private String get(String path) throws Exception {
    HttpRequest request = HttpRequest.newBuilder(URI.create(here + path)).build();
    return HttpClient.newHttpClient().send(request, BodyHandlers.ofString()).body();
  }

  @Test
  void whatHappensIsReviewed() throws Exception {
    String settings = "store { enabled = true, dir = \"" + folder.resolve("store") + "\" }";
    try (TestMaster master = TestMaster.start(settings);
        HandmadeSlave slave = new HandmadeSlave("s1", master, EventsBrowserIT::found)) {
      here = "http://127.0.0.1:" + master.ports().http();
      await().atMost(PATIENCE).until(slave::isReady);
      browser.open(here + "/#events", 1280, 900, "light");
      soon(() -> assertThat(text("main")).contains("No events yet", "No still has named"));
      assertNoViolations("#events", ".events .empty", 390, "dark");
      send("gate");
      send("gate");
      soon(() -> assertThat(get("/v1/events")).contains("\"camera\":\"gate\""));
      soon(() -> assertThat(text(".event")).contains("person", "came", "gate", "there"));
      for (String camera : List.of("yard", "yard", "gate", "gate")) {
        send(camera);
      }
      soon(() -> assertThat(events()).isEqualTo(2));
      assertThat(text(".events h2")).startsWith("Today");

      browser.eval("document.querySelector('.event button').click()");
      soon(() -> assertThat(text("main")).contains("Seen"));
      assertThat(browser.eval("document.querySelectorAll('.event.seen').length").asInt())
          .isEqualTo(1);
      browser.open(here + "/#events?camera=gate", 1280, 900, "light");
      soon(() -> assertThat(events()).isEqualTo(1));
      browser.open(here + "/#events?camera=nowhere", 1280, 900, "light");
      soon(() -> assertThat(text("main")).contains("No event fits"));
      assertNoViolations("#events", ".event", 390, "dark");
      assertNoViolations("#events", ".event", 1280, "light");
      assertThat(browser.eval("document.documentElement.scrollWidth <= innerWidth").asBoolean())
          .isTrue();
    }
  }

  @Test
  void withoutAStoreItSaysWhatToDo() throws Exception {
    try (TestMaster master = TestMaster.start("")) {
      here = "http://127.0.0.1:" + master.ports().http();
      browser.open(here + "/#events", 1280, 900, "light");
      soon(() -> assertThat(text("main")).contains("Events are not kept", "store.enabled"));
    }
  }

  private void assertNoViolations(String page, String awaited, int width, String theme)
      throws IOException {
    browser.bypassPolicy(true);
    browser.open(here + "/" + page, width, 900, theme);
    soon(() -> assertThat(has(awaited)).isTrue());
    try (InputStream axe = EventsBrowserIT.class.getResourceAsStream(AXE)) {
      browser.eval(new String(axe.readAllBytes(), UTF_8) + "; 0");
    }
    List<String> violations = new ArrayList<>();
    browser.eval(VIOLATIONS).forEach((JsonNode found) -> violations.add(found.asText()));
    browser.bypassPolicy(false);
    assertThat(violations).as("%s at %d, %s", page, width, theme).isEmpty();
  }

  private static int events() {
    return browser.eval("document.querySelectorAll('.event').length").asInt();
  }

  private static boolean has(String selector) {
    return browser.eval("document.querySelector(`" + selector + "`) !== null").asBoolean();
  }

  private static String text(String selector) {
    return browser.eval("document.querySelector(`" + selector + "`).textContent").asText();
  }

  private static void soon(ThrowingRunnable assertion) {
    await().atMost(PATIENCE).ignoreExceptions().untilAsserted(assertion);
  }
}
