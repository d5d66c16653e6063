package io.lynceus.client.drawing;

import io.lynceus.model.Analysis;
import io.lynceus.model.EncodedPng;
import io.lynceus.model.Findings;
import io.lynceus.model.Findings.Detection;
import io.lynceus.model.Findings.Marks;
import io.lynceus.model.Findings.StrongPoint;
import io.lynceus.model.Point;
import io.lynceus.model.Reply;
import io.lynceus.model.Reply.ImageInfo;
import io.lynceus.model.cameras.ClusterCameras.Rules;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Draws a reply's findings, one layer per analysis. What does not count has thinner lines.
 * Stateless.
 */
public final class Annotator {
  private Annotator() {}

  /**
   * Draws layers onto the upright picture, which may be smaller than the image was.
   *
   * @throws IOException when the reply's edge map cannot be read
   */
  public static void draw(BufferedImage picture, Reply reply, Predicate<Analysis> layers)
      throws IOException {
    draw(picture, reply, layers, Rules.NONE);
  }

  /**
   * Draws layers onto the upright picture, on the zones and masks of its camera.
   *
   * @throws IOException when the reply's edge map cannot be read
   */
  public static void draw(
      BufferedImage picture, Reply reply, Predicate<Analysis> layers, Rules rules)
      throws IOException {
    if (reply.image().isEmpty()) {
      return;
    }
    ImageInfo image = reply.image().get();
    Graphics2D g = picture.createGraphics();
    try {
      g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
      g.setRenderingHint(
          RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
      g.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
      Canvas canvas =
          new Canvas(
              g,
              picture.getWidth(),
              picture.getHeight(),
              (double) picture.getWidth() / image.width(),
              (double) picture.getHeight() / image.height());
      Tags tags = new Tags(canvas);
      SortedMap<Analysis, Findings> drawn = new TreeMap<>();
      reply
          .analyses()
          .forEach(
              (analysis, unit) ->
                  unit.findings()
                      .filter(findings -> layers.test(analysis))
                      .ifPresent(findings -> drawn.put(analysis, findings)));
      drawPicture(canvas, drawn.get(Analysis.EDGES));
      Regions.draw(canvas, tags, rules);
      // From the ground up: what is small and exact lies on top.
      for (Findings findings : drawn.values()) {
        drawMap(canvas, findings);
      }
      for (Findings findings : drawn.values()) {
        drawPoints(canvas, findings.points().orElse(List.of()));
      }
      drawn.forEach((analysis, findings) -> drawBoxes(canvas, tags, analysis, findings.boxes()));
    } finally {
      g.dispose();
    }
  }

  /** One layer alone, on a transparent ground. */
  public static BufferedImage layer(Reply reply, Analysis layer, int width, int height)
      throws IOException {
    BufferedImage alone = new BufferedImage(width, height, BufferedImage.TYPE_INT_ARGB);
    draw(alone, reply, layer::equals);
    return alone;
  }

  /** The edges over the picture, in the picture's place. */
  private static void drawPicture(Canvas canvas, @Nullable Findings edges) throws IOException {
    if (edges != null && edges.map().filter(EncodedPng::isPicture).isPresent()) {
      BufferedImage over = EdgeOverlay.picture(edges.map().get());
      canvas.g().drawImage(over, 0, 0, canvas.width(), canvas.height(), null);
    }
  }

  /** Pictures in colours are for looking at beside this one, and are not drawn. */
  private static void drawMap(Canvas canvas, Findings findings) throws IOException {
    if (findings.map().filter(map -> !map.isPicture()).isPresent()) {
      BufferedImage overlay = EdgeOverlay.of(findings.map().get(), canvas.width(), canvas.height());
      canvas.g().drawImage(overlay, 0, 0, canvas.width(), canvas.height(), null);
    }
  }

  private static void drawBoxes(
      Canvas canvas, Tags tags, Analysis analysis, List<Detection> boxes) {
    for (Detection box : boxes) {
      Rectangle2D outline = canvas.rectangle(box.box());
      Color colour = Colours.of(name(analysis, box));
      canvas.outline(outline, colour, box.marks().count() ? canvas.line() : canvas.line() / 3);
      double radius = Math.max(canvas.line(), Math.min(outline.getWidth(), 400) / 40);
      for (Point point : box.points()) {
        dot(canvas, canvas.x(point.x()), canvas.y(point.y()), radius, colour);
      }
    }
    // After all boxes, so that no line crosses a label.
    for (Detection box : boxes) {
      String name = name(analysis, box);
      Color colour = box.marks().count() ? Colours.of(name) : Colours.UNCOUNTED;
      tags.draw(canvas.rectangle(box.box()), text(name, box), colour);
    }
  }

  /** What counts has its score and its zones; what does not, briefly why. */
  private static String text(String name, Detection box) {
    Marks marks = box.marks();
    if (marks.count()) {
      String zones = marks.zones().isEmpty() ? "" : " in " + String.join(", ", marks.zones());
      return name + " " + score(box.score()) + zones;
    }
    return name
        + marks.masked().map(mask -> ": mask " + mask).orElse("")
        + marks.filtered().map(bound -> ": " + bound).orElse("");
  }

  private static String name(Analysis analysis, Detection box) {
    return box.label().orElseGet(analysis::singular);
  }

  /** Size and opacity go with the square root of the strength, relative to the strongest. */
  private static void drawPoints(Canvas canvas, List<StrongPoint> corners) {
    double strongest = corners.stream().mapToDouble(StrongPoint::strength).max().orElse(1);
    for (StrongPoint corner : corners) {
      double relative = Math.sqrt(corner.strength() / strongest);
      Color colour = Colours.withAlpha(Colours.CORNER, (int) (110 + 145 * relative));
      double radius = canvas.line() * (0.7 + 0.8 * relative);
      dot(canvas, canvas.x(corner.x()), canvas.y(corner.y()), radius, colour);
    }
  }

  private static void dot(Canvas canvas, double x, double y, double radius, Color colour) {
    Ellipse2D dot = new Ellipse2D.Double(x - radius, y - radius, 2 * radius, 2 * radius);
    canvas.outline(dot, colour, Math.max(0.5, radius / 6));
    canvas.g().fill(dot);
  }

  private static String score(float score) {
    return String.format(Locale.ROOT, "%.2f", score);
  }
}
