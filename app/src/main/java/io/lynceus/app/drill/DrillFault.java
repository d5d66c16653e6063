package io.lynceus.app.drill;

import java.time.Duration;
import java.util.Locale;

/** What {@code lynceus drill} does to one slave while it works. */
public enum DrillFault {
  KILL("process killed", Duration.ZERO),
  STOP("frozen for 4 s", Duration.ofSeconds(4)),
  SLOW("10 times slower for 8 s", Duration.ofSeconds(8));

  private final String words;
  private final Duration length;

  DrillFault(String words, Duration length) {
    this.words = words;
    this.length = length;
  }

  /** As users write it. */
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** For the report. */
  String words() {
    return words;
  }

  /** How long it lasts. */
  Duration length() {
    return length;
  }
}
