package io.lynceus.model.watch;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What stills say of a watched region. */
public enum WatchState {
  /** What is watched for is there; of {@link WatchKind#CHANGED}, it looks as it did. */
  PRESENT,
  /** It is not there; of {@link WatchKind#CHANGED}, it looks otherwise. */
  MISSING,
  /** Somebody or something stands before it. */
  OCCLUDED,
  /** Nobody can say. */
  UNKNOWN;

  /** In lower case, as JSON has it. */
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Whether that is wrong; empty if nobody can say. */
  public Optional<Boolean> isProblem(WatchKind kind) {
    return switch (this) {
      case PRESENT -> Optional.of(kind == WatchKind.ABSENT);
      case MISSING -> Optional.of(kind != WatchKind.ABSENT);
      case OCCLUDED, UNKNOWN -> Optional.empty();
    };
  }

  /** The state of that key. */
  public static Optional<WatchState> of(String key) {
    return Arrays.stream(values()).filter(state -> state.key().equals(key)).findFirst();
  }
}
