package io.lynceus.store.result;

import java.util.List;
import java.util.Optional;

/**
 * One thing that was found in an image.
 *
 * @param kind the analysis that found it, such as {@code objects}
 * @param label such as {@code person}; {@code face} for a face
 * @param score 0 to 1
 * @param box x, y, width and height in pixels of the upright picture; empty when unknown
 * @param zones of the camera that it is in
 * @param person the name of the individual, if it was recognised
 * @param dropped why it does not count, such as {@code masked:tree}; no search by label, zone,
 *     person or score finds it then
 */
public record StoredFinding(
    String kind,
    String label,
    double score,
    Optional<Area> box,
    List<String> zones,
    Optional<String> person,
    Optional<String> dropped) {

  public StoredFinding {
    zones = List.copyOf(zones);
  }

  /** Whether it counts. */
  public boolean counts() {
    return dropped.isEmpty();
  }

  /** A rectangle in pixels. */
  public record Area(double x, double y, double width, double height) {}
}
