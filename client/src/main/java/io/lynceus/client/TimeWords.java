package io.lynceus.client;

import io.lynceus.model.Reply.Timing;
import io.lynceus.model.Reply.UnitRun;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Times of a reply in words for people. The wait is said apart from the work. */
public final class TimeWords {
  /** A shorter wait is not worth a word. */
  private static final Duration SHORT = Duration.ofMillis(50);

  private TimeWords() {}

  /**
   * Such as {@code analysed in 0.12 s} and {@code waited 1.5 s}; nothing of an image that no slave
   * had.
   */
  public static List<String> of(Timing timing) {
    List<String> words = new ArrayList<>();
    Duration work = work(timing);
    if (!work.isZero()) {
      words.add("analysed in " + seconds(work));
    }
    Duration wait = timing.total().minus(work);
    if (wait.compareTo(SHORT) >= 0) {
      words.add("waited " + seconds(wait));
    }
    return words;
  }

  /**
   * The time that slaves worked on an image, decoding included. Their analyses may run at the same
   * time: it is then no more than the time from the first one's start.
   */
  public static Duration work(Timing timing) {
    Duration sum =
        timing.units().values().stream().map(UnitRun::time).reduce(Duration.ZERO, Duration::plus);
    Duration most = timing.total().minus(timing.queue());
    return sum.compareTo(most) > 0 ? most : sum;
  }

  /** Such as {@code 0.12 s}, {@code 1.5 s}, {@code 34 s} and {@code 2 min 5 s}. */
  public static String seconds(Duration time) {
    double seconds = time.toNanos() / 1e9;
    if (seconds < 0.995) {
      return String.format(Locale.ROOT, "%.2f s", seconds);
    }
    if (seconds < 9.95) {
      return String.format(Locale.ROOT, "%.1f s", seconds);
    }
    long whole = Math.round(seconds);
    return whole < 60 ? whole + " s" : whole / 60 + " min " + whole % 60 + " s";
  }
}
