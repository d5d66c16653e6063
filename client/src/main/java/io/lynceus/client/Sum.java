package io.lynceus.client;

/**
 * How many objects of a label were found in several images.
 *
 * @param label the label, or {@code face}
 * @param atLeast found in the images whose number is known; a lower bound while {@code unknown} is
 *     not 0
 * @param unknown images whose number is not known: rejected, an analysis without a result, or a
 *     picture that does not show all
 * @param images all images, those included
 */
public record Sum(String label, long atLeast, long unknown, long images) {

  /** Whether the number is known in every image. */
  public boolean isKnown() {
    return unknown == 0;
  }

  /** For people: {@code 12}, or {@code ≥ 12 · not known in 3 of 31}. */
  public String text() {
    return isKnown() ? bound() : bound() + " · " + unknownText();
  }

  /** The number alone: {@code 12} or {@code ≥ 12}. */
  public String bound() {
    return isKnown() ? String.valueOf(atLeast) : "≥ " + atLeast;
  }

  /** Where it is not known: {@code not known in 3 of 31}. */
  public String unknownText() {
    return "not known in " + unknown + " of " + images;
  }
}
