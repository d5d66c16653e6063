package io.lynceus.client.drawing;

import io.lynceus.model.Analysis;
import io.lynceus.model.Findings;
import io.lynceus.model.Findings.Corner;
import io.lynceus.model.Findings.FaceDetection;
import io.lynceus.model.Findings.ObjectDetection;
import io.lynceus.model.Point;
import io.lynceus.model.Reply;
import io.lynceus.model.Reply.ImageInfo;
import io.lynceus.model.Reply.UnitReply;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Draws a reply's findings, one layer for each analysis. Stateless. */
public final class Annotator {
  /** From the ground up: what is small and exact lies on top. */
  private static final List<Analysis> ORDER =
      List.of(Analysis.EDGES, Analysis.CORNERS, Analysis.OBJECTS, Analysis.FACES);

  private Annotator() {}

  /**
   * Draws layers onto the upright picture, which may be smaller than the image was.
   *
   * @throws IOException when the reply's edge map cannot be read
   */
  public static void draw(BufferedImage picture, Reply reply, Set<Analysis> layers)
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
      for (Analysis layer : ORDER) {
        UnitReply unit = reply.analyses().get(layer);
        if (layers.contains(layer) && unit != null && unit.findings().isPresent()) {
          draw(canvas, tags, unit.findings().get());
        }
      }
    } finally {
      g.dispose();
    }
  }

  /** One layer alone, transparent where it shows nothing. */
  public static BufferedImage layer(Reply reply, Analysis layer, int width, int height)
      throws IOException {
    BufferedImage alone = new BufferedImage(width, height, BufferedImage.TYPE_INT_ARGB);
    draw(alone, reply, EnumSet.of(layer));
    return alone;
  }

  private static void draw(Canvas canvas, Tags tags, Findings findings) throws IOException {
    if (findings instanceof Findings.Edges edges && edges.png().isPresent()) {
      BufferedImage overlay = EdgeOverlay.of(edges.png().get(), canvas.width(), canvas.height());
      canvas.g().drawImage(overlay, 0, 0, canvas.width(), canvas.height(), null);
    } else if (findings instanceof Findings.Corners corners) {
      drawCorners(canvas, corners.points());
    } else if (findings instanceof Findings.Objects objects) {
      List<ObjectDetection> detections = objects.detections();
      for (ObjectDetection object : detections) {
        canvas.outline(canvas.rectangle(object.box()), Colours.of(object.label()), canvas.line());
      }
      // After all boxes, so that no line crosses a label.
      for (ObjectDetection object : detections) {
        String text = object.label() + " " + score(object.score());
        tags.draw(canvas.rectangle(object.box()), text, Colours.of(object.label()));
      }
    } else if (findings instanceof Findings.Faces faces) {
      faces.detections().forEach(face -> drawFace(canvas, tags, face));
    }
  }

  private static void drawFace(Canvas canvas, Tags tags, FaceDetection face) {
    Rectangle2D box = canvas.rectangle(face.box());
    canvas.outline(box, Colours.FACE, canvas.line());
    double radius = Math.max(canvas.line(), Math.min(box.getWidth(), 400) / 40);
    for (Point point : face.landmarks()) {
      dot(canvas, canvas.x(point.x()), canvas.y(point.y()), radius, Colours.FACE);
    }
    tags.draw(box, "face " + score(face.score()), Colours.FACE);
  }

  /** Size and opacity go with the square root of the strength, relative to the strongest. */
  private static void drawCorners(Canvas canvas, List<Corner> corners) {
    double strongest = corners.stream().mapToDouble(Corner::strength).max().orElse(1);
    for (Corner corner : corners) {
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
