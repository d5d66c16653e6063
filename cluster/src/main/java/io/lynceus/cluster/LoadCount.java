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
 * @param replies by their kind
 * @param doubled replies to images that already had one
 * @param misplaced replies in the place of another image's
 * @param times from sending to reply
 */
public record LoadCount(long sent, Kinds replies, long doubled, long misplaced, ReplyTimes times) {

  /**
   * Replies by their kind.
   *
   * @param complete to images that were analysed in full
   * @param partial to images that were analysed in part
   * @param rejected to images that were refused
   */
  public record Kinds(long complete, long partial, long rejected) {}

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
        new Kinds(
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

  public long complete() {
    return replies.complete();
  }

  public long partial() {
    return replies.partial();
  }

  public long rejected() {
    return replies.rejected();
  }

  /** The number of images with a reply. */
  public long replied() {
    return complete() + partial() + rejected() - doubled;
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
