package io.lynceus.store.rows;

import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Names of zones in one column: each between line breaks, which no name has. */
final class Zones {
  private static final String BREAK = "\n";

  private Zones() {}

  static @Nullable String text(List<String> zones) {
    return zones.isEmpty()
        ? null
        : zones.stream().map(Texts::storable).collect(Collectors.joining(BREAK, BREAK, BREAK));
  }

  static List<String> of(@Nullable String text) {
    return text == null ? List.of() : List.of(text.strip().split(BREAK));
  }

  /** A pattern of {@code LIKE … ESCAPE '!'} that a column with this zone fits. */
  static String pattern(String zone) {
    String quoted = Texts.storable(zone).replace("!", "!!").replace("%", "!%").replace("_", "!_");
    return "%" + BREAK + quoted + BREAK + "%";
  }
}
