package io.lynceus.master.mqtt.session;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.Callable;
import java.util.concurrent.Delayed;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/** A clock and a thread that a test moves on. */
public final class SteppedTime extends AbstractExecutorService
    implements ScheduledExecutorService, InstantSource {
  private final Deque<Runnable> ready = new ArrayDeque<>();
  private final PriorityQueue<Planned> planned =
      new PriorityQueue<>(Comparator.comparing((Planned each) -> each.due));
  private Instant now = Instant.parse("2026-11-30T12:00:00Z");

  private final class Planned extends FutureTask<Object> implements ScheduledFuture<Object> {
    final Instant due;

    Planned(Runnable work, Instant due) {
      super(work, null);
      this.due = due;
    }

    @Override
    public long getDelay(TimeUnit unit) {
      return unit.convert(Duration.between(now, due));
    }

    @Override
    public int compareTo(Delayed other) {
      return Long.compare(getDelay(TimeUnit.NANOSECONDS), other.getDelay(TimeUnit.NANOSECONDS));
    }
  }

  @Override
  public Instant instant() {
    return now;
  }

  @Override
  public void execute(Runnable work) {
    ready.add(work);
  }

  /** Does what is due. */
  public void settle() {
    Runnable next = ready.poll();
    while (next != null) {
      next.run();
      next = ready.poll();
    }
  }

  /** Lets time pass, and does what is due meanwhile, each at its time. */
  public void pass(Duration time) {
    Instant until = now.plus(time);
    settle();
    while (!planned.isEmpty() && !planned.peek().due.isAfter(until)) {
      Planned next = planned.poll();
      now = next.due;
      next.run();
      settle();
    }
    now = until;
  }

  /** How long until the next thing that is planned. */
  public Duration next() {
    planned.removeIf(FutureTask::isCancelled);
    return Duration.between(now, planned.peek().due);
  }

  /** Whether nothing is planned. */
  public boolean isIdle() {
    planned.removeIf(FutureTask::isCancelled);
    return planned.isEmpty();
  }

  @Override
  public ScheduledFuture<?> schedule(Runnable work, long delay, TimeUnit unit) {
    Planned one = new Planned(work, now.plus(Duration.of(delay, unit.toChronoUnit())));
    planned.add(one);
    return one;
  }

  @Override
  public <V> ScheduledFuture<V> schedule(Callable<V> work, long delay, TimeUnit unit) {
    throw new UnsupportedOperationException();
  }

  @Override
  public ScheduledFuture<?> scheduleAtFixedRate(
      Runnable work, long first, long period, TimeUnit unit) {
    throw new UnsupportedOperationException();
  }

  @Override
  public ScheduledFuture<?> scheduleWithFixedDelay(
      Runnable work, long first, long delay, TimeUnit unit) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void shutdown() {}

  @Override
  public List<Runnable> shutdownNow() {
    return List.of();
  }

  @Override
  public boolean isShutdown() {
    return false;
  }

  @Override
  public boolean isTerminated() {
    return false;
  }

  @Override
  public boolean awaitTermination(long time, TimeUnit unit) {
    return false;
  }
}
