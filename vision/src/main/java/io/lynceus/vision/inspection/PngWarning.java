package io.lynceus.vision.inspection;

import java.util.regex.Pattern;

/** What libpng says of a file that it has decoded all the same. */
final class PngWarning {
  /** Ancillary chunks have a small first letter (PNG specification, 5.4); pixels need none. */
  private static final Pattern OF_ANCILLARY_CHUNK =
      Pattern.compile("libpng warning: [a-z][A-Za-z]{3}: .*");

  private PngWarning() {}

  /** Whether the pixels are as they should be. What is not known is not harmless. */
  static boolean isHarmless(String line) {
    return OF_ANCILLARY_CHUNK.matcher(line).matches();
  }
}
