package io.lynceus.client.report;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.lynceus.client.Replies;
import io.lynceus.client.drawing.PictureWriter;
import io.lynceus.model.Analysis;
import io.lynceus.model.Ask;
import io.lynceus.model.Box;
import io.lynceus.model.Findings;
import io.lynceus.model.Findings.Detection;
import io.lynceus.model.Reply;
import io.lynceus.model.Reply.RejectionCode;
import io.lynceus.model.browser.Browser;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The report in a browser: that it can be read by all, answers questions, and prints. */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
@Tag("gate")
class ReportBrowserIT {

  @TempDir static Path folder;

  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static Browser browser;
  private static Path five;
  private static Path partial;
  private static Path many;

  @BeforeAll
  static void open() throws IOException {
    browser = Browser.startOrAbort();
    five = report("five.html", 5, 0);
    partial = report("partial.html", 31, 28);
    many = report("many.html", 202, 20);
  }

  @AfterAll
  static void close() {
    if (browser != null) {
      browser.close();
    }
  }

  @Test
  @Tag("story")
  @Tag("beside")
  void axeFindsNothingToMend() throws IOException {
    for (String theme : List.of("light", "dark")) {
      for (int width : List.of(390, 1280)) {
        assertNoViolations(partial, "", width, theme);
      }
    }
    assertNoViolations(five, "", 390, "light");
    assertNoViolations(five, "", 1280, "dark");
    assertNoViolations(partial, "open=a/p5.png", 1280, "light");
    assertNoViolations(partial, "open=b/p30.png", 390, "dark");
    assertNoViolations(many, "show=person&least=4&group=folder", 1280, "light");
    assertNoViolations(many, "", 390, "dark");
  }

  private static void assertNoViolations(Path report, String fragment, int width, String theme)
      throws IOException {
    browser.open(address(report, fragment), width, 900, theme);
    browser.click("#more");
    assertThat(browser.violations())
        .as("%s #%s at %d, %s", report.getFileName(), fragment, width, theme)
        .isEmpty();
  }

  @Test
  void picturesWithMoreThanThreePersonsAndThoseNotJudgedAreTwoPressesAway() {
    browser.open(address(many, ""), 1280, 900, "light");
    soon(() -> assertThat(browser.text("#shown")).isEqualTo("202 of 202 shown"));
    browser.click(".kind[data-kind=person]");
    browser.eval(
        "document.getElementById('least').value = 4;"
            + "document.getElementById('least').dispatchEvent(new Event('input')); 0");
    // Of 182 with a result every fifth shows 0, 1, 2, 3 or 4 persons.
    soon(
        () ->
            assertThat(browser.text("#shown"))
                .isEqualTo("36 of 202 shown · 20 more could not be judged"));
    assertThat(shownNames()).hasSize(36).contains("a/p4.png").doesNotContain("a/p3.png");
    browser.click("#also");
    soon(() -> assertThat(browser.text("#shown")).isEqualTo("56 of 202 shown"));
    assertThat(shownNames()).contains("b/p201.png");
    String address = browser.eval("location.hash").asText();
    browser.open(address(many, address.substring(1)), 1280, 900, "light");
    soon(() -> assertThat(browser.text("#shown")).isEqualTo("56 of 202 shown"));
    assertThat(browser.eval("document.getElementById('least').value").asText()).isEqualTo("4");
  }

  @Test
  void scoreSearchSortAndGroupsChangeWhatIsShown() {
    browser.open(address(many, "show=person&score=0.9"), 1280, 900, "light");
    assertThat(shownNames()).isEmpty();
    assertThat(browser.text(".none")).startsWith("No picture is like that");
    browser.open(address(many, "find=p20"), 1280, 900, "light");
    assertThat(shownNames()).containsExactly("a/p20.png", "b/p200.png", "b/p201.png");
    browser.open(address(many, "sort=most&find=a/p"), 1280, 900, "light");
    assertThat(shownNames().subList(0, 2)).containsExactly("a/p4.png", "a/p9.png");
    browser.open(address(many, "group=folder"), 1280, 900, "light");
    assertThat(
            texts(
                browser.eval("[...document.querySelectorAll('.group')].map((h) => h.textContent)")))
        .containsExactly("a · 101 pictures", "b · 101 pictures");
  }

  @Test
  void keysLeadFromPictureToPicture() {
    browser.open(address(five, ""), 1280, 900, "light");
    browser.eval("document.querySelector('.open').focus(); 0");
    browser.press("ArrowRight");
    soon(() -> assertThat(focused()).isEqualTo("Open a/p1.png"));
    browser.press("Tab"); // one stop a card
    soon(() -> assertThat(focused()).isEqualTo("Open a/p2.png"));
    browser.press("Enter");
    soon(() -> assertThat(browser.text("#viewer-name")).isEqualTo("a/p2.png"));
    soon(() -> assertThat(browser.text("#viewer-place")).isEqualTo("3 of 5"));
    assertThat(browser.eval("document.querySelectorAll('#viewer-found button').length").asInt())
        .isEqualTo(2);
    browser.press("ArrowRight");
    soon(() -> assertThat(browser.text("#viewer-name")).isEqualTo("b/p3.png"));
    browser.press("Escape");
    soon(() -> assertThat(isOpen("viewer")).isFalse());
    soon(() -> assertThat(focused()).isEqualTo("Open b/p3.png"));
    browser.press("?");
    soon(() -> assertThat(isOpen("keys")).isTrue());
  }

  @Test
  void theFirstPictureIsNearTheTop() {
    String top = "document.querySelector('.card:not([hidden]) .open').getBoundingClientRect().top";
    for (Path report : List.of(five, partial, many)) {
      for (int width : List.of(390, 1280)) {
        browser.open(address(report, ""), width, 900, "light");
        assertThat(browser.eval(top).asDouble())
            .as("%s, %s px", report, width)
            .isLessThanOrEqualTo(200);
      }
    }
  }

  @Test
  void itPrintsInTwoColumns() {
    browser.open(address(many, ""), 1280, 900, "dark");
    String pdf = new String(Base64.getDecoder().decode(browser.pdf()), ISO_8859_1);
    long pages = Pattern.compile("/Type\\s*/Page\\b").matcher(pdf).results().count();
    assertThat(pages).isBetween(10L, 101L);
  }

  private static String address(Path report, String fragment) {
    return report.toUri() + "#" + fragment;
  }

  /** The page answers a key or a press in its own time, by events that it queues. */
  private static void soon(ThrowingRunnable assertion) {
    await().atMost(PATIENCE).untilAsserted(assertion);
  }

  private static boolean isOpen(String dialog) {
    return browser.eval("document.getElementById('" + dialog + "').open").asBoolean();
  }

  private static String focused() {
    return browser.eval("document.activeElement.getAttribute('aria-label')").asText();
  }

  private static List<String> shownNames() {
    return texts(
        browser.eval(
            "[...document.querySelectorAll('.card:not([hidden]) h3')].map((h) => h.textContent)"));
  }

  private static List<String> texts(JsonNode array) {
    List<String> texts = new ArrayList<>();
    array.forEach(text -> texts.add(text.asText()));
    return texts;
  }

  /** The picture of number i shows i modulo 5 persons; the last ones are not judged. */
  private static Path report(String file, int pictures, int unsure) throws IOException {
    BufferedImage grey = new BufferedImage(400, 300, BufferedImage.TYPE_BYTE_GRAY);
    Path picture = Files.write(folder.resolve("p.png"), PictureWriter.png(grey));
    Path report = folder.resolve(file);
    try (ReportWriter writer =
        new ReportWriter(report, pictures, new ReportContext("1.2.3", Ask.DEFAULT))) {
      for (int i = 0; i < pictures; i++) {
        Reply reply = persons(i % 5);
        if (i >= pictures - 2 && unsure > 0) {
          reply = Replies.rejected(RejectionCode.TRUNCATED, "send it whole");
        } else if (i >= pictures - unsure) {
          reply = withoutObjects();
        }
        writer.add((i < (pictures + 1) / 2 ? "a/p" : "b/p") + i + ".png", picture, reply);
      }
      writer.finish(Duration.ofSeconds(2), OffsetDateTime.parse("2026-11-30T10:20:30+01:00"));
    }
    return report;
  }

  private static Reply persons(int count) {
    List<Detection> boxes = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      boxes.add(Detection.labelled("person", 0.8f, new Box(20 + 90 * i, 40, 80, 200)));
    }
    return Replies.of(
        400,
        300,
        new Replies.Found(Analysis.OBJECTS, Findings.ofDetections("model", boxes)),
        new Replies.Found(Analysis.FACES, Findings.ofDetections("model", List.of())));
  }

  private static Reply withoutObjects() {
    Reply faceless = Replies.withoutFaces(400, 300, "no slave answered in 5 s");
    return new Reply(
        faceless.id(),
        faceless.name(),
        faceless.status(),
        faceless.rejection(),
        faceless.image(),
        faceless.still(),
        new Reply.Results(
            Map.of("person", Optional.empty()),
            Map.of(Analysis.OBJECTS, faceless.analyses().get(Analysis.FACES))),
        faceless.timing());
  }
}
