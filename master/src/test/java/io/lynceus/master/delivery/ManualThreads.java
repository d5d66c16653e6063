package io.lynceus.master.delivery;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.PriorityQueue;

/** The threads of channels and their clock, driven by hand. */
final class ManualThreads implements InstantSource {
  private final PriorityQueue<Work> works =
      new PriorityQueue<>(Comparator.comparing(Work::due).thenComparingLong(Work::number));
  private Instant now = Instant.parse("2026-11-30T12:00:00Z");
  private long numbers;

  private record Work(Instant due, long number, One thread, Runnable run) {}

  @Override
  public Instant instant() {
    return now;
  }

  DeliveryThread newThread() {
    return new One();
  }

  /** Runs all that is due within that time, and then it is so much later. */
  void advance(Duration time) {
    Instant end = now.plus(time);
    while (!works.isEmpty() && !works.peek().due().isAfter(end)) {
      Work work = works.remove();
      now = work.due().isAfter(now) ? work.due() : now;
      if (!work.thread().closed) {
        work.run().run();
      }
    }
    now = end;
  }

  private final class One implements DeliveryThread {
    private boolean closed;

    @Override
    public void execute(Runnable work) {
      after(Duration.ZERO, work);
    }

    @Override
    public void after(Duration time, Runnable work) {
      works.add(new Work(now.plus(time), numbers++, this, work));
    }

    @Override
    public void close() {
      closed = true;
    }
  }
}
