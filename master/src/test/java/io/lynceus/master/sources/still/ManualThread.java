package io.lynceus.master.sources.still;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** The sources' thread and its clock, driven by hand. */
final class ManualThread implements SourceThread {
  private static final Instant START = Instant.parse("2026-11-29T13:05:00Z");

  private final Deque<Runnable> posted = new ArrayDeque<>();
  private final List<Waiting> waiting = new ArrayList<>();
  private long nanos;
  private int made;

  private record Waiting(long at, int number, Runnable work) {}

  @Override
  public void execute(Runnable work) {
    posted.add(work);
  }

  @Override
  public Timer after(Duration delay, Runnable work) {
    Waiting added = new Waiting(nanos + delay.toNanos(), made++, work);
    waiting.add(added);
    return () -> waiting.remove(added);
  }

  @Override
  public long nanos() {
    return nanos;
  }

  @Override
  public Instant now() {
    return START.plusNanos(nanos);
  }

  /** How long the next work waits; empty if there is none. */
  Optional<Duration> untilNext() {
    return next().map(first -> Duration.ofNanos(first.at() - nanos));
  }

  private Optional<Waiting> next() {
    return waiting.stream()
        .min(Comparator.comparingLong(Waiting::at).thenComparingInt(Waiting::number));
  }

  void runPosted() {
    for (Runnable work = posted.poll(); work != null; work = posted.poll()) {
      work.run();
    }
  }

  /** Time passes, and what is due meanwhile is run in its order. */
  void advance(Duration time) {
    long end = nanos + time.toNanos();
    runPosted();
    for (Optional<Waiting> due = next(); due.isPresent() && due.get().at() <= end; due = next()) {
      nanos = Math.max(nanos, due.get().at());
      waiting.remove(due.get());
      due.get().work().run();
      runPosted();
    }
    nanos = end;
  }
}
