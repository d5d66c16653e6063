package io.lynceus.master.mqtt.topics;

import io.lynceus.scene.camera.AreaConfig;
import io.lynceus.scene.ledger.LedgerRow;
import io.lynceus.scene.ledger.LedgerRow.Estimate;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * The topics of an area: who went in and out today, and who is there. Each has another one with its
 * bounds. Immutable.
 */
record AreaTopics(AreaConfig area, List<Figure> numbers) {

  /**
   * One of the numbers.
   *
   * @param name the last level of the topic
   * @param title for people
   * @param of what a row says of it
   */
  record Figure(
      String name, String title, String topic, Function<LedgerRow, Optional<Estimate>> of) {
    /** The topic with the bounds, as JSON. */
    String attributes() {
      return topic + "/attributes";
    }
  }

  AreaTopics {
    numbers = List.copyOf(numbers);
  }

  /**
   * Those of an area.
   *
   * @param prefix of all topics
   */
  static AreaTopics of(String prefix, AreaConfig area) {
    String base = prefix + "/area/" + area.name() + "/";
    return new AreaTopics(
        area,
        List.of(
            new Figure("in", "In today", base + "in", LedgerRow::in),
            new Figure("out", "Out today", base + "out", LedgerRow::out),
            new Figure("occupancy", "Occupancy", base + "occupancy", LedgerRow::occupancy)));
  }
}
