package io.lynceus.scene.event;

import io.lynceus.model.settings.Check;
import java.time.Duration;
import java.time.LocalTime;
import java.util.List;

/**
 * What has to be so for an event, where a rule is not about all that comes, or about how many there
 * are. Immutable.
 */
public sealed interface Situation {
  Duration SHORTEST = Duration.ofSeconds(1);
  Duration LONGEST = Duration.ofDays(7);

  /**
   * Something is there at a time at which nothing should be, whenever it came.
   *
   * @param allowed the hours in which things may be there, 1 to {@value EventRule#MAX_ENTRIES}
   */
  record OutOfHours(List<DailyHours> allowed) implements Situation {
    /**
     * Checks the hours.
     *
     * @throws IllegalArgumentException naming the key and what it can be
     */
    public OutOfHours {
      allowed = List.copyOf(allowed);
      Check.that(
          !allowed.isEmpty() && allowed.size() <= EventRule.MAX_ENTRIES,
          "when.outside",
          "a list of 1 to " + EventRule.MAX_ENTRIES + " entries",
          "one of " + allowed.size());
    }

    /** Whether nothing should be there at that time of the day. */
    public boolean holds(LocalTime time) {
      return allowed.stream().noneMatch(hours -> hours.contains(time));
    }
  }

  /**
   * Something stays in a zone.
   *
   * @param time for at least that long, 1 s to 7 days
   */
  record Stay(Duration time) implements Situation {
    /**
     * Checks the time.
     *
     * @throws IllegalArgumentException naming the key and what it can be
     */
    public Stay {
      Check.time("when.loiter", time, SHORTEST, LONGEST);
    }
  }

  /**
   * Something lies where it is, and nobody is near.
   *
   * @param time for at least that long, 1 s to 7 days
   */
  record Unattended(Duration time) implements Situation {
    /**
     * Checks the time.
     *
     * @throws IllegalArgumentException naming the key and what it can be
     */
    public Unattended {
      Check.time("when.unattended", time, SHORTEST, LONGEST);
    }
  }
}
