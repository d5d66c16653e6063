package io.lynceus.client.drawing;

import io.lynceus.model.Box;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.Shape;
import java.awt.geom.Rectangle2D;

/**
 * The picture that findings are drawn on, and how image coordinates map to it: the picture may be
 * smaller.
 *
 * @param width of the picture, in pixels
 * @param height of the picture, in pixels
 * @param xScale picture pixels per image pixel, horizontally
 * @param yScale picture pixels per image pixel, vertically
 */
record Canvas(Graphics2D g, int width, int height, double xScale, double yScale) {

  /** The width of lines: 2 pixels on a small picture, in proportion on a large one. */
  double line() {
    return Math.max(2, Math.max(width, height) / 500.0);
  }

  double x(double imageX) {
    return imageX * xScale;
  }

  double y(double imageY) {
    return imageY * yScale;
  }

  Rectangle2D rectangle(Box box) {
    return new Rectangle2D.Double(
        x(box.x()), y(box.y()), box.width() * xScale, box.height() * yScale);
  }

  /** Strokes the shape in this colour, on a dark halo that shows on bright ground. */
  void outline(Shape shape, Color colour, double line) {
    g.setColor(Colours.HALO);
    g.setStroke(stroke(line * 2));
    g.draw(shape);
    g.setColor(colour);
    g.setStroke(stroke(line));
    g.draw(shape);
  }

  private static BasicStroke stroke(double width) {
    return new BasicStroke((float) width, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND);
  }
}
