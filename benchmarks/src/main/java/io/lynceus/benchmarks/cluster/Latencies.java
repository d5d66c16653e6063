package io.lynceus.benchmarks.cluster;

import io.lynceus.model.Reply;
import io.lynceus.model.Reply.UnitRun;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/**
 * The latencies of a load.
 *
 * @param sortedMillis from the time at which an image was due to its reply
 * @param seconds from the first image to the last reply
 * @param places the mean number of slaves that worked on an image
 */
public record Latencies(List<Double> sortedMillis, double seconds, double places) {

  /** Keeps a copy. */
  public Latencies {
    sortedMillis = List.copyOf(sortedMillis);
  }

  /**
   * One reply.
   *
   * @param millis since the image was due
   */
  record TimedReply(double millis, Reply reply) {}

  /**
   * @throws IOException when a reply is not complete, since the figures would then be meaningless
   */
  static Latencies of(List<TimedReply> replies, double seconds) throws IOException {
    long places = 0;
    for (TimedReply timed : replies) {
      Reply reply = timed.reply();
      if (reply.status() != Reply.Status.COMPLETE) {
        throw new IOException("an image was not analysed: " + reply);
      }
      places +=
          reply.timing().stream()
              .flatMap(timing -> timing.units().values().stream())
              .map(UnitRun::slave)
              .distinct()
              .count();
    }
    List<Double> sorted = replies.stream().map(TimedReply::millis).sorted().toList();
    return new Latencies(sorted, seconds, (double) places / replies.size());
  }

  int images() {
    return sortedMillis.size();
  }

  double imagesPerSecond() {
    return images() / seconds;
  }

  /**
   * @param share 0 to 1
   */
  double quantile(double share) {
    return sortedMillis.get(Math.max(0, (int) Math.ceil(share * images()) - 1));
  }

  /** Adds the figures of a table row. */
  void addTo(Map<String, Double> figures) {
    figures.put("images/s", imagesPerSecond());
    figures.put("p50 ms", quantile(0.5));
    figures.put("p95 ms", quantile(0.95));
    figures.put("p99 ms", quantile(0.99));
  }
}
