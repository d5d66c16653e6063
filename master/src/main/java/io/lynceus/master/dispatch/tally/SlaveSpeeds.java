package io.lynceus.master.dispatch.tally;

import io.lynceus.model.Analysis;
import io.lynceus.model.ClusterStatus.Pace;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;

/** Compares how fast slaves are. */
public final class SlaveSpeeds {
  private SlaveSpeeds() {}

  /**
   * Each slave's pace beside the others', in their order. The median of an even number of slaves is
   * the faster of the two in the middle, so that of two slaves the slow one is the slow one.
   *
   * @param slaves nanoseconds a pixel, which is milliseconds a megapixel, of what each has shown
   */
  public static List<Pace> of(List<Map<Analysis, Double>> slaves) {
    Map<Analysis, Double> medians = new EnumMap<>(Analysis.class);
    for (Analysis analysis : Analysis.values()) {
      double[] shown =
          slaves.stream()
              .map(slave -> slave.get(analysis))
              .filter(Objects::nonNull)
              .mapToDouble(Double::doubleValue)
              .sorted()
              .toArray();
      if (shown.length > 0) {
        medians.put(analysis, shown[(shown.length - 1) / 2]);
      }
    }
    return slaves.stream().map(slave -> new Pace(slave, slowness(slave, medians))).toList();
  }

  private static OptionalDouble slowness(
      Map<Analysis, Double> slave, Map<Analysis, Double> medians) {
    return slave.entrySet().stream()
        .filter(shown -> medians.getOrDefault(shown.getKey(), 0.0) > 0)
        .mapToDouble(shown -> shown.getValue() / medians.getOrDefault(shown.getKey(), 1.0))
        .average();
  }
}
