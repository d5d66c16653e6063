package io.lynceus.app.cli;

import io.lynceus.client.TimeWords;
import java.time.Duration;
import java.util.Locale;

/** How far a submission is, such as {@code [====> ] 16/31 · 3.2/s · 5 s left}. */
public final class ProgressLine {
  private static final int MOST_BAR = 30;
  private static final int LEAST_BAR = 8;

  private ProgressLine() {}

  /**
   * The line.
   *
   * @param done images that have a reply
   * @param all images
   * @param elapsed since the first one was sent
   * @param width the most characters
   */
  static String of(long done, long all, Duration elapsed, int width) {
    return bar(
        all == 0 ? 1 : (double) Math.min(done, all) / all,
        done + "/" + all + rate(done, all, elapsed),
        width);
  }

  /**
   * A bar before some text; no bar where there is no room for it.
   *
   * @param part how much of it is full, 0 to 1
   * @param width the most characters
   */
  public static String bar(double part, String text, int width) {
    int room = Math.min(MOST_BAR, width - text.length() - 3);
    if (room < LEAST_BAR) {
      return text;
    }
    int full = (int) (room * part + 1e-9); // 0.1 of 10 is 1
    String tip = full < room ? ">" : "";
    return "[" + "=".repeat(full) + tip + " ".repeat(room - full - tip.length()) + "] " + text;
  }

  /** Nothing is guessed before the first reply. */
  private static String rate(long done, long all, Duration elapsed) {
    double seconds = elapsed.toNanos() / 1e9;
    if (done == 0 || seconds <= 0) {
      return "";
    }
    double rate = done / seconds;
    String speed = String.format(Locale.ROOT, rate < 10 ? " · %.1f/s" : " · %.0f/s", rate);
    if (done >= all) {
      return speed;
    }
    long left = Math.max(1, Math.round((all - done) / rate));
    String time = left < 60 ? left + " s" : TimeWords.seconds(Duration.ofSeconds(left));
    return speed + " · " + time + " left";
  }
}
