package io.lynceus.scene.presence;

import io.lynceus.model.Box;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/**
 * What one still of a camera shows, as far as objects are concerned.
 *
 * @param image the id of its reply
 * @param sha256 of its file, 64 lower-case hexadecimal digits
 * @param time when it was taken; nothing lies ahead of {@code heard}
 * @param heard when its reply was given, by the master's clock
 * @param judged whether its objects are known: what it does not show is not there
 * @param persons whether persons were looked for, by a network that knows them: where none was
 *     found, none could be seen
 * @param asked the labels, folded, that were looked for; empty: all
 * @param found all that was found, what does not count too
 * @param width of the upright picture, pixels
 * @param height of the upright picture, pixels
 */
public record Still(
    String image,
    String sha256,
    Instant time,
    Instant heard,
    boolean judged,
    boolean persons,
    Set<String> asked,
    List<Found> found,
    int width,
    int height) {

  /** What a person is called. */
  public static final String PERSON = "person";

  public Still {
    asked = Set.copyOf(asked);
    found = List.copyOf(found);
    time = time.isAfter(heard) ? heard : time;
  }

  /** The still of a network that knows persons. */
  public Still(
      String image,
      String sha256,
      Instant time,
      Instant heard,
      boolean judged,
      Set<String> asked,
      List<Found> found,
      int width,
      int height) {
    this(
        image,
        sha256,
        time,
        heard,
        judged,
        judged && (asked.isEmpty() || asked.contains(PERSON)),
        asked,
        found,
        width,
        height);
  }

  /**
   * One thing.
   *
   * @param label as the network spells it
   * @param score 0 to 1
   * @param zones in which it counts
   * @param counts false if it is masked or filtered
   */
  public record Found(String label, float score, Box box, List<String> zones, boolean counts) {
    public Found {
      zones = List.copyOf(zones);
    }
  }
}
