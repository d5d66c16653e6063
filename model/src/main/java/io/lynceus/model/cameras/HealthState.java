package io.lynceus.model.cameras;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What the stills of a camera say of the camera itself. */
public enum HealthState {
  /** Its stills show what they usually show. */
  OK,
  /** No still came for three times as long as its settings expect. */
  LOST,
  /** Something hides what the camera usually shows. */
  COVERED,
  /** The picture is nearly black. */
  DARK,
  /** Large parts of the picture are white. */
  BRIGHT,
  /** The picture is as usual, without its fine detail. */
  BLURRED,
  /** The camera shows another view. */
  MOVED,
  /** The camera sends the same picture again and again. */
  FROZEN,
  /** Nobody can say: too few stills, or stills that were not analysed. */
  UNKNOWN;

  /** In lower case, as JSON and settings have it. */
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Whether what such a still does not show may be there all the same. */
  public boolean hides() {
    return this != OK && this != UNKNOWN;
  }

  /** The state of that key. */
  public static Optional<HealthState> of(String key) {
    return Arrays.stream(values()).filter(state -> state.key().equals(key)).findFirst();
  }
}
