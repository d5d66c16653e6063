package io.lynceus.client.report;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lynceus.client.Replies;
import io.lynceus.client.drawing.PictureWriter;
import io.lynceus.model.EncodedPng;
import io.lynceus.model.Point;
import io.lynceus.model.Reply;
import io.lynceus.model.Reply.RejectionCode;
import io.lynceus.model.image.LevelRange;
import io.lynceus.model.image.PictureCondition;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.ArrayDeque;
import java.util.Base64;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportWriterTest {
  private static final Set<String> VOID = Set.of("meta", "img");
  private static final Pattern TAG = Pattern.compile("<(/?)([a-z0-9]+)((?:\\s[^<>]*?)?)(/?)>");
  private static final Pattern SCRIPT = Pattern.compile("(?s)<script>(.*?)</script>");

  @TempDir Path folder;

  @Test
  void everyPictureHasACardAndAllMarkupIsClosed() throws Exception {
    String page = page(5);
    assertThat(page.split("<article ", -1)).hasSize(6);
    assertThat(page.split("<img class=\"picture\"", -1)).hasSize(6);
    assertBalanced(page);
  }

  @Test
  void totalsComeBeforeThePictures() throws Exception {
    String page = page(3);
    int tile = page.indexOf("<dt>Pictures</dt><dd>3<");
    assertThat(tile).isPositive().isLessThan(page.indexOf("<article "));
    assertThat(page).contains("<dt>Persons</dt><dd>3<", "<dt>Slaves</dt><dd>1<small>slave-1<");
    assertThat(page).contains("<dt>Pictures/s</dt><dd>1.5<small>in 2.0 s<");
  }

  @Test
  void hostileTextIsEscaped() throws Exception {
    String hostile = "\"><script>alert(1)</script><!--{{cards}}.png";
    Path file = folder.resolve("r.html");
    try (ReportWriter report = new ReportWriter(file, 1)) {
      report.add(hostile, picture(), reply());
      report.add(hostile, picture(), Replies.withoutFaces(40, 20, hostile));
      report.add(hostile, picture(), Replies.rejected(RejectionCode.CORRUPT, hostile));
      report.finish(Duration.ofSeconds(1), LocalDateTime.MIN.withYear(2026));
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
            "<g class=\"layer-objects\"",
            "<g class=\"layer-faces\"",
            "<g class=\"layer-corners points")
        .contains("data-layer=\"objects\" aria-pressed=\"true\">Objects<")
        .contains("data-layer=\"edges\" aria-pressed=\"false\">Edges<")
        .contains(".no-corners .stage .layer-corners { display: none; }")
        .contains("person 0.90", "face 0.90")
        .contains("alt=\"cam 0.png: person 1, face 1\"");
  }

  @Test
  void unknownCountsAreSaid() throws Exception {
    Path file = folder.resolve("r.html");
    try (ReportWriter report = new ReportWriter(file, 2)) {
      report.add("a", picture(), Replies.withoutFaces(40, 20, "no slave answered in 5 s"));
      report.add("b", folder.resolve("gone.png"), reply());
      report.add("c", picture(), Replies.rejected(RejectionCode.TRUNCATED, "send it whole"));
      report.finish(Duration.ofSeconds(1), LocalDateTime.MIN.withYear(2026));
    }
    assertThat(Files.readString(file))
        .contains("face unknown", "<strong>faces: timeout.</strong> no slave answered in 5 s")
        .contains("unknown in 1 picture")
        .contains("The picture cannot be shown here:")
        .contains("<strong>TRUNCATED</strong><span>send it whole</span>");
  }

  @Test
  void aDamagedPictureIsSaidToBeDamaged() throws Exception {
    Reply sound = reply();
    PictureCondition strip = PictureCondition.damaged(Optional.of(0.129));
    Path file = folder.resolve("r.html");
    try (ReportWriter report = new ReportWriter(file, 1)) {
      report.add("a", picture(), sound.withImage(sound.image().map(i -> i.withCondition(strip))));
      report.finish(Duration.ofSeconds(1), LocalDateTime.MIN.withYear(2026));
    }
    assertThat(Files.readString(file))
        .contains("DAMAGED · 12 % decoded", "<strong>The file is damaged:</strong>");
    assertThat(page(1)).doesNotContain("DAMAGED", "damaged");
  }

  @Test
  void aFlatPictureIsAProblemAndAStretchedOneSaysItsLevels() throws Exception {
    PictureCondition stretched =
        PictureCondition.SOUND.withStretched(Optional.of(new LevelRange(29100, 30950)));
    Path file = folder.resolve("r.html");
    try (ReportWriter report = new ReportWriter(file, 2)) {
      report.add("a", picture(), in(stretched));
      report.add("b", picture(), in(PictureCondition.SOUND.withFlat(true)));
      report.finish(Duration.ofSeconds(1), LocalDateTime.MIN.withYear(2026));
    }
    String[] cards = Files.readString(file).split("<article ", -1);
    assertThat(cards[1]).contains("PNG · levels 29100 to 30950 · 1 kB").doesNotContain("problem");
    assertThat(cards[2])
        .contains("<strong>Nothing can be seen.</strong>", "data-has=\"person face problem\"");
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
    try (ReportWriter report = new ReportWriter(file, 1)) {
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
    try (ReportWriter report = new ReportWriter(file, pictures)) {
      for (int i = 0; i < pictures; i++) {
        report.add("cam " + i + ".png", picture(), reply());
      }
      report.finish(Duration.ofSeconds(2), LocalDateTime.MIN.withYear(2026));
    }
    return Files.readString(file);
  }

  private int widthIn(Path picture, int pictures) throws IOException {
    Path file = folder.resolve("w.html");
    try (ReportWriter report = new ReportWriter(file, pictures)) {
      report.add("a", picture, Replies.of(2000, 1000));
      report.finish(Duration.ofSeconds(1), LocalDateTime.MIN.withYear(2026));
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
