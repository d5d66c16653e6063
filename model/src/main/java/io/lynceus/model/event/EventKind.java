package io.lynceus.model.event;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What can happen. */
public enum EventKind {
  /** Something came, to the camera or into a zone. The event ends when it is gone. */
  ARRIVED,
  /** It stays in a zone for longer than {@code loiter} of the zone, or of a rule. */
  LOITERING,
  /** As many of one label are there as a rule says. */
  COUNT,
  /** Something is there at a time at which a rule wants nothing to be there. */
  PRESENT,
  /** Something, such as a bag, lies there, and no person is near. */
  UNATTENDED,
  /** No still of a camera came for long. The event ends when one comes. */
  LOST,
  /** Something hides what a camera usually shows. */
  COVERED,
  /** A camera shows another view. */
  MOVED,
  /** A camera sends the same picture again and again. */
  FROZEN,
  /** The fine detail of a camera's picture is gone. */
  BLURRED,
  /** What should be in a watched region is not. The event ends when it is back. */
  WATCH_MISSING,
  /** In a watched region is what should not be there. */
  WATCH_PRESENT,
  /** A watched region looks otherwise than it should. */
  WATCH_CHANGED;

  /** All of them, as settings, JSON and the store write them. */
  public static final List<String> KEYS = Arrays.stream(values()).map(EventKind::key).toList();

  /** In lower case, such as {@code lost} or {@code watch.missing}. */
  public String key() {
    return name().toLowerCase(Locale.ROOT).replace('_', '.');
  }

  /** The kind of that key. */
  public static Optional<EventKind> of(String key) {
    return Arrays.stream(values()).filter(kind -> kind.key().equals(key)).findFirst();
  }
}
