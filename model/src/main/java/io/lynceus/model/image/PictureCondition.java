package io.lynceus.model.image;

import java.util.Optional;

/**
 * What a slave noticed about a picture when it decoded it, beyond what the header says.
 *
 * @param damaged whether the file is damaged, so that some of the decoded picture may be made up
 * @param decodedPart of a damaged picture, the part that the file still holds, 0 to 1; absent when
 *     that is not known
 */
public record PictureCondition(boolean damaged, Optional<Double> decodedPart) {
  /** Nothing is wrong. */
  public static final PictureCondition SOUND = new PictureCondition(false, Optional.empty());

  /**
   * Checks the part.
   *
   * @throws IllegalArgumentException when it is not 0 to 1, or the picture is not damaged
   */
  public PictureCondition {
    if (decodedPart.isPresent() && !(damaged && isPart(decodedPart.get()))) {
      throw new IllegalArgumentException("only a damaged picture is in part decoded, 0 to 1");
    }
  }

  private static boolean isPart(double value) {
    return value >= 0 && value <= 1;
  }

  /** The condition of a damaged picture. */
  public static PictureCondition damaged(Optional<Double> decodedPart) {
    return new PictureCondition(true, decodedPart);
  }

  /** Whether the whole picture is there, so that what was not found in it is not there. */
  public boolean isWhole() {
    return !damaged || decodedPart.equals(Optional.of(1.0));
  }

  /** What two together have noticed about one picture: the worse of each. */
  public PictureCondition and(PictureCondition other) {
    return new PictureCondition(damaged || other.damaged, leastPart(other));
  }

  private Optional<Double> leastPart(PictureCondition other) {
    if (damaged && other.damaged) {
      return decodedPart.flatMap(part -> other.decodedPart.map(theirs -> Math.min(part, theirs)));
    }
    return damaged ? decodedPart : other.decodedPart;
  }
}
