package io.lynceus.client.report;

import io.lynceus.client.drawing.Colours;
import io.lynceus.client.drawing.EdgeOverlay;
import io.lynceus.client.drawing.PictureWriter;
import io.lynceus.common.page.FindingKind;
import io.lynceus.model.Analysis;
import io.lynceus.model.Box;
import io.lynceus.model.EncodedPng;
import io.lynceus.model.Findings;
import io.lynceus.model.Findings.Detection;
import io.lynceus.model.Findings.Marks;
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
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** A picture with its layers, each of which the page can hide. */
final class PictureLayers {
  /** So many labels fit beside each other on a card. */
  private static final int WIDEST_LABELS = 8;

  private final Fragments fragments;
  private final ImageInfo image;
  private final Thumbnails thumbnails;
  private final List<Html> shapes = new ArrayList<>();
  private final List<Html> tags = new ArrayList<>();
  private final List<Html> maps = new ArrayList<>();
  private final Set<String> counted = new HashSet<>();

  PictureLayers(Fragments fragments, ImageInfo image, Thumbnails thumbnails) {
    this.fragments = fragments;
    this.image = image;
    this.thumbnails = thumbnails;
  }

  /** The picture itself. */
  Html picture(Path file, String alt) throws IOException {
    Thumbnails.Thumbnail picture = thumbnails.of(file, image.condition().stretched());
    return fragments.fill(
        "picture",
        "width",
        picture.width(),
        "height",
        picture.height(),
        "alt",
        alt,
        "base64",
        new Html(picture.base64()));
  }

  /** The picture with all its layers. */
  Html markup(Html picture, Reply reply) throws IOException {
    for (Map.Entry<Analysis, UnitReply> analysis : reply.analyses().entrySet()) {
      if (analysis.getValue().findings().isPresent()) {
        add(analysis.getKey(), analysis.getValue().findings().get());
      }
    }
    return fragments.fill(
        "view",
        "width",
        image.width(),
        "height",
        image.height(),
        "picture",
        picture,
        "maps",
        Fragments.packed(maps),
        "shapes",
        Fragments.packed(shapes),
        "tags",
        Fragments.packed(tags));
  }

  private void add(Analysis analysis, Findings findings) throws IOException {
    String layer = analysis.key();
    Set<String> labels = new HashSet<>();
    for (Detection box : findings.boxes()) {
      String name = PictureCounts.name(analysis, box);
      if (box.marks().count()) {
        labels.add(name);
      }
      // A label that an earlier analysis has found is shown, but not counted again.
      addBox(layer, box, name, counted.contains(name));
      addPoints(layer, "landmarks", box.points(), Colours.of(name));
    }
    counted.addAll(labels);
    if (thumbnails.layers()) {
      addPoints(layer, findings.points().orElse(List.of()));
      if (findings.map().filter(map -> !map.isPicture()).isPresent()) {
        addMap(layer, findings.map().get());
      }
    }
  }

  private void addMap(String layer, EncodedPng map) throws IOException {
    double scale =
        Math.min(1, (double) thumbnails.maxSide() / Math.max(image.width(), image.height()));
    int width = (int) Math.max(1, Math.round(image.width() * scale));
    int height = (int) Math.max(1, Math.round(image.height() * scale));
    BufferedImage overlay = EdgeOverlay.of(map, width, height);
    maps.add(fragments.fill("map", "layer", layer, "base64", base64(PictureWriter.png(overlay))));
  }

  private void addBox(String layer, Detection detection, String label, boolean again) {
    Box box = detection.box();
    String kind = FindingKind.of(label).key();
    String score = String.format(Locale.ROOT, "%.2f", detection.score());
    shapes.add(
        fragments.fill(
            "box",
            "layer",
            layer,
            "kind",
            kind,
            "label",
            label,
            "score",
            score,
            "again",
            again || !detection.marks().count() ? "data-again" : "",
            "marks",
            why(detection.marks()),
            "x",
            decimal(box.x()),
            "y",
            decimal(box.y()),
            "width",
            decimal(box.width()),
            "height",
            decimal(box.height())));
    // A name on a box that is narrower than the name would cover its neighbours.
    boolean wide = box.width() * WIDEST_LABELS > image.width();
    tags.add(
        fragments.fill(
            "tag",
            "layer",
            layer,
            "kind",
            kind,
            "small",
            wide && detection.marks().count() ? "" : "small",
            "score",
            score,
            "x",
            decimal(100 * box.x() / image.width()),
            "y",
            decimal(100 * box.y() / image.height()),
            "text",
            label));
  }

  /** Why a box does not count; empty if it does. */
  private static String why(Marks marks) {
    return marks
        .masked()
        .map(mask -> "masked by " + mask)
        .or(() -> marks.filtered().map(bound -> "filtered by " + bound))
        .orElse("");
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
