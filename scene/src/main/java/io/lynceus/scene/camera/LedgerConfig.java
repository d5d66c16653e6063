package io.lynceus.scene.camera;

import io.lynceus.model.settings.Check;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What is counted of those who come and go: {@code lines} and {@code areas} of {@code
 * cameras.conf}. Immutable.
 *
 * @param lines by their names, at most {@value #MAX}
 * @param areas by their names, at most {@value #MAX}; their lines are among these
 */
public record LedgerConfig(Map<String, LineConfig> lines, Map<String, AreaConfig> areas) {
  public static final int MAX = 256;

  /** Nothing is counted. */
  public static final LedgerConfig NONE = new LedgerConfig(Map.of(), Map.of());

  /**
   * Checks the values.
   *
   * @throws IllegalArgumentException naming the key and what it can be
   */
  public LedgerConfig {
    lines = Collections.unmodifiableMap(new LinkedHashMap<>(lines));
    areas = Collections.unmodifiableMap(new LinkedHashMap<>(areas));
    Check.that(lines.size() <= MAX, "lines", "at most " + MAX + " entries long", lines.size());
    Check.that(areas.size() <= MAX, "areas", "at most " + MAX + " entries long", areas.size());
    for (AreaConfig area : areas.values()) {
      for (String line : area.lines()) {
        if (!lines.containsKey(line)) {
          throw new IllegalArgumentException(
              "areas.%s.in names the line %s, which there is not: lines.%s { … }"
                  .formatted(area.name(), line, line));
        }
      }
    }
  }

  /** The lines of an area, in its order. */
  public List<LineConfig> linesOf(AreaConfig area) {
    return area.lines().stream().map(name -> lines.get(name)).toList();
  }

  /** The lines that a camera sees. */
  public List<LineConfig> linesOf(String camera) {
    return lines.values().stream().filter(line -> line.camera().equals(camera)).toList();
  }
}
