package io.lynceus.master.dispatch.tally;

import io.lynceus.model.Analysis;
import io.lynceus.model.ClusterStatus.Pace;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;

/** Compares how fast slaves are. */
public final class SlaveSpeeds {
  private SlaveSpeeds() {}

  /**
   * The pace of each slave compared with the others, in their order. Of an even number of slaves
   * the median is the faster of the two in the middle: of two slaves, the slow one counts as slow.
   *
   * @param slaves nanoseconds per pixel (milliseconds per megapixel) of the analyses that each has
   *     run
   */
  public static List<Pace> of(List<Map<Analysis, Double>> slaves) {
    Map<Analysis, List<Double>> shown = new TreeMap<>();
    for (Map<Analysis, Double> slave : slaves) {
      slave.forEach(
          (analysis, time) -> shown.computeIfAbsent(analysis, none -> new ArrayList<>()).add(time));
    }
    Map<Analysis, Double> medians = new TreeMap<>();
    shown.forEach((analysis, times) -> medians.put(analysis, median(times)));
    return slaves.stream().map(slave -> new Pace(slave, slowness(slave, medians))).toList();
  }

  private static double median(List<Double> times) {
    return times.stream().sorted().skip((times.size() - 1) / 2).findFirst().orElseThrow();
  }

  private static OptionalDouble slowness(
      Map<Analysis, Double> slave, Map<Analysis, Double> medians) {
    return slave.entrySet().stream()
        .filter(shown -> medians.getOrDefault(shown.getKey(), 0.0) > 0)
        .mapToDouble(shown -> shown.getValue() / medians.getOrDefault(shown.getKey(), 1.0))
        .average();
  }
}
