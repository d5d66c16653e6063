package io.lynceus.cluster;

import io.lynceus.cluster.LoadGenerator.ReceivedReply;
import io.lynceus.model.Reply;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;

/**
 * Counts the replies to the images of a {@link LoadGenerator}.
 *
 * @param sent images sent
 * @param replies by status
 * @param doubled replies to images that already had one
 * @param misplaced replies in the place of another image's
 * @param times from sending to reply
 */
public record LoadCount(
    long sent, ByStatus replies, long doubled, long misplaced, ReplyTimes times) {

  /** Numbers of replies by status. */
  public record ByStatus(long complete, long partial, long rejected) {}

  /** Reply times; zero when there are no replies. */
  public record ReplyTimes(Duration median, Duration p99, Duration slowest) {
    /** The times of these replies. */
    public static ReplyTimes of(Collection<ReceivedReply> replies) {
      long[] nanos = replies.stream().mapToLong(reply -> reply.time().toNanos()).sorted().toArray();
      return new ReplyTimes(quantile(nanos, 0.5), quantile(nanos, 0.99), quantile(nanos, 1));
    }

    private static Duration quantile(long[] sorted, double share) {
      int index = Math.max(0, (int) Math.ceil(share * sorted.length) - 1);
      return Duration.ofNanos(sorted.length == 0 ? 0 : sorted[index]);
    }
  }

  static LoadCount of(long sent, Collection<ReceivedReply> replies) {
    Set<String> names = new HashSet<>();
    replies.forEach(reply -> names.add(reply.name()));
    return new LoadCount(
        sent,
        new ByStatus(
            count(replies, Reply.Status.COMPLETE),
            count(replies, Reply.Status.PARTIAL),
            count(replies, Reply.Status.REJECTED)),
        replies.size() - names.size(),
        replies.stream().filter(reply -> !reply.name().equals(reply.expected())).count(),
        ReplyTimes.of(replies));
  }

  private static long count(Collection<ReceivedReply> replies, Reply.Status status) {
    return replies.stream().filter(reply -> reply.status() == status).count();
  }

  /** Complete replies. */
  public long complete() {
    return replies.complete();
  }

  /** Partial replies. */
  public long partial() {
    return replies.partial();
  }

  /** Rejected replies. */
  public long rejected() {
    return replies.rejected();
  }

  /** The number of images with a reply. */
  public long replied() {
    return replies.complete() + replies.partial() + replies.rejected() - doubled;
  }

  /** The number of images without a reply. */
  public long lost() {
    return sent - replied();
  }

  /** True if every image has exactly one reply, in its place. */
  public boolean isExact() {
    return lost() == 0 && doubled == 0 && misplaced == 0;
  }
}
