package io.lynceus.app.accuracy;

import io.lynceus.app.accuracy.PictureErrors.Kind;
import io.lynceus.app.accuracy.PictureErrors.Mark;
import io.lynceus.app.accuracy.PictureErrors.Shown;
import io.lynceus.client.drawing.PictureReader;
import io.lynceus.client.drawing.PictureWriter;
import io.lynceus.client.report.Fragments;
import io.lynceus.client.report.Html;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;

/** Draws a picture twice, side by side: with its labels, and with what was found. */
final class PictureCard {
  private static final int MAX_SIDE = 640;
  private static final float JPEG_QUALITY = 0.8f;

  /** Text of a picture is this part of its longer side high. */
  private static final double TEXT = 1 / 44.0;

  private final Fragments fragments;

  PictureCard(Fragments fragments) {
    this.fragments = fragments;
  }

  /**
   * The markup. The picture is in it once, and used twice.
   *
   * @param id of the picture in the page
   */
  Html markup(PictureErrors errors, String id) {
    Shown shown = errors.picture();
    Html picture = Fragments.joined(List.of());
    Html again = picture;
    Html problem = picture;
    try {
      picture = picture(errors, id);
      again = fragments.fill("again", "id", id);
    } catch (IOException e) {
      String why = "The picture cannot be shown here: " + e.getMessage();
      problem = fragments.fill("problem", "text", why);
    }
    HitCounts counts = errors.counts();
    return fragments.fill(
        "pair",
        "name",
        shown.name(),
        "errors",
        counts.missed() + " missed, " + alarms(counts.falseAlarms()),
        "width",
        shown.width(),
        "height",
        shown.height(),
        "labelsText",
        "Labels: " + counts.found() + " found, " + counts.missed() + " missed",
        "findingsText",
        "Findings: " + counts.found() + " right, " + alarms(counts.falseAlarms()),
        "picture",
        picture,
        "labels",
        marks(errors.labels(), shown),
        "again",
        again,
        "findings",
        marks(errors.findings(), shown),
        "problem",
        problem);
  }

  private static String alarms(int count) {
    return AccuracyResult.number(count, "false alarm");
  }

  private Html picture(PictureErrors errors, String id) throws IOException {
    Shown shown = errors.picture();
    byte[] jpeg =
        PictureWriter.jpeg(
            PictureReader.read(shown.file(), MAX_SIDE, errors.stretched()), JPEG_QUALITY);
    return fragments.fill(
        "picture",
        "id",
        id,
        "width",
        shown.width(),
        "height",
        shown.height(),
        "base64",
        new Html(Base64.getEncoder().encodeToString(jpeg)));
  }

  /** The boxes, and after them their names, so that no line crosses a name. */
  private Html marks(List<Mark> marks, Shown shown) {
    double size = Math.max(shown.width(), shown.height()) * TEXT;
    List<Html> boxes = new ArrayList<>();
    List<Html> tags = new ArrayList<>();
    for (Mark mark : marks) {
      boxes.add(
          fragments.fill(
              "mark",
              "kind",
              style(mark.kind()),
              "x",
              decimal(mark.region().x()),
              "y",
              decimal(mark.region().y()),
              "width",
              decimal(mark.region().width()),
              "height",
              decimal(mark.region().height())));
      double above = mark.region().y() - size * 0.3;
      tags.add(
          fragments.fill(
              "tag",
              "kind",
              style(mark.kind()),
              "x",
              decimal(Math.max(0, Math.min(mark.region().x(), shown.width() - 3 * size))),
              "y",
              decimal(above < size ? mark.region().y() + size : above),
              "size",
              decimal(size),
              "halo",
              decimal(size / 6),
              "text",
              text(mark)));
    }
    boxes.addAll(tags);
    return Fragments.joined(boxes);
  }

  private static String text(Mark mark) {
    return mark.label()
        + mark.score().map(score -> String.format(Locale.ROOT, " %.2f", score)).orElse("");
  }

  private static String style(Kind kind) {
    return switch (kind) {
      case FOUND -> "found";
      case MISSED -> "missed";
      case HIT -> "hit";
      case FALSE_ALARM -> "alarm";
      case IGNORED -> "ignored";
    };
  }

  private static String decimal(double value) {
    return String.format(Locale.ROOT, "%.1f", value);
  }
}
