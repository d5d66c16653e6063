package io.lynceus.master.mqtt.topics;

import io.lynceus.model.Analysis;
import io.lynceus.model.Reply;
import io.lynceus.model.Reply.Outcome;
import io.lynceus.model.Reply.UnitReply;
import io.lynceus.model.Reply.ZoneCounts;
import io.lynceus.model.counts.BoxCounts;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * How many a still shows, as far as that is known.
 *
 * @param reply to the still
 * @param asked labels that the client asked for alone; empty: it asked for all
 * @param findable whether some slave's network can find that label
 * @param hidden whether what stands there may not be seen: the camera is covered, moved or the like
 */
public record StillCounts(
    Reply reply, List<String> asked, Predicate<String> findable, boolean hidden) {
  private static final String FACE = Analysis.FACES.singular();

  public StillCounts {
    asked = List.copyOf(asked);
  }

  /** Whether the objects of the still are known at all. */
  public boolean isKnown() {
    UnitReply objects = reply.analyses().get(Analysis.OBJECTS);
    return !hidden
        && objects != null
        && objects.outcome() == Outcome.OK
        && reply.image().map(image -> image.condition().showsWhatIsThere()).orElse(false);
  }

  /** When the still was taken; empty if nobody says so. */
  Optional<Instant> time() {
    return reply.still().time().map(time -> time.time().toInstant());
  }

  /** Whether a count of that label would be known. */
  boolean isLookedFor(String label) {
    return findable.test(label)
        && (asked.isEmpty() || asked.stream().anyMatch(one -> BoxCounts.same(one, label)));
  }

  /** How many; empty if that is not known. */
  Optional<Integer> of(CountTopic topic) {
    Optional<Map<String, Optional<Integer>>> counts =
        topic.zone().isEmpty()
            ? Optional.of(reply.counts())
            : Optional.ofNullable(reply.zones().get(topic.zone().get()))
                .flatMap(ZoneCounts::counts);
    if (!isKnown() || counts.isEmpty()) {
      return Optional.empty();
    }
    return topic.label().isPresent()
        ? ofLabel(counts.get(), topic.label().get())
        : ofAll(counts.get());
  }

  private Optional<Integer> ofLabel(Map<String, Optional<Integer>> counts, String label) {
    for (Map.Entry<String, Optional<Integer>> each : counts.entrySet()) {
      if (BoxCounts.same(each.getKey(), label)) {
        return each.getValue();
      }
    }
    return isLookedFor(label) ? Optional.of(0) : Optional.empty();
  }

  private Optional<Integer> ofAll(Map<String, Optional<Integer>> counts) {
    if (!asked.isEmpty()) {
      return Optional.empty();
    }
    int sum = 0;
    for (Map.Entry<String, Optional<Integer>> each : counts.entrySet()) {
      if (!each.getKey().equals(FACE)) {
        if (each.getValue().isEmpty()) {
          return Optional.empty();
        }
        sum += each.getValue().get();
      }
    }
    return Optional.of(sum);
  }
}
