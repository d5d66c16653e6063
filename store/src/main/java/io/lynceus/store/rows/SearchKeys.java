package io.lynceus.store.rows;

import io.lynceus.store.result.ResultFacts;
import io.lynceus.store.result.ResultQuery;
import io.lynceus.store.result.StoredFinding;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Names of what can be searched for. Each image has a row in {@code hit} for each of its keys, so
 * that a search for a label, a zone, a person, or a label in a zone, of one camera or of all, reads
 * one run of an index, in the order of time.
 */
final class SearchKeys {
  /** Of one image. One that has more is not found by the rest. */
  static final int MOST = 1000;

  /** In no name: {@link Texts#storable} removes it. */
  private static final char BREAK = '\u001f';

  private static final String ANYTHING = "f";
  private static final String COMPLETE = "complete";

  private SearchKeys() {}

  /** The keys of an image, without its camera, each with the score of its best finding. */
  static Map<String, Double> of(ResultFacts facts) {
    Map<String, Double> keys = new LinkedHashMap<>();
    if (!facts.status().equals(COMPLETE)) {
      keys.put(status(facts.status()), 1.0);
    }
    for (StoredFinding finding : facts.findings()) {
      if (finding.counts()) {
        double score = finding.score();
        put(keys, ANYTHING, score);
        put(keys, label(finding.label()), score);
        finding.person().ifPresent(name -> put(keys, person(name), score));
        for (String zone : finding.zones()) {
          put(keys, zone(zone), score);
          put(keys, zoneAndLabel(zone, finding.label()), score);
        }
      }
    }
    return keys;
  }

  private static void put(Map<String, Double> keys, String key, double score) {
    if (keys.size() < MOST || keys.containsKey(key)) {
      keys.merge(key, score, Math::max);
    }
  }

  /**
   * The key that leads to what is looked for.
   *
   * @param key without the camera
   * @param exact whether all that has it fits, as far as findings are concerned
   */
  record Lead(String key, boolean exact) {}

  /** The best key; empty when the question names none. */
  static Optional<Lead> of(ResultQuery query) {
    if (query.person().isPresent()) {
      boolean exact = query.label().isEmpty() && query.zone().isEmpty();
      return Optional.of(new Lead(person(query.person().get()), exact));
    }
    if (query.zone().isPresent() && query.label().isPresent()) {
      return Optional.of(new Lead(zoneAndLabel(query.zone().get(), query.label().get()), true));
    }
    if (query.zone().isPresent()) {
      return Optional.of(new Lead(zone(query.zone().get()), true));
    }
    if (query.label().isPresent()) {
      return Optional.of(new Lead(label(query.label().get()), true));
    }
    if (query.minScore().isPresent()) {
      return Optional.of(new Lead(ANYTHING, true));
    }
    return query
        .status()
        .filter(status -> !status.equals(COMPLETE))
        .map(status -> new Lead(status(status), true));
  }

  /** A key, of one camera alone. */
  static String ofCamera(long camera, String key) {
    return "c" + camera + BREAK + key;
  }

  private static String label(String name) {
    return "l" + BREAK + Texts.storable(name);
  }

  private static String zone(String name) {
    return "z" + BREAK + Texts.storable(name);
  }

  private static String person(String name) {
    return "p" + BREAK + Texts.storable(name);
  }

  private static String status(String name) {
    return "s" + BREAK + Texts.storable(name);
  }

  private static String zoneAndLabel(String zone, String label) {
    return "zl" + BREAK + Texts.storable(zone) + BREAK + Texts.storable(label);
  }
}
