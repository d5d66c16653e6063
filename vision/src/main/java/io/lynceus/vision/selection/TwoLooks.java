package io.lynceus.vision.selection;

import io.lynceus.model.Box;
import io.lynceus.model.Findings.Detection;
import io.lynceus.vision.decoding.Overlap;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Weighs what two looks at one picture say of faces: the first is at a large copy of the picture
 * and misses faces of more than about a third of it, the second is at a small copy and sees only
 * large faces.
 *
 * <p>A large face that the first look misses still leaves weak candidates there: they hint at it.
 * Without such a hint the second look has nothing to find, and is left out. And a large face that
 * the first look finds is seen by the second one too: what only one of them sees is a pattern that
 * looks like a face at one size, such as an animal's head. docs/performance.md has the
 * measurements.
 */
public final class TwoLooks {
  /** Two looks at one face may differ in size: then the smaller box lies in the larger one. */
  private static final double MAX_OVERLAP_OF_SMALLER = 0.7;

  /** A hint is a part of a large face: at least this much of it lies in the face's box. */
  private static final double HINT_IN_FACE = 0.5;

  private final CloseUpConfig config;
  private final double maxOverlap;
  private final int longSide;

  /**
   * For one picture.
   *
   * @param maxOverlap of two faces that overlap more (intersection over union), only the better is
   *     reported
   * @param longSide the picture's longer side, in pixels
   */
  public TwoLooks(CloseUpConfig config, double maxOverlap, int longSide) {
    this.config = config;
    this.maxOverlap = maxOverlap;
    this.longSide = longSide;
  }

  /** The score from which on a look's candidates are needed, to report those of that score. */
  public double leastScore(double minScore) {
    return Math.min(minScore, config.hintScore());
  }

  /**
   * Whether the second look is worth its time.
   *
   * @param first candidates of the first look, from {@link #leastScore} on
   */
  public boolean isSecondNeeded(List<Detection> first) {
    return first.stream().anyMatch(this::isHint);
  }

  /**
   * The faces, best first. The score of a face that both looks should see is the mean of both, 0
   * for one that does not see it.
   *
   * @param first candidates of the first look, from {@link #leastScore} on, none overlapping others
   * @param second those of the second look; empty if it was not needed
   * @param minScore faces below are left out
   */
  public List<Detection> faces(List<Detection> first, List<Detection> second, double minScore) {
    List<Detection> hints = first.stream().filter(this::isHint).toList();
    List<Detection> faces = new ArrayList<>();
    for (Detection face : first) {
      boolean seenTwice = !hints.isEmpty() && isOfHeight(face, config.hintHeight());
      faces.add(seenTwice ? face.withScore((face.score() + score(face, second)) / 2) : face);
    }
    for (Detection face : second) {
      if (isOfHeight(face, config.height()) && hints.stream().anyMatch(hint -> isIn(hint, face))) {
        faces.add(face);
      }
    }
    faces.removeIf(face -> face.score() < minScore || !FaceShape.isPossible(face.points()));
    faces.sort(Comparator.comparingDouble((Detection face) -> -face.score()));
    return distinct(faces);
  }

  /**
   * Leaves out each face that is the same as a better one.
   *
   * @param faces best first
   */
  public List<Detection> distinct(List<Detection> faces) {
    return Overlap.suppress(faces, this::isSame);
  }

  private boolean isHint(Detection candidate) {
    return candidate.score() >= config.hintScore() && isOfHeight(candidate, config.hintHeight());
  }

  private boolean isOfHeight(Detection face, double part) {
    return face.box().height() >= part * longSide;
  }

  private static boolean isIn(Detection hint, Detection face) {
    return Overlap.ofSmaller(hint.box(), face.box()) > HINT_IN_FACE;
  }

  /** What the other look says of the face. */
  private float score(Detection face, List<Detection> otherLook) {
    float best = 0;
    for (Detection other : otherLook) {
      if (Overlap.ofUnion(face.box(), other.box()) > maxOverlap) {
        best = Math.max(best, other.score());
      }
    }
    return best;
  }

  private boolean isSame(Detection better, Detection other) {
    Box a = better.box();
    Box b = other.box();
    return Overlap.ofUnion(a, b) > maxOverlap || Overlap.ofSmaller(a, b) > MAX_OVERLAP_OF_SMALLER;
  }
}
