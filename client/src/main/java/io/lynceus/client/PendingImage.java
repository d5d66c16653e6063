package io.lynceus.client;

import io.lynceus.model.Ask;
import io.lynceus.model.Reply;
import java.time.Duration;
import java.util.Comparator;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.random.RandomGenerator;

/**
 * An image without a reply, and when to send it. Used by one thread at a time: the {@link Outbox}
 * and the {@link ClientSession} pass it to each other.
 */
final class PendingImage {
  /** Orders by due time, then by number. */
  static final Comparator<PendingImage> DUE_FIRST =
      (a, b) -> a.due != b.due ? Long.signum(a.due - b.due) : Long.compare(a.number, b.number);

  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

  private final long number;
  private final String id;
  private final ImageSource source;
  private final Ask options;
  private final CompletableFuture<Reply> reply = new CompletableFuture<>();
  private long due;
  private long firstRefusal;
  private int refusals;

  /**
   * @param number in the order of the submissions
   * @param options their id is that of every sending; without one, it has a new one
   * @param now its due time, in nanoseconds of {@link System#nanoTime}
   */
  PendingImage(long number, ImageSource source, Ask options, long now) {
    this.number = number;
    this.id = options.id().orElseGet(() -> UUID.randomUUID().toString());
    this.source = source;
    this.options = options;
    this.due = now;
  }

  /**
   * The id of every sending, by which the master recognises the image: the caller's, or a new one.
   */
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

  /** When to send it, in nanoseconds of {@link System#nanoTime}. */
  long due() {
    return due;
  }

  /**
   * Schedules another sending after the master refused the image as busy. The pause is {@code
   * retryAfter}, doubled with each refusal up to 30 s, plus up to a half at random.
   *
   * @param timeout when to give up, counted from the first refusal
   * @return false when the next sending would be after that
   */
  boolean scheduleRetry(Duration retryAfter, Duration timeout, long now, RandomGenerator random) {
    if (refusals == 0) {
      firstRefusal = now;
    }
    Duration bounded = retryAfter.compareTo(LONGEST_PAUSE) < 0 ? retryAfter : LONGEST_PAUSE;
    long named = Math.max(0, bounded.toNanos());
    long pause = Math.min(named << Math.min(refusals, 20), LONGEST_PAUSE.toNanos());
    refusals++;
    due = now + pause + random.nextLong(pause / 2 + 1);
    return due - firstRefusal <= timeout.toNanos();
  }

  /** The deadline that was asked for; zero if none was. */
  Duration deadline() {
    return options.deadline().orElse(Duration.ZERO);
  }
}
