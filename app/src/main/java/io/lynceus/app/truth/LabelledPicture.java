package io.lynceus.app.truth;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A picture and its labels, or why they cannot be used.
 *
 * @param name as the labels name it, for people: any characters
 * @param file the picture; empty when it is not there
 * @param measure how the labels are measured
 * @param problem why the labels cannot be used; then there are none
 */
public record LabelledPicture(
    String name,
    Optional<Path> file,
    Measure measure,
    List<TrueLabel> labels,
    Optional<String> problem) {
  /** More labels on one picture are refused. */
  static final int MAX_LABELS = 10_000;

  /** The smallest difference of sizes that is not rounding. */
  private static final int ROUNDING = 1;

  public LabelledPicture {
    labels = List.copyOf(labels);
  }

  /**
   * How labels are measured.
   *
   * @param shares whether in shares of the picture's sides, otherwise in its pixels
   * @param width of the picture as the labels have it, 0 when they do not say
   * @param height likewise
   */
  public record Measure(boolean shares, long width, long height) {
    static final Measure PIXELS = new Measure(false, 0, 0);
    static final Measure SHARES = new Measure(true, 0, 0);

    static Measure pixelsOf(long width, long height) {
      return new Measure(false, width, height);
    }
  }

  static LabelledPicture of(
      String name, Optional<Path> file, Measure measure, List<TrueLabel> labels) {
    return new LabelledPicture(name, file, measure, labels, Optional.empty());
  }

  static LabelledPicture unusable(String name, Optional<Path> file, String problem) {
    return new LabelledPicture(name, file, Measure.PIXELS, List.of(), Optional.of(problem));
  }

  /**
   * The labels in pixels.
   *
   * @param width of the picture as a viewer shows it
   * @param height likewise
   * @throws TruthException when the labels are for a picture of another size
   */
  public List<TrueLabel> labelsFor(int width, int height) throws TruthException {
    if (isOther(measure.width(), width) || isOther(measure.height(), height)) {
      throw new TruthException(
          "the labels are for %d x %d pixels, and the picture has %d x %d as a viewer shows it"
              .formatted(measure.width(), measure.height(), width, height));
    }
    if (!measure.shares()) {
      return labels;
    }
    return labels.stream()
        .map(
            label ->
                new TrueLabel(label.name(), label.region().scaled(width, height), label.ignored()))
        .toList();
  }

  private static boolean isOther(long said, int real) {
    return said > 0 && Math.abs(said - real) > ROUNDING;
  }
}
