package io.lynceus.model.watch;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What is wrong with a watched region. */
public enum WatchKind {
  /** Something stands there, and should: it is wrong when it is missing. */
  PRESENT,
  /** Nothing of a label stands there, or nothing new, and should not: it is wrong when it does. */
  ABSENT,
  /** It looks as it should: it is wrong when it looks otherwise. */
  CHANGED;

  /** All of them, as settings and JSON write them. */
  public static final List<String> KEYS = Arrays.stream(values()).map(WatchKind::key).toList();

  /** In lower case. */
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The kind of that key. */
  public static Optional<WatchKind> of(String key) {
    return Arrays.stream(values()).filter(kind -> kind.key().equals(key)).findFirst();
  }
}
