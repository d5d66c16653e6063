package io.lynceus.app.archive;

import com.fasterxml.jackson.databind.JsonNode;
import io.lynceus.app.cli.ProgressLine;
import io.lynceus.client.TimeWords;
import java.time.Duration;
import java.util.Locale;

/**
 * How far a run is, such as {@code [====> ] 1200 of 20000 files · 61/s · 5 min 8 s left}. What is
 * not known yet is not there.
 */
final class ArchiveLine {
  private static final long HOUR_SECONDS = 3600;

  private ArchiveLine() {}

  /**
   * The line.
   *
   * @param progress what the driver says, as in {@code RunVoice.Json}
   * @param width the most characters
   */
  static String of(JsonNode progress, int width) {
    StringBuilder text = new StringBuilder();
    text.append(progress.path("files").asLong());
    if (progress.hasNonNull("ofFiles")) {
      text.append(" of ").append(progress.get("ofFiles").asLong());
    }
    text.append(" files");
    double seconds = progress.path("seconds").asDouble();
    long pictures = progress.path("pictures").asLong();
    if (pictures > 0 && seconds > 0) {
      double rate = pictures / seconds;
      text.append(String.format(Locale.ROOT, rate < 10 ? " · %.1f/s" : " · %.0f/s", rate));
    }
    if (progress.hasNonNull("left")) {
      text.append(" · ").append(time(progress.get("left").asDouble())).append(" left");
    }
    return progress.hasNonNull("part")
        ? ProgressLine.bar(progress.get("part").asDouble(), text.toString(), width)
        : text.toString();
  }

  private static String time(double seconds) {
    long whole = Math.max(1, Math.round(seconds));
    if (whole < 60) {
      return whole + " s";
    }
    return whole < HOUR_SECONDS
        ? TimeWords.seconds(Duration.ofSeconds(whole))
        : whole / HOUR_SECONDS + " h " + whole % HOUR_SECONDS / 60 + " min";
  }
}
