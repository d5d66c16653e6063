package io.lynceus.vision.inspection;

import java.util.regex.Pattern;

/** What libpng says of a file that it has decoded all the same. */
final class PngWarning {
  /**
   * Ancillary chunks have a small first letter and a capital third one (PNG specification, 5.4);
   * pixels need none of them. The name stands before the warning, as in {@code gAMA: invalid}, or
   * in it, as in {@code malformed sPLT chunk}.
   */
  private static final Pattern OF_ANCILLARY_CHUNK =
      Pattern.compile("libpng warning: ([a-z][A-Za-z]{3}: |.*\\b[a-z][A-Za-z][A-Z][A-Za-z]\\b).*");

  /** Of tIME, of texts and of unknown chunks, without a name. */
  private static final Pattern OF_NO_PIXELS =
      Pattern.compile(
          "libpng warning: (Ignoring invalid time value|too many (text|unknown) chunks"
              + "|text compression mode is out of range|gamma table being rebuilt)");

  private PngWarning() {}

  /** Whether the pixels are as they should be. What is not known is not harmless. */
  static boolean isHarmless(String line) {
    return OF_ANCILLARY_CHUNK.matcher(line).matches() || OF_NO_PIXELS.matcher(line).matches();
  }
}
