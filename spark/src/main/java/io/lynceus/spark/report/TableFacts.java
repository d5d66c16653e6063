package io.lynceus.spark.report;

import io.lynceus.client.Sum;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/**
 * What the report says of a table. Days are of UTC.
 *
 * @param pictures by day, without days that have none
 * @param partial pictures of which an analysis has no result
 * @param cameras those with most pictures, most first
 * @param cameraCount all cameras
 * @param labels those that were found most often, most first
 * @param failures why analyses have no result, most frequent first
 * @param slowest pictures that took longest, longest first; empty when no time is known
 * @param rejected by reason, most frequent first
 * @param rejectedCount all rejected ones
 * @param examples some of the rejected ones, by path
 */
record TableFacts(
    SortedMap<LocalDate, Long> pictures,
    long partial,
    List<CameraDays> cameras,
    long cameraCount,
    List<LabelDays> labels,
    List<Reason> failures,
    List<SlowPicture> slowest,
    List<Reason> rejected,
    long rejectedCount,
    List<Example> examples) {

  /**
   * The pictures of a camera.
   *
   * @param name empty for pictures whose camera is not known
   */
  record CameraDays(Optional<String> name, SortedMap<LocalDate, Long> pictures) {}

  /** How often a label was found, by day. Days without pictures are not there. */
  record LabelDays(String label, SortedMap<LocalDate, LabelCount> days) {
    /** Over all days. */
    Sum sum() {
      return LabelCount.sum(days.values()).of(label);
    }
  }

  /**
   * How often a label was found in some pictures.
   *
   * @param found in those in which the number is known
   * @param unknown pictures in which it is not known
   * @param pictures all of them
   */
  record LabelCount(long found, long unknown, long pictures) {
    static LabelCount sum(Iterable<LabelCount> counts) {
      LabelCount sum = new LabelCount(0, 0, 0);
      for (LabelCount count : counts) {
        sum =
            new LabelCount(
                sum.found + count.found,
                sum.unknown + count.unknown,
                sum.pictures + count.pictures);
      }
      return sum;
    }

    Sum of(String label) {
      return new Sum(label, found, unknown, pictures);
    }

    /** How many a picture has on average; empty when it is known of no picture. */
    Optional<Double> mean() {
      long known = pictures - unknown;
      return known > 0 ? Optional.of((double) found / known) : Optional.empty();
    }
  }

  /**
   * Why pictures have no row, or an analysis no result.
   *
   * @param kind a code, or an analysis and its status
   */
  record Reason(String kind, String message, long count) {}

  /** A rejected file or picture. */
  record Example(String path, String code, String message) {}

  /**
   * A picture that took long.
   *
   * @param millis without the wait for a slave
   */
  record SlowPicture(String path, int width, int height, long bytes, double millis) {}

  long pictureCount() {
    return pictures.values().stream().mapToLong(Long::longValue).sum();
  }
}
