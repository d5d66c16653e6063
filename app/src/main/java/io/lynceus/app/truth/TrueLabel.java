package io.lynceus.app.truth;

/**
 * A label that people have put on a picture.
 *
 * @param name what is there, in their spelling
 * @param ignored a crowd, too difficult, or of no size: neither a miss nor a false alarm
 */
public record TrueLabel(String name, Region region, boolean ignored) {
  /** Longer names are refused. */
  static final int MAX_NAME_CHARS = 200;

  public TrueLabel {
    ignored = ignored || region.pixels() <= 0;
  }
}
