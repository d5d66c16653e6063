package io.lynceus.scene.presence;

import io.lynceus.model.event.EventChange;
import java.util.List;

/**
 * What a still has changed.
 *
 * @param verdict what was done with it
 * @param changes of events, in their order
 * @param shows whether it shows something new, or something better than any still before: its
 *     picture is worth keeping
 */
public record Judgement(Verdict verdict, List<EventChange> changes, boolean shows) {
  /** What is done with a still. */
  public enum Verdict {
    /** It counts. */
    JUDGED,
    /** Its objects are not known: it counts for nothing. */
    UNKNOWN,
    /** It is not later than the one before: it counts for nothing. */
    LATE
  }

  public Judgement {
    changes = List.copyOf(changes);
  }

  static Judgement nothing(Verdict verdict) {
    return new Judgement(verdict, List.of(), false);
  }
}
