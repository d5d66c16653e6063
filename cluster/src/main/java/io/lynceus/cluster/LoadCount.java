package io.lynceus.cluster;

import io.lynceus.cluster.LoadGenerator.Answer;
import io.lynceus.model.Reply;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;

/**
 * What became of the images of a {@link LoadGenerator}.
 *
 * @param sent images
 * @param answers by their kind
 * @param doubled answers to images that had theirs already
 * @param misplaced answers that came in the place of another image's
 * @param times from sending to answer
 */
public record LoadCount(long sent, Kinds answers, long doubled, long misplaced, Times times) {

  /**
   * Answers by their kind.
   *
   * @param complete to images that were analysed in full
   * @param partial to images that were analysed in part
   * @param rejected to images that were refused
   */
  public record Kinds(long complete, long partial, long rejected) {}

  /** How long answers took; zero when there are none. */
  public record Times(Duration median, Duration p99, Duration slowest) {
    /** The times of these. */
    public static Times of(Collection<Answer> answers) {
      long[] nanos =
          answers.stream().mapToLong(answer -> answer.time().toNanos()).sorted().toArray();
      return new Times(quantile(nanos, 0.5), quantile(nanos, 0.99), quantile(nanos, 1));
    }

    private static Duration quantile(long[] sorted, double share) {
      int index = Math.max(0, (int) Math.ceil(share * sorted.length) - 1);
      return Duration.ofNanos(sorted.length == 0 ? 0 : sorted[index]);
    }
  }

  static LoadCount of(long sent, Collection<Answer> answers) {
    Set<String> names = new HashSet<>();
    answers.forEach(answer -> names.add(answer.name()));
    return new LoadCount(
        sent,
        new Kinds(
            count(answers, Reply.Status.COMPLETE),
            count(answers, Reply.Status.PARTIAL),
            count(answers, Reply.Status.REJECTED)),
        answers.size() - names.size(),
        answers.stream().filter(answer -> !answer.name().equals(answer.expected())).count(),
        Times.of(answers));
  }

  private static long count(Collection<Answer> answers, Reply.Status status) {
    return answers.stream().filter(answer -> answer.status() == status).count();
  }

  /** Images that were analysed in full. */
  public long complete() {
    return answers.complete();
  }

  /** Images that were analysed in part. */
  public long partial() {
    return answers.partial();
  }

  /** Images that were refused. */
  public long rejected() {
    return answers.rejected();
  }

  /** Images that have an answer. */
  public long answered() {
    return answers.complete() + answers.partial() + answers.rejected() - doubled;
  }

  /** Images that have none. */
  public long lost() {
    return sent - answered();
  }

  /** Every image has exactly one answer, at its place. */
  public boolean isExact() {
    return lost() == 0 && doubled == 0 && misplaced == 0;
  }
}
