package io.lynceus.master.mqtt.topics;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lynceus.master.mqtt.link.TopicMessage;
import io.lynceus.master.mqtt.session.RetainedTopics;
import io.lynceus.scene.camera.AreaConfig;
import io.lynceus.scene.camera.CameraSet;
import io.lynceus.scene.ledger.LedgerRow;
import io.lynceus.scene.ledger.LedgerRow.Estimate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Holds what the retained topics of areas say. What is not known is {@code None}: while nothing was
 * seen, the store fails, or the master stops. One thread at a time.
 */
final class AreaBoard {
  private final String prefix;
  private final RetainedTopics retained;
  private final Map<String, AreaTopics> areas = new LinkedHashMap<>();

  /**
   * A board without areas.
   *
   * @param prefix of all topics
   */
  AreaBoard(String prefix, RetainedTopics retained) {
    this.prefix = prefix;
    this.retained = retained;
  }

  /** These areas are described from now on. */
  void describe(CameraSet set) {
    Map<String, AreaTopics> old = new LinkedHashMap<>(areas);
    areas.clear();
    for (AreaConfig area : set.ledger().areas().values()) {
      AreaTopics topics = AreaTopics.of(prefix, area);
      areas.put(area.name(), topics);
      if (old.remove(area.name()) == null) {
        unknown(topics);
      }
    }
    for (AreaTopics gone : old.values()) {
      for (AreaTopics.Figure number : gone.numbers()) {
        retained.remove(number.topic());
        retained.remove(number.attributes());
      }
    }
  }

  /** The topics of all areas. */
  List<AreaTopics> all() {
    return new ArrayList<>(areas.values());
  }

  /**
   * What is known of today.
   *
   * @param rows one for each area; of an area without one, nothing is known
   */
  void know(List<LedgerRow> rows) {
    Map<String, AreaTopics> without = new LinkedHashMap<>(areas);
    for (LedgerRow row : rows) {
      AreaTopics topics = without.remove(row.area());
      if (topics != null) {
        topics.numbers().forEach(number -> put(number, number.of().apply(row), row));
      }
    }
    without.values().forEach(this::unknown);
  }

  /** Nothing more is known. */
  void stop() {
    areas.values().forEach(this::unknown);
  }

  private void unknown(AreaTopics topics) {
    for (AreaTopics.Figure number : topics.numbers()) {
      retained.put(TopicMessage.kept(number.topic(), CameraBoard.NONE));
      retained.put(TopicMessage.kept(number.attributes(), "{}"));
    }
  }

  private void put(AreaTopics.Figure number, Optional<Estimate> estimate, LedgerRow row) {
    ObjectNode attributes = JsonNodeFactory.instance.objectNode();
    estimate.ifPresent(
        known -> {
          attributes.put("low", known.low());
          attributes.putNull("high");
          known.high().ifPresent(high -> attributes.put("high", high));
        });
    attributes.put("covered", Math.round(100 * row.covered()) / 100.0);
    attributes.put("doubtful", row.doubtful());
    retained.put(
        TopicMessage.kept(
            number.topic(),
            estimate.map(known -> String.valueOf(known.counted())).orElse(CameraBoard.NONE)));
    retained.put(TopicMessage.kept(number.attributes(), attributes.toString()));
  }
}
