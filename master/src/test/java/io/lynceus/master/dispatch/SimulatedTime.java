package io.lynceus.master.dispatch;

import java.time.Duration;
import java.util.PriorityQueue;

/** The time of a simulation: what will happen, and when. */
final class SimulatedTime {
  private final ManualLoop loop;
  private final PriorityQueue<Event> events = new PriorityQueue<>();
  private long sequence;

  private record Event(long time, long sequence, Runnable action) implements Comparable<Event> {
    @Override
    public int compareTo(Event other) {
      return time != other.time
          ? Long.compare(time, other.time)
          : Long.compare(sequence, other.sequence);
    }
  }

  /**
   * @param loop its clock shows this time
   */
  SimulatedTime(ManualLoop loop) {
    this.loop = loop;
  }

  void later(Duration delay, Runnable action) {
    events.add(new Event(loop.nanos() + delay.toNanos(), sequence++, action));
  }

  /** Goes on to the next event, and runs what the master has to do then. */
  void runNext() {
    Event event = events.remove();
    loop.advanceTo(event.time());
    event.action().run();
    loop.runPosted();
  }

  void runFor(Duration time) {
    for (long end = loop.nanos() + time.toNanos(); loop.nanos() < end; ) {
      runNext();
    }
  }
}
