package io.lynceus.scene.presence;

import io.lynceus.model.text.FoldedText;
import java.time.Duration;
import java.util.List;

/**
 * The persons of one still, as far as they are near to things. Somebody is near who is no further
 * away than he is tall, where he stands in the picture. Those who are masked or filtered are near
 * too: an alarm that says that nobody is there needs more than that nobody counts. Immutable.
 *
 * @param persons where they are
 */
record Surroundings(Still still, List<Location> persons) {
  /** The gap to somebody who is near, in parts of his longer side. */
  private static final double NEAR = 1;

  static Surroundings of(Still still) {
    return new Surroundings(
        still,
        still.found().stream()
            .filter(found -> FoldedText.of(found.label()).equals(Still.PERSON))
            .map(found -> Location.of(found.box(), still.width(), still.height()))
            .toList());
  }

  /**
   * Tells things whether they are alone. A still in which nobody looked for persons says nothing of
   * that; one that does not show the thing says only that it is not alone.
   */
  void tell(List<Known> things, Watch watch) {
    if (watch.aloneHole().isEmpty()) {
      return;
    }
    Duration longestHole = watch.aloneHole().get();
    for (Known thing : things) {
      if (persons.stream().anyMatch(person -> isNear(person, thing.place))) {
        thing.alone = null;
      } else if (still.persons() && thing.seen.equals(still.time())) {
        thing.aloneAt(still.time(), longestHole);
      }
    }
  }

  private static boolean isNear(Location person, Location thing) {
    return !(thing.gap(person) > NEAR * person.length()); // a box that is no number is near too
  }
}
