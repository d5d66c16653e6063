package io.lynceus.model;

import io.lynceus.model.Findings.Detection;
import io.lynceus.model.Findings.StrongPoint;
import java.nio.ByteBuffer;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Whether findings can be those of an analysis of a picture: they have the parts that the analysis
 * is known to find, and what they tell lies in the picture and in the range of its kind. A slave
 * checks its plug-ins, and a master its slaves.
 */
public final class FindingsCheck {
  /** Parts that are there in every result of an analysis that looks for them, if only empty. */
  private static final Set<FindingsKind> ALWAYS_THERE =
      EnumSet.of(FindingsKind.DETECTIONS, FindingsKind.POINTS);

  /** A box may end beyond the picture by the rounding of its sides, in pixels. */
  private static final float ROUNDING = 1;

  private static final long PNG_SIGNATURE = 0x89504E470D0A1A0AL;
  private static final int PNG_WIDTH_AT = 16;
  private static final int PNG_HEIGHT_AT = 20;
  private static final int PNG_LEAST_BYTES = 57; // with a header, some data and an end

  private final AnalysisDescriptor analysis;
  private final int width;
  private final int height;

  /**
   * @param width of the upright picture, pixels
   * @param height of the upright picture, pixels
   */
  public FindingsCheck(AnalysisDescriptor analysis, int width, int height) {
    this.analysis = analysis;
    this.width = width;
    this.height = height;
  }

  /** What is wrong with the findings, as a clause; empty if they can be right. */
  public Optional<String> flaw(Findings findings) {
    Optional<String> flaw = wrongKind(findings);
    for (Detection detection : findings.boxes()) {
      flaw = flaw.isPresent() ? flaw : flaw(detection);
    }
    return flaw.isPresent() || isOnlyBoxes(findings)
        ? flaw
        : outside(findings)
            .or(() -> notFinite(findings))
            .or(() -> findings.map().filter(map -> !isOfPicture(map)).map(map -> "no map of it"));
  }

  private static boolean isOnlyBoxes(Findings findings) {
    return findings.points().isEmpty()
        && findings.numbers().isEmpty()
        && findings.map().isEmpty()
        && findings.vectors().isEmpty();
  }

  private Optional<String> wrongKind(Findings findings) {
    Set<FindingsKind> kinds = findings.kinds();
    if (kinds.isEmpty()) {
      return Optional.of("it finds nothing of any kind");
    }
    for (FindingsKind kind : FindingsKind.values()) {
      if (kinds.contains(kind) && !analysis.kinds().contains(kind)) {
        return Optional.of("it finds no " + kind);
      }
      if (!kinds.contains(kind) && analysis.kinds().contains(kind) && ALWAYS_THERE.contains(kind)) {
        return Optional.of("its " + kind + " are missing");
      }
    }
    return Optional.empty();
  }

  private Optional<String> flaw(Detection detection) {
    if (!(detection.score() >= 0 && detection.score() <= 1)) {
      return Optional.of("a score is not 0 to 1");
    }
    if (!isInPicture(detection.box())) {
      return Optional.of("a box is not in the picture");
    }
    Vocabulary known = analysis.labels();
    boolean foreign = detection.label().filter(label -> !known.knows(label)).isPresent();
    return foreign && !known.labels().isEmpty()
        ? Optional.of("its network knows no such label")
        : detection.points().stream()
            .filter(point -> !Float.isFinite(point.x() + point.y()))
            .map(point -> "a key point is nowhere")
            .findFirst();
  }

  private boolean isInPicture(Box box) {
    return box.width() >= 0
        && box.height() >= 0
        && isInPicture(box.x(), box.y())
        && isInPicture(box.x() + box.width(), box.y() + box.height());
  }

  private boolean isInPicture(float x, float y) {
    return x >= -ROUNDING && y >= -ROUNDING && x <= width + ROUNDING && y <= height + ROUNDING;
  }

  private Optional<String> outside(Findings findings) {
    for (StrongPoint point : findings.points().orElse(List.of())) {
      if (!isInPicture(point.x(), point.y())) {
        return Optional.of("a point is not in the picture");
      }
      if (!(point.strength() >= 0 && Float.isFinite(point.strength()))) {
        return Optional.of("a point has no strength");
      }
    }
    return Optional.empty();
  }

  private static Optional<String> notFinite(Findings findings) {
    for (Map.Entry<String, Double> number : findings.numbers().entrySet()) {
      if (!Double.isFinite(number.getValue())) {
        return Optional.of(number.getKey() + " is not finite");
      }
    }
    for (FloatVector vector : findings.vectors().orElse(List.of())) {
      for (int i = 0; i < vector.size(); i++) {
        if (!Float.isFinite(vector.get(i))) {
          return Optional.of("a vector is not finite");
        }
      }
    }
    return Optional.empty();
  }

  private boolean isOfPicture(EncodedPng map) {
    ByteBuffer bytes = map.start(PNG_LEAST_BYTES);
    return bytes.remaining() == PNG_LEAST_BYTES
        && bytes.getLong(0) == PNG_SIGNATURE
        && bytes.getInt(PNG_WIDTH_AT) == width
        && bytes.getInt(PNG_HEIGHT_AT) == height;
  }
}
