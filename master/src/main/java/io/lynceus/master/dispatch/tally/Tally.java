package io.lynceus.master.dispatch.tally;

import io.lynceus.master.dispatch.state.DispatchEvents;
import io.lynceus.master.dispatch.state.SlaveManager;
import io.lynceus.master.dispatch.state.TaskRequest;
import io.lynceus.model.ClusterStatus;
import io.lynceus.model.Reply;
import io.lynceus.model.Reply.Rejection;
import io.lynceus.model.Reply.RejectionCode;
import java.time.Duration;
import java.util.function.LongSupplier;

/** Counts the replies since the start, and how fast they come. */
final class Tally implements DispatchEvents {
  private static final double WEIGHT_OF_NEWEST = 0.05;
  private static final Duration LEAST_RETRY = Duration.ofMillis(100);
  private static final Duration MOST_RETRY = Duration.ofSeconds(10);

  private final LongSupplier clock;
  private final long startedAt;
  private long lastReplyAt;
  private double nanosPerReply;
  private long complete;
  private long partial;
  private long rejected;

  /**
   * @param clock of dispatch, nanoseconds
   */
  Tally(LongSupplier clock) {
    this.clock = clock;
    startedAt = clock.getAsLong();
    lastReplyAt = startedAt;
  }

  @Override
  public void imageRefused(RejectionCode why) {
    count(Reply.Status.REJECTED);
  }

  @Override
  public void taskRefused(TaskRequest request, Rejection why) {
    count(Reply.Status.REJECTED);
  }

  @Override
  public void taskReplied(SlaveManager task, Reply reply) {
    long now = clock.getAsLong();
    nanosPerReply += WEIGHT_OF_NEWEST * ((now - lastReplyAt) - nanosPerReply);
    lastReplyAt = now;
    count(reply.status());
  }

  private void count(Reply.Status status) {
    switch (status) {
      case COMPLETE -> complete++;
      case PARTIAL -> partial++;
      case REJECTED -> rejected++;
    }
  }

  /**
   * Estimated time until half of the waiting tasks have their replies, at the recent rate; 100 ms
   * to 10 s.
   */
  Duration retryAfter(int waitingTasks) {
    Duration half = Duration.ofNanos((long) (waitingTasks * nanosPerReply / 2));
    if (half.compareTo(LEAST_RETRY) < 0) {
      return LEAST_RETRY;
    }
    return half.compareTo(MOST_RETRY) > 0 ? MOST_RETRY : half;
  }

  Duration uptime(long now) {
    return Duration.ofNanos(now - startedAt);
  }

  ClusterStatus.Tasks toStatus(long waiting, long running) {
    return new ClusterStatus.Tasks(waiting, running, complete, partial, rejected);
  }
}
