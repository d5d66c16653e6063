package io.lynceus.client;

import io.lynceus.model.Ask;
import io.lynceus.model.Reply;
import java.time.Duration;
import java.util.Comparator;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.random.RandomGenerator;

/**
 * An image without a reply, and when it is to be sent. Used by one thread at a time: the {@link
 * Outbox} and the {@link ClientSession} hand it over to each other.
 */
final class Unanswered {
  /** In the order in which they are due, which is that of their numbers where nothing waits. */
  static final Comparator<Unanswered> DUE_FIRST =
      (a, b) -> a.due != b.due ? Long.signum(a.due - b.due) : Long.compare(a.number, b.number);

  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

  private final long number;
  private final String id = UUID.randomUUID().toString();
  private final ImageSource source;
  private final Ask options;
  private final CompletableFuture<Reply> reply = new CompletableFuture<>();
  private long due;
  private long turnedAwayFirst;
  private int timesTurnedAway;

  /**
   * @param number in the order of the submissions
   * @param now of {@link System#nanoTime}: it is due
   */
  Unanswered(long number, ImageSource source, Ask options, long now) {
    this.number = number;
    this.source = source;
    this.options = options;
    this.due = now;
  }

  /** Under which it is sent each time: the master answers it once. */
  String id() {
    return id;
  }

  ImageSource source() {
    return source;
  }

  Ask options() {
    return options;
  }

  CompletableFuture<Reply> reply() {
    return reply;
  }

  /** When it is to be sent, in nanoseconds of {@link System#nanoTime}. */
  long due() {
    return due;
  }

  /**
   * The master had no room for it. It is due again after the time that the master names, twice that
   * after the second time and so on to 30 s, and up to a half more at random.
   *
   * @param patience for how long it is sent again at most, from the first time on
   * @return false when that time would be over
   */
  boolean comeAgain(Duration retryAfter, Duration patience, long now, RandomGenerator random) {
    if (timesTurnedAway == 0) {
      turnedAwayFirst = now;
    }
    long named = Math.min(retryAfter.toNanos(), LONGEST_PAUSE.toNanos());
    long pause = Math.min(named << Math.min(timesTurnedAway, 20), LONGEST_PAUSE.toNanos());
    timesTurnedAway++;
    due = now + pause + random.nextLong(pause / 2 + 1);
    return due - turnedAwayFirst <= patience.toNanos();
  }

  /** How long after the last move its reply may take: what was asked for. */
  Duration deadline() {
    return options.deadline().orElse(Duration.ZERO);
  }
}
