package io.lynceus.app.accuracy;

import io.lynceus.app.accuracy.LabelTally.Row;
import io.lynceus.app.truth.LabelledPictures;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * All that was measured.
 *
 * @param data the folder, for people
 * @param labels what was read; its pictures are all that are listed
 * @param rules by which it was scored
 * @param problems pictures that are not scored
 * @param worst the pictures with the most errors, the worst first
 */
record AccuracyResult(
    String data,
    LabelledPictures labels,
    Rules rules,
    AccuracyTally.Sums sums,
    List<Problem> problems,
    List<PictureErrors> worst) {

  /**
   * The rules.
   *
   * @param place where the pictures were looked at, for people
   * @param thresholds which findings count, for people
   * @param leastOverlap intersection over union with which a finding matches a label
   * @param leastScore the lowest score of the curves
   * @param time that a look at a picture took, on average; empty where that is not known
   */
  record Rules(
      String place,
      String thresholds,
      double leastOverlap,
      double leastScore,
      Optional<Duration> time) {}

  /** Why a picture is not scored. */
  enum Cause {
    /** There is no such file. */
    MISSING,
    /** Its labels cannot be used. */
    LABELS,
    /** It is no picture, is damaged, or is too large; or an analysis failed on it. */
    BROKEN,
    /** It is not to blame: no slave, no time, no room. */
    AGAIN
  }

  /** A picture that is not scored. */
  record Problem(String picture, Cause cause, String why) {}

  long problems(Cause cause) {
    return problems.stream().filter(problem -> problem.cause() == cause).count();
  }

  /** The rows with anything to say, the label that is labelled most often first. */
  List<Row> rows() {
    Stream<Row> told =
        sums.rows().stream().filter(row -> row.counts().truth() + row.counts().falseAlarms() > 0);
    return told.sorted(
            Comparator.comparingInt((Row row) -> -truth(row.label()))
                .thenComparing(Row::label)
                .thenComparingInt(row -> row.heights().isAll() ? 0 : 1)
                .thenComparingInt(row -> row.heights().from()))
        .toList();
  }

  private int truth(String label) {
    return sums.rows().stream()
        .filter(row -> row.heights().isAll() && row.label().equals(label))
        .mapToInt(row -> row.counts().truth())
        .findFirst()
        .orElse(0);
  }

  /** One line about the pictures. */
  String pictures() {
    StringBuilder text = new StringBuilder();
    text.append(number(labels.pictures().size(), "picture")).append(": ");
    text.append(sums.scored()).append(" scored, ");
    text.append(problems(Cause.MISSING)).append(" missing, ");
    text.append(problems(Cause.BROKEN)).append(" broken");
    append(text, Cause.LABELS, " with labels that cannot be used");
    append(text, Cause.AGAIN, " to be tried again");
    return text.toString();
  }

  private void append(StringBuilder text, Cause cause, String what) {
    if (problems(cause) > 0) {
      text.append(", ").append(problems(cause)).append(what);
    }
  }

  /** One line about the pictures on which no label counts. */
  String emptyPictures() {
    AccuracyTally.Empty empty = sums.empty();
    return empty.pictures() == 0
        ? "no picture without any object"
        : "%s without any object: %s, %s a picture"
            .formatted(
                number(empty.pictures(), "picture"),
                number(empty.falseAlarms(), "false alarm"),
                share(empty.perPicture()));
  }

  /** {@code 1 picture}, {@code 2 pictures}. */
  static String number(int count, String noun) {
    return count + " " + noun + (count == 1 ? "" : "s");
  }

  /** Three decimals; a dash for what is not known. */
  static String share(Optional<Double> value) {
    return value.map(number -> String.format(Locale.ROOT, "%.3f", number)).orElse("–");
  }
}
