package io.lynceus.common;

import java.util.Locale;

/**
 * Text of strangers on its way to a log, a terminal or a line of JSON. Characters that would do
 * something there are written as a backslash, {@code u} and four hexadecimal digits: control
 * characters, which move a terminal's cursor or end a line, separators of lines, which only some
 * readers take for such, marks that turn the direction of writing, others that are not seen, and
 * halves of characters.
 */
public final class SafeText {
  private SafeText() {}

  /** The text, for a log or a terminal; itself when it is harmless. */
  public static String of(String text) {
    return escaped(text, true);
  }

  /** A line of JSON with the same characters escaped in its strings: it means what it meant. */
  public static String ofJson(String line) {
    return escaped(line, false);
  }

  private static String escaped(String text, boolean lineEnds) {
    int first = 0;
    while (first < text.length() && !isHarmful(text, first, lineEnds)) {
      first++;
    }
    if (first == text.length()) {
      return text;
    }
    StringBuilder safe = new StringBuilder(text.length() + 16).append(text, 0, first);
    for (int i = first; i < text.length(); i++) {
      char c = text.charAt(i);
      if (isHarmful(text, i, lineEnds)) {
        safe.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
      } else {
        safe.append(c);
      }
    }
    return safe.toString();
  }

  private static boolean isHarmful(String text, int at, boolean lineEnds) {
    char c = text.charAt(at);
    if (c < ' ') {
      return c != '\t' && (lineEnds || (c != '\n' && c != '\r'));
    }
    if (c < 0x7f) {
      return false;
    }
    if (Character.isSurrogate(c)) {
      return !isPaired(text, at) || isFormat(characterAt(text, at));
    }
    return c <= 0x9f
        || c == 0x2028 // separators of lines and of paragraphs
        || c == 0x2029
        || isFormat(c);
  }

  /** Marks of direction, and others that are not seen; but not the joiners of letters. */
  private static boolean isFormat(int c) {
    return Character.getType(c) == Character.FORMAT && c != 0x200c && c != 0x200d;
  }

  private static int characterAt(String text, int half) {
    return text.codePointAt(Character.isHighSurrogate(text.charAt(half)) ? half : half - 1);
  }

  private static boolean isPaired(String text, int at) {
    return Character.isHighSurrogate(text.charAt(at))
        ? at + 1 < text.length() && Character.isLowSurrogate(text.charAt(at + 1))
        : at > 0 && Character.isHighSurrogate(text.charAt(at - 1));
  }
}
