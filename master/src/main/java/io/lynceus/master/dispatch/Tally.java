package io.lynceus.master.dispatch;

import io.lynceus.model.ClusterStatus;
import io.lynceus.model.Reply;
import java.time.Duration;

/** Counts the replies since the start, and how fast they come. Belongs to the dispatch thread. */
final class Tally {
  private static final double WEIGHT_OF_NEWEST = 0.05;
  private static final Duration LEAST_RETRY = Duration.ofMillis(100);
  private static final Duration MOST_RETRY = Duration.ofSeconds(10);

  private final long startedAt;
  private long lastReplyAt;
  private double nanosPerReply;
  private long complete;
  private long partial;
  private long rejected;

  Tally(long now) {
    startedAt = now;
    lastReplyAt = now;
  }

  void count(Reply.Status status) {
    switch (status) {
      case COMPLETE -> complete++;
      case PARTIAL -> partial++;
      case REJECTED -> rejected++;
    }
  }

  /** A task has been analysed. */
  void finished(long now) {
    nanosPerReply += WEIGHT_OF_NEWEST * ((now - lastReplyAt) - nanosPerReply);
    lastReplyAt = now;
  }

  /** When half of so many waiting tasks will have gone, at the pace of late. */
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
