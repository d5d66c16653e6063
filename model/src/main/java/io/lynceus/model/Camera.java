package io.lynceus.model;

import java.util.regex.Pattern;

/**
 * A camera, as its owner names it.
 *
 * @param name 1 to 40 of {@code a-z 0-9 _ -}
 */
public record Camera(String name) {
  public static final int MAX_NAME_CHARS = 40;

  private static final Pattern NAME = Pattern.compile("[a-z0-9_-]{1," + MAX_NAME_CHARS + "}");

  /**
   * Checks the name.
   *
   * @throws IllegalArgumentException for a name that no camera can have; says which it can have
   */
  public Camera {
    if (!isName(name)) {
      throw new IllegalArgumentException("camera is 1 to 40 of a-z 0-9 _ -, not '" + name + "'");
    }
  }

  /** Whether a camera can have that name. */
  public static boolean isName(String name) {
    return NAME.matcher(name).matches();
  }

  @Override
  public String toString() {
    return name;
  }
}
