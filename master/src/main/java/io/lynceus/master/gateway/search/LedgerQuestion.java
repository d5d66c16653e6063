package io.lynceus.master.gateway.search;

import io.lynceus.master.gateway.BadCommandException;
import io.lynceus.model.Camera;
import io.lynceus.model.ledger.LineCount;
import io.lynceus.model.text.NearestNames;
import io.lynceus.scene.camera.AreaConfig;
import io.lynceus.scene.camera.LedgerConfig;
import io.lynceus.scene.camera.LineConfig;
import io.lynceus.scene.ledger.LedgerPeriod;
import io.lynceus.scene.ledger.LedgerRow;
import io.lynceus.scene.ledger.LedgerRows;
import io.lynceus.store.result.StoreException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A question about who came and went. Hours and days are the master's.
 *
 * @param areas that are asked for, in the order of the settings
 * @param now no row ends later
 */
public record LedgerQuestion(
    LedgerConfig config,
    List<AreaConfig> areas,
    Instant from,
    Instant to,
    Instant now,
    LedgerPeriod by,
    ZoneId clock) {
  private static final List<String> KEYS = List.of("area", "from", "to", "by");
  private static final Duration HOURS = Duration.ofDays(1);
  private static final Duration DAYS = Duration.ofDays(30);

  public LedgerQuestion {
    areas = List.copyOf(areas);
  }

  /**
   * Reads it; without times, it is about the last day by hours, or about the last 30 days.
   *
   * @param given the parameters of the query, decoded
   */
  public static LedgerQuestion of(
      List<Map.Entry<String, String>> given, LedgerConfig config, Instant now, ZoneId clock)
      throws BadCommandException {
    Map<String, String> values = values(given);
    LedgerPeriod by =
        switch (values.getOrDefault("by", "hour")) {
          case "hour" -> LedgerPeriod.HOUR;
          case "day" -> LedgerPeriod.DAY;
          default ->
              throw new BadCommandException("by is hour or day, not '" + values.get("by") + "'");
        };
    Instant to = values.containsKey("to") ? time("to", values, now) : now;
    Instant from =
        values.containsKey("from")
            ? time("from", values, now)
            : to.minus(by == LedgerPeriod.HOUR ? HOURS : DAYS);
    if (!from.isBefore(to)) {
      throw new BadCommandException("from is before to");
    }
    Duration one = by == LedgerPeriod.HOUR ? Duration.ofHours(1) : Duration.ofDays(1);
    List<AreaConfig> areas = areas(values.get("area"), config);
    int most = LedgerRows.MOST / Math.max(1, areas.size());
    if (Duration.between(from, to).dividedBy(one) >= most) {
      throw new BadCommandException(
          "from and to are at most %d %ss apart for %d areas"
              .formatted(most, by.key(), areas.size()));
    }
    return new LedgerQuestion(config, areas, from, to, now, by, clock);
  }

  private static Map<String, String> values(List<Map.Entry<String, String>> given)
      throws BadCommandException {
    Map<String, String> values = new HashMap<>();
    for (Map.Entry<String, String> pair : given) {
      String key = pair.getKey();
      if (!KEYS.contains(key)) {
        throw new BadCommandException(
            "there is no parameter '%s'%s: the ledger has %s"
                .formatted(key, NearestNames.aside(key, KEYS), String.join(", ", KEYS)));
      }
      if (values.putIfAbsent(key, pair.getValue()) != null) {
        throw new BadCommandException(key + " is there twice: give it once");
      }
    }
    return values;
  }

  private static Instant time(String key, Map<String, String> values, Instant now)
      throws BadCommandException {
    return SearchTime.of(key, values.getOrDefault(key, ""), now).instant();
  }

  private static List<AreaConfig> areas(@Nullable String name, LedgerConfig config)
      throws BadCommandException {
    if (name == null) {
      return List.copyOf(config.areas().values());
    }
    AreaConfig area = config.areas().get(name);
    if (area == null) {
      throw new BadCommandException(
          "there is no area '%s'%s: cameras.conf has %s"
              .formatted(
                  name,
                  NearestNames.aside(name, List.copyOf(config.areas().keySet())),
                  config.areas().isEmpty() ? "none" : String.join(", ", config.areas().keySet())));
    }
    return List.of(area);
  }

  /** The rows of the areas, one area after the other; asks the store. */
  public List<LedgerRow> ask(Remembered store) throws StoreException {
    List<LedgerRow> rows = new ArrayList<>();
    for (AreaConfig area : areas) {
      List<LineConfig> lines = config.linesOf(area);
      Map<String, LineCount> wanted = new LinkedHashMap<>();
      for (LineConfig line : lines) {
        wanted.put(
            line.name(), LineCount.none(line.name(), new Camera(line.camera()), Instant.EPOCH));
      }
      Optional<Instant> since = LedgerRows.since(area, by.beginOf(from, clock), clock);
      Map<String, NavigableMap<Instant, LineCount>> counts = new HashMap<>();
      Instant end = by.endOf(to.minusNanos(1), clock);
      for (LineCount count : store.lineCounts(wanted.values(), since, end)) {
        counts.computeIfAbsent(count.line(), name -> new TreeMap<>()).put(count.quarter(), count);
      }
      rows.addAll(new LedgerRows(area, lines, counts, clock).rows(from, to, now, by));
    }
    return rows;
  }
}
