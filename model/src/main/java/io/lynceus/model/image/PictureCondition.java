package io.lynceus.model.image;

import java.util.Locale;
import java.util.Optional;

/**
 * What a slave noticed about a picture when it decoded it, beyond what the header says.
 *
 * @param damaged whether the file is damaged, so that some of the decoded picture may be made up
 * @param decodedPart of a damaged picture, the part that the file still holds, 0 to 1; absent when
 *     that is not known
 * @param stretched the levels of a picture with 16 bits a channel that became black and white for
 *     the analyses; absent when its upper 8 bits were taken, and for pictures of 8 bits
 * @param flat whether nothing can be seen in the picture: one colour, a dark room, a covered lens
 */
public record PictureCondition(
    boolean damaged, Optional<Double> decodedPart, Optional<LevelRange> stretched, boolean flat) {
  /** Nothing is wrong. */
  public static final PictureCondition SOUND =
      new PictureCondition(false, Optional.empty(), Optional.empty(), false);

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
    return new PictureCondition(true, decodedPart, Optional.empty(), false);
  }

  /** Whether the whole picture is there, so that what was not found in it is not there. */
  public boolean isWhole() {
    return !damaged || decodedPart.equals(Optional.of(1.0));
  }

  /** Whether what was not found in the picture is not there. */
  public boolean showsWhatIsThere() {
    return isWhole() && !flat;
  }

  /**
   * Why findings say nothing, when too little of the picture is left. One sentence for users.
   *
   * @param least the least part that has to be left, 0 to 1: {@code limits.min-decoded} of masters
   */
  public Optional<String> tooLittle(double least) {
    return decodedPart
        .filter(part -> part < least)
        .map(
            part ->
                String.format(
                    Locale.ROOT,
                    "the picture is damaged: %.0f %% of it could be decoded, less than"
                        + " limits.min-decoded (%.0f %%); send it whole",
                    100 * part,
                    100 * least));
  }

  /** This condition of a picture that was stretched, or was not. */
  public PictureCondition withStretched(Optional<LevelRange> levels) {
    return new PictureCondition(damaged, decodedPart, levels, flat);
  }

  /** This condition of a picture that is flat, or is not. */
  public PictureCondition withFlat(boolean nothingIsSeen) {
    return new PictureCondition(damaged, decodedPart, stretched, nothingIsSeen);
  }

  /** What two together have noticed about one picture: the worse of each. */
  public PictureCondition and(PictureCondition other) {
    return new PictureCondition(
        damaged || other.damaged,
        leastPart(other),
        stretched.or(other::stretched),
        flat || other.flat);
  }

  private Optional<Double> leastPart(PictureCondition other) {
    if (damaged && other.damaged) {
      return decodedPart.flatMap(part -> other.decodedPart.map(theirs -> Math.min(part, theirs)));
    }
    return damaged ? decodedPart : other.decodedPart;
  }
}
