package io.lynceus.master.sources.still;

import io.lynceus.common.SafeText;

/**
 * Why an attempt brought no still.
 *
 * @param text of one line, for people: what is wrong and what to do; without passwords, queries of
 *     URLs and control characters
 */
public record FetchFailure(Kind kind, String text) {
  private static final int MAX_CHARS = 300;

  /** Whom it is up to. */
  public enum Kind {
    /** The camera refuses the user or the password. */
    UNAUTHORISED,
    /** The camera, the way to it, or the settings. */
    FAILED,
    /** The master has no room for a still. */
    NO_ROOM
  }

  public FetchFailure {
    text = SafeText.of(text.length() > MAX_CHARS ? text.substring(0, MAX_CHARS) + "…" : text);
  }

  public static FetchFailure failed(String text) {
    return new FetchFailure(Kind.FAILED, text);
  }

  public static FetchFailure unauthorised(String text) {
    return new FetchFailure(Kind.UNAUTHORISED, text);
  }

  static FetchFailure noRoom(String text) {
    return new FetchFailure(Kind.NO_ROOM, text);
  }
}
