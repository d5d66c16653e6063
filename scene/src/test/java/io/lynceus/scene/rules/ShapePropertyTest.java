package io.lynceus.scene.rules;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynceus.scene.camera.Polygon;
import io.lynceus.scene.camera.Vertex;
import java.awt.geom.Area;
import java.awt.geom.FlatteningPathIterator;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;
import java.awt.geom.PathIterator;
import java.awt.geom.Rectangle2D;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;

/** Shapes against the JDK's own geometry. */
class ShapePropertyTest {
  private static final double NEAR = 1e-5;

  @Property(tries = 2000)
  void aPlaceLiesInAShapeAsTheJdkSees(
      @ForAll("stars") Polygon polygon,
      @ForAll @DoubleRange(min = 0, max = 1) double x,
      @ForAll @DoubleRange(min = 0, max = 1) double y) {
    Assume.that(distance(polygon, x, y) > NEAR);
    assertThat(new Shape(polygon).contains(x, y)).isEqualTo(path(polygon).contains(x, y));
  }

  @Property(tries = 500)
  void theOutlineBelongsToTheShape(
      @ForAll("stars") Polygon polygon, @ForAll @DoubleRange(min = 0, max = 1) double along) {
    Shape shape = new Shape(polygon);
    List<Vertex> points = polygon.points();
    for (int i = 0; i < points.size(); i++) {
      Vertex from = points.get(i);
      Vertex to = points.get((i + 1) % points.size());
      assertThat(
              shape.contains(
                  from.x() + along * (to.x() - from.x()), from.y() + along * (to.y() - from.y())))
          .isTrue();
    }
  }

  @Property(tries = 1000)
  void thePartOfABoxIsThatOfTheJdksAreas(
      @ForAll("stars") Polygon polygon, @ForAll("boxes") Rectangle2D box) {
    Area common = new Area(path(polygon));
    common.intersect(new Area(box));
    double part =
        new Shape(polygon).partOf(box.getMinX(), box.getMinY(), box.getMaxX(), box.getMaxY());
    assertThat(part).isBetween(0.0, 1.0);
    assertThat(Math.abs(part - area(common) / (box.getWidth() * box.getHeight()))).isLessThan(1e-6);
  }

  @Property(tries = 300)
  void theDirectionOfTheOutlineDoesNotMatter(
      @ForAll("stars") Polygon polygon, @ForAll("boxes") Rectangle2D box) {
    List<Vertex> points = polygon.points();
    int last = points.size() - 1;
    Shape back =
        new Shape(
            new Polygon(
                IntStream.rangeClosed(0, last).mapToObj(i -> points.get(last - i)).toList()));
    Shape shape = new Shape(polygon);
    assertThat(back.contains(box.getX(), box.getY()))
        .isEqualTo(shape.contains(box.getX(), box.getY()));
    double part = shape.partOf(box.getMinX(), box.getMinY(), box.getMaxX(), box.getMaxY());
    assertThat(
            Math.abs(
                part - back.partOf(box.getMinX(), box.getMinY(), box.getMaxX(), box.getMaxY())))
        .isLessThan(1e-9);
  }

  @Test
  void whatIsNoNumberLiesNowhere() {
    Shape all =
        new Shape(
            new Polygon(
                List.of(new Vertex(0, 0), new Vertex(1, 0), new Vertex(1, 1), new Vertex(0, 1))));
    assertThat(all.contains(Double.NaN, 0.5)).isFalse();
    assertThat(all.contains(0.5, Double.POSITIVE_INFINITY)).isFalse();
    assertThat(all.partOf(Double.NaN, 0, 1, 1)).isZero();
    assertThat(all.partOf(0, 0, 0, 1)).isZero();
    assertThat(all.partOf(0, 0, Double.POSITIVE_INFINITY, 1)).isZero();
  }

  /** Points around a middle, at any distance: never crossing, and mostly not convex. */
  @Provide
  Arbitrary<Polygon> stars() {
    Arbitrary<List<Double>> radii =
        Arbitraries.doubles().between(0.02, 0.5).list().ofMinSize(3).ofMaxSize(64);
    return radii.map(
        list ->
            new Polygon(
                IntStream.range(0, list.size())
                    .mapToObj(
                        i -> {
                          double angle = 2 * Math.PI * (i + 0.3) / list.size();
                          return new Vertex(
                              0.5 + list.get(i) * Math.cos(angle),
                              0.5 + list.get(i) * Math.sin(angle));
                        })
                    .toList()));
  }

  @Provide
  Arbitrary<Rectangle2D> boxes() {
    Arbitrary<Double> places = Arbitraries.doubles().between(0, 0.95);
    Arbitrary<Double> sizes = Arbitraries.doubles().between(0.01, 1);
    return Combinators.combine(places, places, sizes, sizes)
        .as((x, y, w, h) -> new Rectangle2D.Double(x, y, Math.min(w, 1 - x), Math.min(h, 1 - y)));
  }

  private static Path2D path(Polygon polygon) {
    Path2D path = new Path2D.Double();
    for (Vertex point : polygon.points()) {
      if (path.getCurrentPoint() == null) {
        path.moveTo(point.x(), point.y());
      } else {
        path.lineTo(point.x(), point.y());
      }
    }
    path.closePath();
    return path;
  }

  private static double distance(Polygon polygon, double x, double y) {
    List<Vertex> points = polygon.points();
    return IntStream.range(0, points.size())
        .mapToDouble(
            i -> {
              Vertex from = points.get(i);
              Vertex to = points.get((i + 1) % points.size());
              return Line2D.ptSegDist(from.x(), from.y(), to.x(), to.y(), x, y);
            })
        .min()
        .orElseThrow();
  }

  private static double area(Area area) {
    double twice = 0;
    double[] at = new double[6];
    double startX = 0;
    double startY = 0;
    double x = 0;
    double y = 0;
    PathIterator path = new FlatteningPathIterator(area.getPathIterator(null), 1e-9);
    for (; !path.isDone(); path.next()) {
      switch (path.currentSegment(at)) {
        case PathIterator.SEG_MOVETO -> {
          startX = at[0];
          startY = at[1];
        }
        case PathIterator.SEG_LINETO -> twice += x * at[1] - at[0] * y;
        default -> {
          at[0] = startX;
          at[1] = startY;
          twice += x * startY - startX * y;
        }
      }
      x = at[0];
      y = at[1];
    }
    return Math.abs(twice) / 2;
  }
}
