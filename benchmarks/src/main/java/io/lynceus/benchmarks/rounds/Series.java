package io.lynceus.benchmarks.rounds;

import java.util.List;
import java.util.Locale;

/**
 * The values of one figure in all rounds.
 *
 * @param values in the order of the rounds, at least one
 */
public record Series(List<Double> values) {
  /** Keeps a copy. */
  public Series {
    values = List.copyOf(values);
    if (values.isEmpty()) {
      throw new IllegalArgumentException("a series has at least one value");
    }
  }

  /** The median; for an even number of values, the mean of the two middle ones. */
  public double median() {
    List<Double> sorted = values.stream().sorted().toList();
    int middle = sorted.size() / 2;
    return sorted.size() % 2 == 1
        ? sorted.get(middle)
        : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
  }

  public double least() {
    return values.stream().mapToDouble(Double::doubleValue).min().orElseThrow();
  }

  public double most() {
    return values.stream().mapToDouble(Double::doubleValue).max().orElseThrow();
  }

  /** The median and, in parentheses, the spread: {@code 12.3 (11.8–13.1)}. */
  @Override
  public String toString() {
    return "%s (%s–%s)".formatted(format(median()), format(least()), format(most()));
  }

  /** Formats with at least three digits and no more decimals than that needs. */
  private static String format(double value) {
    double size = Math.abs(value);
    int decimals = size >= 100 || value == 0 ? 0 : size >= 10 ? 1 : size >= 1 ? 2 : 3;
    return String.format(Locale.ROOT, "%." + decimals + "f", value);
  }
}
