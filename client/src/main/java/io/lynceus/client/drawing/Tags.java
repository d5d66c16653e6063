package io.lynceus.client.drawing;

import java.awt.Color;
import java.awt.Font;
import java.awt.font.LineMetrics;
import java.awt.geom.Point2D;
import java.awt.geom.Rectangle2D;
import java.awt.geom.RoundRectangle2D;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Draws the filled labels of boxes. A label goes where no other is: above its box, inside, below or
 * beside it, and always inside the picture.
 */
final class Tags {
  private static final Logger log = LoggerFactory.getLogger(Tags.class);

  /** The most that a crowd may push a label away from its box, in label heights. */
  private static final int ROWS = 4;

  private final Canvas canvas;
  private final List<Rectangle2D> placed = new ArrayList<>();
  private boolean textless;

  Tags(Canvas canvas) {
    this.canvas = canvas;
    double size = Math.max(12, Math.max(canvas.width(), canvas.height()) / 60.0);
    canvas.g().setFont(new Font(Font.SANS_SERIF, Font.BOLD, (int) Math.round(size)));
  }

  void draw(Rectangle2D box, String text, Color colour) {
    if (textless) {
      return;
    }
    try {
      drawText(box, text, colour);
    } catch (LinkageError | InternalError | NullPointerException e) {
      // Each of these is what some Java without fonts or their libraries throws.
      log.warn("labels are left out of the pictures: this Java has no fonts", e);
      textless = true;
    }
  }

  private void drawText(Rectangle2D box, String text, Color colour) {
    Font font = canvas.g().getFont();
    LineMetrics metrics = font.getLineMetrics(text, canvas.g().getFontRenderContext());
    double pad = metrics.getHeight() * 0.2;
    double width =
        font.getStringBounds(text, canvas.g().getFontRenderContext()).getWidth() + 2 * pad;
    Rectangle2D tag = place(box, width, metrics.getHeight() + pad);
    placed.add(tag);
    RoundRectangle2D shape =
        new RoundRectangle2D.Double(
            tag.getX(), tag.getY(), tag.getWidth(), tag.getHeight(), 2 * pad, 2 * pad);
    canvas.outline(shape, colour, 1);
    canvas.g().fill(shape);
    canvas.g().setColor(Color.BLACK);
    canvas
        .g()
        .drawString(
            text, (float) (tag.getX() + pad), (float) (tag.getY() + pad / 2 + metrics.getAscent()));
  }

  private Rectangle2D place(Rectangle2D box, double width, double height) {
    double gap = canvas.line();
    double right = box.getMaxX() - width;
    double above = box.getY() - height - gap;
    double inside = box.getY() + gap;
    double below = box.getMaxY() + gap;
    List<Point2D> candidates = new ArrayList<>();
    candidates.add(new Point2D.Double(box.getX(), above));
    candidates.add(new Point2D.Double(right, above));
    candidates.add(new Point2D.Double(box.getX() + gap, inside));
    candidates.add(new Point2D.Double(right - gap, inside));
    for (int row = 0; row < ROWS; row++) {
      candidates.add(new Point2D.Double(box.getX(), below + row * (height + gap)));
      candidates.add(new Point2D.Double(right, below + row * (height + gap)));
      candidates.add(new Point2D.Double(box.getX(), above - row * (height + gap)));
    }
    for (Point2D candidate : candidates) {
      Rectangle2D tag = inside(candidate, width, height);
      if (placed.stream().noneMatch(tag::intersects)) {
        return tag;
      }
    }
    return inside(candidates.get(0), width, height);
  }

  private Rectangle2D inside(Point2D corner, double width, double height) {
    return new Rectangle2D.Double(
        clamp(corner.getX(), canvas.width() - width),
        clamp(corner.getY(), canvas.height() - height),
        width,
        height);
  }

  private static double clamp(double value, double max) {
    return Math.max(0, Math.min(value, max));
  }
}
