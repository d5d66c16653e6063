package io.lynceus.client.report;

import io.lynceus.client.drawing.Colours;
import io.lynceus.client.drawing.EdgeOverlay;
import io.lynceus.client.drawing.PictureReader;
import io.lynceus.client.drawing.PictureWriter;
import io.lynceus.model.Analysis;
import io.lynceus.model.Box;
import io.lynceus.model.Findings;
import io.lynceus.model.Findings.Detection;
import io.lynceus.model.Findings.StrongPoint;
import io.lynceus.model.Point;
import io.lynceus.model.Reply;
import io.lynceus.model.Reply.ImageInfo;
import io.lynceus.model.Reply.UnitReply;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A picture with its layers, each of which the page can hide. */
final class PictureLayers {
  private static final float JPEG_QUALITY = 0.8f;

  private final Fragments fragments;
  private final ImageInfo image;
  private final int width;
  private final int height;
  private final List<Html> shapes = new ArrayList<>();
  private final List<Html> tags = new ArrayList<>();
  private final List<Html> maps = new ArrayList<>();

  /**
   * @param maxSide longer side of the picture and of the edge map in the page, in pixels
   */
  PictureLayers(Fragments fragments, ImageInfo image, int maxSide) {
    this.fragments = fragments;
    this.image = image;
    double scale = Math.min(1, (double) maxSide / Math.max(image.width(), image.height()));
    this.width = (int) Math.max(1, Math.round(image.width() * scale));
    this.height = (int) Math.max(1, Math.round(image.height() * scale));
  }

  /** The picture itself. */
  Html picture(Path file, String alt) throws IOException {
    BufferedImage picture =
        PictureReader.read(file, Math.max(width, height), image.condition().stretched());
    return fragments.fill(
        "picture",
        "width",
        picture.getWidth(),
        "height",
        picture.getHeight(),
        "alt",
        alt,
        "base64",
        base64(PictureWriter.jpeg(picture, JPEG_QUALITY)));
  }

  /** The picture with all its layers. */
  Html markup(Html picture, Reply reply) throws IOException {
    for (Map.Entry<Analysis, UnitReply> analysis : reply.analyses().entrySet()) {
      if (analysis.getValue().findings().isPresent()) {
        add(analysis.getKey(), analysis.getValue().findings().get());
      }
    }
    return fragments.fill(
        "stage",
        "width",
        image.width(),
        "height",
        image.height(),
        "picture",
        picture,
        "maps",
        Fragments.joined(maps),
        "shapes",
        Fragments.joined(shapes),
        "tags",
        Fragments.joined(tags));
  }

  private void add(Analysis analysis, Findings findings) throws IOException {
    String layer = analysis.key();
    for (Detection box : findings.boxes()) {
      String name = box.label().orElseGet(analysis::singular);
      addBox(layer, box.box(), name, box.score(), Colours.of(name));
      addPoints(layer, "medium", box.points(), Colours.of(name));
    }
    addPoints(layer, findings.points().orElse(List.of()));
    if (findings.map().isPresent()) {
      BufferedImage overlay = EdgeOverlay.of(findings.map().get(), width, height);
      maps.add(fragments.fill("map", "layer", layer, "base64", base64(PictureWriter.png(overlay))));
    }
  }

  private void addBox(String layer, Box box, String label, float score, Color colour) {
    shapes.add(
        fragments.fill(
            "box",
            "layer",
            layer,
            "colour",
            Colours.css(colour),
            "x",
            decimal(box.x()),
            "y",
            decimal(box.y()),
            "width",
            decimal(box.width()),
            "height",
            decimal(box.height())));
    tags.add(
        fragments.fill(
            "tag",
            "layer",
            layer,
            "colour",
            Colours.css(colour),
            "x",
            decimal(100 * box.x() / image.width()),
            "y",
            decimal(100 * box.y() / image.height()),
            "text",
            label + " " + String.format(Locale.ROOT, "%.2f", score)));
  }

  /**
   * Groups points by the square root of their strength relative to the strongest: weak, medium,
   * strong.
   */
  private void addPoints(String layer, List<StrongPoint> corners) {
    double strongest = corners.stream().mapToDouble(StrongPoint::strength).max().orElse(1);
    List<List<Point>> groups = List.of(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    for (StrongPoint corner : corners) {
      double relative = Math.sqrt(corner.strength() / strongest);
      groups.get(Math.min(2, (int) (3 * relative))).add(new Point(corner.x(), corner.y()));
    }
    List<String> strengths = List.of("weak", "medium", "strong");
    for (int i = 0; i < groups.size(); i++) {
      addPoints(layer, strengths.get(i), groups.get(i), Colours.CORNER);
    }
  }

  /** Draws dots as a path of zero-length lines: the shortest markup for hundreds of them. */
  private void addPoints(String layer, String strength, List<Point> points, Color colour) {
    if (points.isEmpty()) {
      return;
    }
    StringBuilder path = new StringBuilder();
    for (Point point : points) {
      path.append('M').append(decimal(point.x())).append(' ').append(decimal(point.y()));
      path.append("h0");
    }
    shapes.add(
        fragments.fill(
            "points",
            "layer",
            layer,
            "strength",
            strength,
            "colour",
            Colours.css(colour),
            "path",
            path));
  }

  private static String decimal(double value) {
    return String.format(Locale.ROOT, "%.1f", value);
  }

  /** Base64 needs no escaping; this avoids scanning megabytes. */
  private static Html base64(byte[] bytes) {
    return new Html(Base64.getEncoder().encodeToString(bytes));
  }
}
