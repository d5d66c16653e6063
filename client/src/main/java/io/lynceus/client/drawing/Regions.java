package io.lynceus.client.drawing;

import io.lynceus.model.Point;
import io.lynceus.model.cameras.ClusterCameras.Mask;
import io.lynceus.model.cameras.ClusterCameras.Rules;
import io.lynceus.model.cameras.ClusterCameras.Zone;
import java.awt.BasicStroke;
import java.awt.Shape;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;
import java.awt.geom.Point2D;
import java.awt.geom.Rectangle2D;
import java.util.List;

/** Draws the zones of a camera as bright areas, and its masks as hatched dark ones. */
final class Regions {
  private Regions() {}

  static void draw(Canvas canvas, Tags tags, Rules rules) {
    for (Mask mask : rules.masks()) {
      hatch(canvas, outline(canvas, mask.polygon()));
    }
    for (Zone zone : rules.zones()) {
      Shape outline = outline(canvas, zone.polygon());
      canvas.g().setColor(Colours.withAlpha(Colours.ZONE, 40));
      canvas.g().fill(outline);
      canvas.outline(outline, Colours.ZONE, canvas.line());
    }
    for (Mask mask : rules.masks()) {
      tags.draw(corner(canvas, mask.polygon()), "mask " + mask.name(), Colours.MASK);
    }
    for (Zone zone : rules.zones()) {
      tags.draw(corner(canvas, zone.polygon()), "zone " + zone.name(), Colours.ZONE);
    }
  }

  private static void hatch(Canvas canvas, Shape outline) {
    Shape before = canvas.g().getClip();
    canvas.g().setColor(Colours.HALO);
    canvas.g().fill(outline);
    canvas.g().clip(outline);
    canvas.g().setColor(Colours.withAlpha(Colours.MASK, 120));
    canvas.g().setStroke(new BasicStroke((float) canvas.line() / 2));
    double step = canvas.line() * 6;
    for (double x = -canvas.height(); x < canvas.width(); x += step) {
      canvas.g().draw(new Line2D.Double(x, 0, x + canvas.height(), canvas.height()));
    }
    canvas.g().setClip(before);
    canvas.outline(outline, Colours.MASK, canvas.line() / 2);
  }

  private static Shape outline(Canvas canvas, List<Point> polygon) {
    Path2D path = new Path2D.Double();
    for (Point point : polygon) {
      Point2D corner = place(canvas, point);
      if (path.getCurrentPoint() == null) {
        path.moveTo(corner.getX(), corner.getY());
      } else {
        path.lineTo(corner.getX(), corner.getY());
      }
    }
    path.closePath();
    return path;
  }

  /** The highest point: there the name of a region stands. */
  private static Rectangle2D corner(Canvas canvas, List<Point> polygon) {
    Point2D highest =
        polygon.stream()
            .map(point -> place(canvas, point))
            .min((one, other) -> Double.compare(one.getY(), other.getY()))
            .orElseThrow();
    return new Rectangle2D.Double(highest.getX(), highest.getY(), 0, 0);
  }

  private static Point2D place(Canvas canvas, Point point) {
    return new Point2D.Double(point.x() * canvas.width(), point.y() * canvas.height());
  }
}
