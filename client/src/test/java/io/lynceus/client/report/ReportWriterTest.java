package io.lynceus.client.report;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lynceus.client.Replies;
import io.lynceus.client.drawing.PictureWriter;
import io.lynceus.model.Analysis;
import io.lynceus.model.Ask;
import io.lynceus.model.Camera;
import io.lynceus.model.EncodedPng;
import io.lynceus.model.Point;
import io.lynceus.model.Reply;
import io.lynceus.model.Reply.Outcome;
import io.lynceus.model.Reply.RejectionCode;
import io.lynceus.model.Reply.Results;
import io.lynceus.model.Reply.StillInfo;
import io.lynceus.model.Reply.StillTime;
import io.lynceus.model.Reply.TimeSource;
import io.lynceus.model.Reply.Timing;
import io.lynceus.model.Reply.UnitReply;
import io.lynceus.model.Reply.UnitRun;
import io.lynceus.model.image.LevelRange;
import io.lynceus.model.image.PictureCondition;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayDeque;
import java.util.Base64;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportWriterTest {
  private static final Set<String> VOID = Set.of("meta", "img", "input");
  private static final Pattern TAG = Pattern.compile("<(/?)([a-z0-9]+)((?:\\s[^<>]*?)?)(/?)>");
  private static final Pattern SCRIPT = Pattern.compile("(?s)<script>(.*?)</script>");

  private static final OffsetDateTime FINISHED = OffsetDateTime.parse("2026-11-30T10:20:30+01:00");
  private static final ReportContext CONTEXT = new ReportContext("1.2.3", Ask.DEFAULT);

  @TempDir Path folder;

  @Test
  void everyPictureHasACardAndAllMarkupIsClosed() throws Exception {
    String page = page(5);
    assertThat(page.split("<article ", -1)).hasSize(6);
    assertThat(page.split("<img class=\"picture\"", -1)).hasSize(6);
    assertBalanced(page);
  }

  @Test
  void sumsComeBeforeThePicturesAndHowItWasMadeAfterThem() throws Exception {
    String page = page(3);
    int cards = page.indexOf("<article ");
    assertThat(page.indexOf("<b>3 pictures</b>")).isPositive().isLessThan(cards);
    assertThat(page.indexOf("<b>persons 3</b>")).isPositive().isLessThan(cards);
    assertThat(page.indexOf("<b>faces 3</b>")).isPositive().isLessThan(cards);
    assertThat(page).doesNotContain("class=\"banner\"");
    assertThat(page.substring(page.indexOf("<footer>")))
        .contains(
            "<dt>Finished</dt><dd>2026-11-30 10:20:30 +01:00<",
            "<dt>Lynceus</dt><dd>1.2.3<",
            "<dt>Time</dt><dd>3 pictures in 2.0 s, 1.5 a second<",
            "<dt>Slaves</dt><dd>slave-1 (12 units)<",
            "<dt>Network, objects</dt><dd>model<",
            "<dt>Analyses</dt><dd>objects, faces, edges, corners<",
            "<dt>Least score</dt><dd>as each network has it<",
            "<dt>Other options</dt><dd>none<");
  }

  @Test
  void theOptionsOfTheSubmissionAreSaid() throws Exception {
    Ask ask =
        Ask.DEFAULT
            .withAnalyses(List.of(Analysis.OBJECTS))
            .withOption("min-score", "0.4")
            .withOption("labels", "car,person")
            .withDeadline(Optional.of(Duration.ofSeconds(5)));
    Path file = folder.resolve("r.html");
    try (ReportWriter report = new ReportWriter(file, 1, new ReportContext("1", ask))) {
      report.add("a", picture(), reply());
      report.finish(Duration.ofSeconds(1), FINISHED);
    }
    assertThat(Files.readString(file))
        .contains(
            "<dt>Analyses</dt><dd>objects<",
            "<dt>Least score</dt><dd>0.4<",
            "<dt>Other options</dt><dd>labels=car,person, deadline=5000ms<");
  }

  @Test
  void timeIsThatOfTheSlavesAndTheWaitIsApart() throws Exception {
    assertThat(page(1))
        .contains("<p class=\"facts\">40 × 20 · analysed in 0.16 s</p>")
        .contains("<dt>Analysed in</dt><dd>0.16 s<", "<dt>Waited in line</dt><dd>0.00 s<")
        .contains("<th scope=\"row\">objects</th><td>ok</td><td>0.04 s</td><td>slave-1</td>");
    UnitRun run = new UnitRun(Duration.ofMillis(120), "slave-1", 1);
    Timing timing =
        new Timing(Duration.ofMillis(1620), Duration.ofMillis(900), Map.of(Analysis.FACES, run));
    assertThat(
            pageOf(
                new Reply(
                    "t1",
                    Optional.empty(),
                    Reply.Status.COMPLETE,
                    Optional.empty(),
                    reply().image(),
                    StillInfo.UNKNOWN,
                    reply().results(),
                    Optional.of(timing))))
        .contains("<dt>Analysed in</dt><dd>0.12 s<", "<dt>Waited in line</dt><dd>1.50 s<");
  }

  @Test
  void aPicturesOwnTimeIsShownAndThatOfItsArrivalIsNot() throws Exception {
    OffsetDateTime taken = OffsetDateTime.parse("2024-05-01T12:33:10+02:00");
    assertThat(pageOf(taken(taken, TimeSource.EXIF)))
        .contains(
            "data-camera=\"yard\" data-time=\"2024-05-01T10:33:10Z\"",
            "<p class=\"facts\">2024-05-01 12:33:10 +02:00 · ",
            "<dt>Taken</dt><dd>2024-05-01 12:33:10 +02:00, says the file<",
            "<dt>Camera</dt><dd>yard<");
    assertThat(pageOf(taken(taken, TimeSource.ARRIVAL))).doesNotContain("2024-05-01");
  }

  private static Reply taken(OffsetDateTime time, TimeSource from) throws IOException {
    return reply()
        .withStill(
            new StillInfo(Optional.of(new Camera("yard")), Optional.of(new StillTime(time, from))));
  }

  private String pageOf(Reply... replies) throws IOException {
    Path file = folder.resolve("r.html");
    try (ReportWriter report = new ReportWriter(file, replies.length, CONTEXT)) {
      for (Reply reply : replies) {
        report.add("a", picture(), reply);
      }
      report.finish(Duration.ofSeconds(1), FINISHED);
    }
    return Files.readString(file);
  }

  @Test
  void aSumOfWhatIsNotKnownEverywhereIsALeast() throws Exception {
    String page =
        pageOf(
            reply(),
            Replies.withoutFaces(40, 20, "no slave answered in 5 s"),
            Replies.rejected(RejectionCode.TRUNCATED, "send it whole"));
    assertThat(page)
        .contains("<li class=\"unsure\"><b>persons ≥ 1</b> · not known in 1 of 3</li>")
        .contains("<li class=\"unsure\"><b>faces ≥ 1</b> · not known in 2 of 3</li>")
        .contains("<strong>◐ 2 of 3 pictures not judged in full</strong>")
        .contains("faces: timeout in 1, rejected: TRUNCATED in 1</summary>")
        .contains("Submit 1 picture again:")
        .contains("data-unknown=\"\"", "data-unknown=\"face\"", "data-unknown=\"*\"");
    assertThat(pageOf(Replies.rejected(RejectionCode.CORRUPT, "it is broken")))
        .contains("<b>persons ≥ 0</b> · not known in 1 of 1", "<b>faces ≥ 0</b>")
        .contains("To submit them again will not help");
  }

  @Test
  void analysesThatFailedInTheSameWayShareALine() throws Exception {
    UnitReply late = UnitReply.without(Outcome.TIMEOUT, "no result in 5 s");
    Reply reply = Replies.withoutFaces(40, 20, "");
    Reply both =
        new Reply(
            reply.id(),
            reply.name(),
            reply.status(),
            reply.rejection(),
            reply.image(),
            reply.still(),
            new Results(
                reply.counts(),
                new TreeMap<>(Map.of(Analysis.OBJECTS, late, Analysis.FACES, late))),
            Optional.of(new Timing(Duration.ofSeconds(5), Duration.ZERO, Map.of())));
    assertThat(pageOf(both))
        .contains("<strong>objects, faces: timeout.</strong> no result in 5 s")
        .contains("<p class=\"facts\">40 × 20</p>");
  }

  @Test
  void beyondFiveHundredPicturesTheFirstPageIsShown() throws Exception {
    Path file = folder.resolve("many.html");
    Path picture = picture();
    try (ReportWriter report = new ReportWriter(file, 501, CONTEXT)) {
      for (int i = 0; i < 501; i++) {
        report.add("p" + i, picture, reply());
      }
      report.finish(Duration.ofSeconds(1), FINISHED);
    }
    String page = Files.readString(file);
    assertThat(page.split("data-time=\"\" hidden>", -1)).hasSize(301 + 1);
    assertThat(page)
        .contains("data-page=\"200\"", "edge maps and corner points: there are too many pictures")
        .doesNotContain("class=\"layer-edges\"", "layer-corners points", "data-layer=\"edges\"");
  }

  @Test
  void aPictureThatWouldBeTooLargeLosesQualityThenPixels() throws Exception {
    BufferedImage noise = new BufferedImage(400, 300, BufferedImage.TYPE_INT_RGB);
    Random random = new Random(1);
    for (int i = 0; i < 400 * 300; i++) {
      noise.setRGB(i % 400, i / 400, random.nextInt(1 << 24));
    }
    Path file = Files.write(folder.resolve("noise.png"), PictureWriter.png(noise));
    Thumbnails.Thumbnail whole =
        new Thumbnails(400, Integer.MAX_VALUE, true).of(file, Optional.empty());
    int bytes = Base64.getDecoder().decode(whole.base64()).length;
    Thumbnails.Thumbnail worse = new Thumbnails(400, bytes - 1, true).of(file, Optional.empty());
    assertThat(worse.width()).isEqualTo(400);
    assertThat(Base64.getDecoder().decode(worse.base64())).hasSizeLessThan(bytes);
    Thumbnails.Thumbnail small = new Thumbnails(400, bytes / 8, true).of(file, Optional.empty());
    assertThat(Base64.getDecoder().decode(small.base64())).hasSizeLessThanOrEqualTo(bytes / 8);
    assertThat(small.width()).isLessThan(400);
    assertThat(Thumbnails.of(2000).maxBytes() * 2000L * 4 / 3).isLessThan(33_000_000);
  }

  @Test
  void hostileTextIsEscaped() throws Exception {
    String hostile = "\"><script>alert(1)</script><!--{{cards}}.png";
    Path file = folder.resolve("r.html");
    try (ReportWriter report = new ReportWriter(file, 1, CONTEXT)) {
      report.add(hostile, picture(), reply());
      report.add(hostile, picture(), Replies.withoutFaces(40, 20, hostile));
      report.add(hostile, picture(), Replies.rejected(RejectionCode.CORRUPT, hostile));
      report.finish(Duration.ofSeconds(1), FINISHED);
    }
    String page = Files.readString(file);
    assertThat(page).doesNotContain("<script>alert", "<!--");
    assertThat(page).contains("&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;");
    assertBalanced(page);
  }

  /** In a folder that others can write to. */
  @Test
  void linksBesideTheReportAreReplacedAndWhatIsBehindThemIsLeft() throws Exception {
    Path outside = Files.writeString(folder.resolve("outside"), "precious");
    for (String suffix : List.of("", ".cards", ".part")) {
      Files.createSymbolicLink(folder.resolve("report.html" + suffix), outside);
    }
    page(1);
    assertThat(outside).hasContent("precious");
    assertThat(Files.isSymbolicLink(folder.resolve("report.html"))).isFalse();
  }

  @Test
  void theOnlyScriptIsTheOneThatThePolicyNames() throws Exception {
    String page = page(1);
    Matcher script = SCRIPT.matcher(page);
    assertThat(script.find()).isTrue();
    byte[] hash = MessageDigest.getInstance("SHA-256").digest(script.group(1).getBytes(UTF_8));
    assertThat(page)
        .contains("script-src 'sha256-" + Base64.getEncoder().encodeToString(hash) + "'");
    assertThat(script.find()).isFalse();
    assertThat(page).doesNotContain("http://", "https://", "innerHTML", " onclick");
  }

  @Test
  void thePageHoldsThePictureAndItsLayers() throws Exception {
    assertThat(page(1))
        .contains("<img class=\"layer-edges\"", "data:image/png;base64,", "data:image/jpeg;base64,")
        .contains(
            "<g class=\"box k-person layer-objects\" data-kind=\"person\" data-label=\"person\""
                + " data-score=\"0.90\"",
            "<g class=\"box k-face layer-faces\"",
            "<g class=\"layer-corners points")
        .contains("data-layer=\"objects\" aria-pressed=\"true\">Objects<")
        .contains("<html lang=\"en\" class=\"no-edges no-corners\">")
        .contains("data-layer=\"edges\" aria-pressed=\"false\">Edges<")
        .contains(".no-corners .stage .layer-corners { display: none; }")
        .contains(">person</span>", ">face</span>")
        .contains("alt=\"cam 0.png: person 1, face 1\"");
  }

  @Test
  void unknownCountsAreSaid() throws Exception {
    Path file = folder.resolve("r.html");
    try (ReportWriter report = new ReportWriter(file, 2, CONTEXT)) {
      report.add("a", picture(), Replies.withoutFaces(40, 20, "no slave answered in 5 s"));
      report.add("b", folder.resolve("gone.png"), reply());
      report.add("c", picture(), Replies.rejected(RejectionCode.TRUNCATED, "send it whole"));
      report.finish(Duration.ofSeconds(1), FINISHED);
    }
    assertThat(Files.readString(file))
        .contains("face not known", "<strong>faces: timeout.</strong> no slave answered in 5 s")
        .contains("The picture cannot be shown here:")
        .contains("<strong>✕ TRUNCATED</strong><span>send it whole</span>");
  }

  @Test
  void aDamagedPictureIsSaidToBeDamaged() throws Exception {
    Reply sound = reply();
    PictureCondition strip = PictureCondition.damaged(Optional.of(0.129));
    Path file = folder.resolve("r.html");
    try (ReportWriter report = new ReportWriter(file, 1, CONTEXT)) {
      report.add("a", picture(), sound.withImage(sound.image().map(i -> i.withCondition(strip))));
      report.finish(Duration.ofSeconds(1), FINISHED);
    }
    assertThat(Files.readString(file))
        .contains(
            "DAMAGED · 12 % decoded",
            "data-unknown=\"person face vehicle animal bag other\"",
            "<strong>The file is damaged:</strong>");
    assertThat(page(1)).doesNotContain("DAMAGED", "damaged");
  }

  @Test
  void aFlatPictureIsAProblemAndAStretchedOneSaysItsLevels() throws Exception {
    PictureCondition stretched =
        PictureCondition.SOUND.withStretched(Optional.of(new LevelRange(29100, 30950)));
    Path file = folder.resolve("r.html");
    try (ReportWriter report = new ReportWriter(file, 2, CONTEXT)) {
      report.add("a", picture(), in(stretched));
      report.add("b", picture(), in(PictureCondition.SOUND.withFlat(true)));
      report.finish(Duration.ofSeconds(1), FINISHED);
    }
    String[] cards = Files.readString(file).split("<article ", -1);
    assertThat(cards[1]).contains("40 × 20 · levels 29100 to 30950").doesNotContain("problem");
    assertThat(cards[2])
        .contains(
            "<strong>Nothing can be seen.</strong>",
            "data-unknown=\"person face vehicle animal bag other\"");
  }

  private static Reply in(PictureCondition condition) throws IOException {
    Reply reply = reply();
    return reply.withImage(reply.image().map(image -> image.withCondition(condition)));
  }

  @Test
  void manyPicturesAreShownSmaller() throws Exception {
    Path large = folder.resolve("large.png");
    Files.write(
        large, PictureWriter.png(new BufferedImage(2000, 1000, BufferedImage.TYPE_BYTE_GRAY)));
    assertThat(widthIn(large, 50)).isEqualTo(1280);
    assertThat(widthIn(large, 51)).isEqualTo(960);
    assertThat(widthIn(large, 201)).isEqualTo(640);
  }

  @Test
  void anUnfinishedReportLeavesNoFiles() throws Exception {
    Path file = folder.resolve("sub/r.html");
    try (ReportWriter report = new ReportWriter(file, 1, CONTEXT)) {
      report.add("a", picture(), reply());
    }
    try (var left = Files.list(file.getParent())) {
      assertThat(left).isEmpty();
    }
  }

  @Test
  void aPlaceholderWithoutAValueIsAnError() {
    assertThat(new Template("<b>{{a}}</b>").fill("a", "<&>").markup())
        .isEqualTo("<b>&lt;&amp;&gt;</b>");
    assertThatThrownBy(() -> new Template("{{a}}").fill("b", 1))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private String page(int pictures) throws IOException {
    Path file = folder.resolve("report.html");
    try (ReportWriter report = new ReportWriter(file, pictures, CONTEXT)) {
      for (int i = 0; i < pictures; i++) {
        report.add("cam " + i + ".png", picture(), reply());
      }
      report.finish(Duration.ofSeconds(2), FINISHED);
    }
    return Files.readString(file);
  }

  private int widthIn(Path picture, int pictures) throws IOException {
    Path file = folder.resolve("w.html");
    try (ReportWriter report = new ReportWriter(file, pictures, CONTEXT)) {
      report.add("a", picture, Replies.of(2000, 1000));
      report.finish(Duration.ofSeconds(1), FINISHED);
    }
    Matcher width =
        Pattern.compile("class=\"picture\"[^>]* width=\"(\\d+)\"").matcher(Files.readString(file));
    assertThat(width.find()).isTrue();
    return Integer.parseInt(width.group(1));
  }

  private Path picture() throws IOException {
    BufferedImage black = new BufferedImage(40, 20, BufferedImage.TYPE_INT_RGB);
    return Files.write(folder.resolve("p.png"), PictureWriter.png(black));
  }

  private static Reply reply() throws IOException {
    BufferedImage map = new BufferedImage(40, 20, BufferedImage.TYPE_BYTE_BINARY);
    EncodedPng png = new EncodedPng(PictureWriter.png(map));
    return Replies.of(
        40,
        20,
        Replies.object("person", 1, 2, 3, 4),
        Replies.face(1, 2, 3, 4, new Point(2, 3)),
        Replies.edges(0, 0, png),
        Replies.corner(5, 6));
  }

  /** Checks that every element is closed in order. */
  private static void assertBalanced(String page) {
    String markup = page.replaceAll("(?s)<(script|style)>.*?</\\1>", "");
    Deque<String> open = new ArrayDeque<>();
    Matcher tag = TAG.matcher(markup);
    while (tag.find()) {
      String name = tag.group(2);
      if (!tag.group(1).isEmpty()) {
        assertThat(open.pop()).isEqualTo(name);
      } else if (tag.group(4).isEmpty() && !VOID.contains(name)) {
        open.push(name);
      }
    }
    assertThat(open).isEmpty();
    assertThat(TAG.matcher(markup).replaceAll("").replace("<!doctype html>", ""))
        .doesNotContain("<");
  }
}
