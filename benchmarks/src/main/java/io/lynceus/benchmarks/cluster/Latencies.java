package io.lynceus.benchmarks.cluster;

import io.lynceus.model.Reply;
import io.lynceus.model.Reply.UnitRun;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/**
 * What became of a load.
 *
 * @param sortedMillis from when an image was due to its reply
 * @param seconds from the first image to the last reply
 * @param places how many slaves worked on an image, the mean
 */
public record Latencies(List<Double> sortedMillis, double seconds, double places) {

  /** Keeps a copy. */
  public Latencies {
    sortedMillis = List.copyOf(sortedMillis);
  }

  /**
   * One image's reply.
   *
   * @param millis from when the image was due
   */
  record Answer(double millis, Reply reply) {}

  /**
   * @throws IOException when an image was not analysed in full: then the figures say nothing
   */
  static Latencies of(List<Answer> answers, double seconds) throws IOException {
    long places = 0;
    for (Answer answer : answers) {
      Reply reply = answer.reply();
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
    List<Double> sorted = answers.stream().map(Answer::millis).sorted().toList();
    return new Latencies(sorted, seconds, (double) places / answers.size());
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

  /** For a table. */
  void addTo(Map<String, Double> figures) {
    figures.put("images/s", imagesPerSecond());
    figures.put("p50 ms", quantile(0.5));
    figures.put("p95 ms", quantile(0.95));
    figures.put("p99 ms", quantile(0.99));
  }
}
