package io.lynceus.systemtests.browser;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.lynceus.systemtests.TestImages;
import io.lynceus.systemtests.TestMaster;
import io.lynceus.systemtests.hostile.HandmadeSlave;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

/** The console in Chromium: who signs in, watches and drains, and what hostile names do. */
@Tag("gate")
class ConsoleBrowserIT extends ConsoleInBrowser {

  /** Of tests whose master has no store. */
  private static final String STORELESS = "storeless";

  private static final String OPERATOR = "operator-token-0123";
  private static final String ADMIN = "administrators-token";

  /** What somebody may call a picture to have it run, hide or spread. */
  private static final List<String> HOSTILE =
      List.of(
          "<script>window.hurt=1</script>",
          "\"><img src=x onerror=window.hurt=1>",
          "'\\\"`${window.hurt=1}",
          "\u202egpj.exe\u2066\u200b",
          "w".repeat(1000));

  @TempDir private Path store;
  private TestMaster master;
  private HandmadeSlave slave;

  /** Whether a test has ended the master. */
  private boolean ended;

  @BeforeEach
  void start(TestInfo test) throws Exception {
    master =
        TestMaster.start(
            """
            tasks.admin-token = %s, tokens.otto { role = operator, token = %s }
            store { enabled = %s, pictures = all, dir = "%s" }
            """
                .formatted(ADMIN, OPERATOR, !test.getTags().contains(STORELESS), store));
    here = addressOf(master);
    slave = new HandmadeSlave("s1", master, ConsoleInBrowser::onePerson);
    await().atMost(PATIENCE).until(slave::isReady);
  }

  @AfterEach
  void stop() {
    slave.close();
    if (!ended) {
      master.close();
    }
  }

  private void send(String query) throws Exception {
    send(OPERATOR, query, TestImages.jpeg(160, 120, 1));
  }

  /** A reply is in the store a moment after its client has it. */
  private void awaitStored(int results) {
    soon(
        () ->
            assertThat(
                    new ObjectMapper()
                        .readTree(get(OPERATOR, "/v1/results?limit=500"))
                        .get("results"))
                .hasSize(results));
  }

  @Test
  @Tag(STORELESS) // then the log has what else the audit table has
  void anOperatorSignsInWatchesDrainsASlaveAndSignsOut() throws Exception {
    browser.open(here + "/", 1280, 900, "light");
    signIn("a-wrong-token-0123");
    soon(() -> assertThat(text("[role=alert]")).contains("none of the master's tokens"));
    signIn(OPERATOR);
    soon(() -> assertThat(text("main")).contains("No pictures yet", "curl"));

    send("camera=gate&name=first.jpg");
    soon(() -> assertThat(text(".wall .card")).contains("gate", "person1", "first.jpg"));
    assertThat(browser.eval("document.querySelectorAll('.card g.k-person').length").asInt())
        .isEqualTo(1);
    send("camera=gate&name=second.jpg");
    soon(() -> assertThat(text(".wall .card")).contains("second.jpg"));
    assertThat(browser.eval("document.querySelectorAll('.card').length").asInt()).isEqualTo(1);

    click("#menu a[href='#search']");
    soon(() -> assertThat(text("main")).contains("the store is off", "store.enabled=true"));
    click("#menu a[href='#cluster']");
    soon(() -> assertThat(text(".verdict")).contains("All is well: 1 slave"));
    click("[aria-label='Drain s1']");
    soon(() -> assertThat(text("#ask")).contains("Drain s1?", "No other slave is ready"));
    click("#ask button[value=no]");
    soon(() -> assertThat(isOpen()).isFalse());
    assertThat(text(".slave")).contains("ready");
    click("[aria-label='Drain s1']");
    soon(() -> assertThat(isOpen()).isTrue());
    click("#ask button[value=yes]");
    soon(() -> assertThat(text(".slave")).contains("draining"));
    soon(() -> assertThat(text(".verdict")).contains("no slave is ready"));
    click(".toast button");
    soon(() -> assertThat(text(".slave")).contains("ready"));

    assertThat(text("#menu")).as("not for operators").doesNotContain("Settings");
    click("#who button");
    soon(() -> assertThat(has("#token")).isTrue());
    assertThat(browser.eval("fetch('/v1/status').then((answer) => answer.status)").asInt())
        .isEqualTo(401);
    assertThat(master.log().with("sign-in {from=127.0.0.1, token=otto}")).hasSize(1);
    assertThat(master.log().with("sign-out")).hasSize(1);
  }

  @Test
  void hostileNamesAreShownAndDoNothing() throws Exception {
    browser.open(here + "/", 390, 900, "dark");
    signIn(OPERATOR);
    for (int i = 0; i < HOSTILE.size(); i++) {
      send("camera=c" + i + "&name=" + URLEncoder.encode(HOSTILE.get(i), UTF_8));
    }
    int cards = HOSTILE.size();
    soon(
        () ->
            assertThat(browser.eval("document.querySelectorAll('.card').length").asInt())
                .isEqualTo(cards));
    assertThat(text(".wall"))
        .contains("<script>window.hurt=1</script>", "\\u202egpj.exe\\u2066\\u200b")
        .doesNotContain("\u202e", "\u200b");
    assertThat(browser.eval("window.hurt === undefined").asBoolean()).isTrue();
    assertThat(browser.eval("document.querySelectorAll('main script, main img').length").asInt())
        .isZero();
    assertThat(browser.eval("document.documentElement.scrollWidth <= 390").asBoolean())
        .as("nothing is wider than the screen")
        .isTrue();

    awaitStored(cards);
    browser.open(here + "/#search", 390, 900, "dark");
    soon(() -> assertThat(count("#content .card h3 a")).isEqualTo(cards));
    assertThat(text(".wall")).doesNotContain("\u202e", "\u200b");
    click(".wall .card h3 a");
    soon(() -> assertThat(text(".facts")).contains("wwww", "SHA-256"));
    click(".steps a:nth-of-type(2)");
    soon(() -> assertThat(text(".facts")).contains("\\u202egpj.exe\\u2066\\u200b"));
    assertThat(browser.eval("window.hurt === undefined").asBoolean()).isTrue();
    assertThat(browser.eval("document.documentElement.scrollWidth <= 390").asBoolean()).isTrue();
  }

  @Test
  void aPictureIsFoundOpenedAnalysedAgainAndDeleted() throws Exception {
    send("camera=gate&name=first.jpg");
    send("camera=yard&name=second.jpg");
    send("camera=gate&name=third.jpg");
    awaitStored(3);
    browser.open(here + "/#search?label=person", 1280, 900, "light");
    signIn(ADMIN);
    soon(() -> assertThat(count(".wall .card")).isEqualTo(3));
    soon(() -> assertThat(text(".strip-words")).contains("3 stills, person in 3"));
    soon(() -> assertThat(text("#f-camera")).contains("gate (2)"));
    choose("f-camera", "gate");
    soon(() -> assertThat(count(".wall .card")).isEqualTo(2));
    assertThat(browser.eval("location.hash").asText())
        .isEqualTo("#search?camera=gate&label=person");
    choose("f-min-score", "0.9");
    soon(() -> assertThat(text(".wall .empty")).contains("without score 0.9"));
    assertThat(text(".wall .empty")).as("the camera is not in the way").doesNotContain("gate");
    browser.eval("history.back(); 0");
    soon(() -> assertThat(count(".wall .card")).isEqualTo(2));

    press("j");
    click("#content .card a:focus");
    soon(() -> assertThat(text(".facts")).contains("third.jpg"));
    assertThat(text("main")).contains("person", "0.80", "s1", "Who computed what");
    soon(() -> assertThat(has(".steps a[href]:nth-of-type(2)")).isTrue());
    press("j");
    soon(() -> assertThat(text(".facts")).contains("first.jpg"));
    click(".acts button");
    soon(() -> assertThat(text(".again")).contains("The same was found", "Then", "Now"));
    click(".acts .danger");
    soon(() -> assertThat(text("#ask")).contains("It does not come back"));
    click("#ask button[value=yes]");
    soon(() -> assertThat(count(".wall .card")).isEqualTo(1));
    assertThat(text(".wall .card")).contains("third.jpg");
  }

  private static void press(String key) {
    browser.eval("document.dispatchEvent(new KeyboardEvent('keydown', {key: '" + key + "'})); 0");
  }

  private static void choose(String id, String value) {
    browser.eval(
        "{ const field = document.getElementById('%s'); field.value = '%s';".formatted(id, value)
            + " field.dispatchEvent(new Event('change', {bubbles: true})); } 0");
  }

  @Test
  @Tag("story")
  @Tag("beside")
  void axeFindsNothingToMendOnAnyPage() throws Exception {
    send("camera=gate&name=first.jpg");
    browser.open(here + "/", 1280, 900, "light");
    soon(() -> assertThat(has("#token")).isTrue());
    assertNoViolations("", "#token");
    signIn(ADMIN);
    soon(() -> assertThat(has(".wall .card")).isTrue());
    slave.close();
    assertNoViolations("#watch", ".wall .card");
    awaitStored(1);
    assertNoViolations("#search", ".wall .card");
    assertNoViolations("#search?camera=none", ".wall .empty");
    click(".wall .empty button");
    soon(() -> assertThat(has(".wall .card")).isTrue());
    String link = browser.eval("document.querySelector('.wall .card a').hash").asText();
    assertNoViolations(link, ".facts");
    assertNoViolations("#try", ".drop");
    assertNoViolations("#cluster", ".verdict");
    assertNoViolations("#cameras", ".camera");
    assertNoViolations("#cameras/gate", ".zone-panel");
    assertNoViolations("#tasks", ".tile");
    assertNoViolations("#api", ".operation");
    assertNoViolations("#settings", ".settings article");
  }

  private void assertNoViolations(String page, String awaited) throws IOException {
    for (int width : List.of(390, 1280)) {
      assertNoViolations(page, awaited, width, "light", "dark");
    }
  }

  @Test
  void aPictureIsTriedAndTheOutageOfTheMasterIsSaid() throws Exception {
    browser.open(here + "/#try", 1280, 900, "light");
    signIn(OPERATOR);
    soon(() -> assertThat(has("#file")).isTrue());
    String base64 = Base64.getEncoder().encodeToString(TestImages.jpeg(160, 120, 1));
    browser.eval(
        "{ const bytes = Uint8Array.from(atob('"
            + base64
            + "'), (c) => c.charCodeAt(0)); const files = new DataTransfer();"
            + " files.items.add(new File([bytes], '<b>my</b>.jpg', {type: 'image/jpeg'}));"
            + " document.getElementById('file').files = files.files;"
            + " document.getElementById('file').dispatchEvent(new Event('change')); } 0");
    soon(() -> assertThat(text(".result")).contains("<b>my</b>.jpg", "person", "\"status\""));
    assertThat(browser.eval("document.querySelectorAll('.try g.k-person').length").asInt())
        .isEqualTo(1);
    click("#menu a[href='#watch']");
    soon(() -> assertThat(text(".wall .card")).contains("Without a camera"));
    ended = true;
    master.close();
    soon(() -> assertThat(text("#banner")).contains("The master is not reached", "Next try in"));
    assertThat(text(".wall .card")).as("what was seen stays").contains("Without a camera");
  }

  private static boolean isOpen() {
    return browser.eval("document.getElementById('ask').open").asBoolean();
  }
}
