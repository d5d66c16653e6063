package io.lynceus.model.text;

import java.text.Normalizer;
import java.util.Locale;
import java.util.regex.Pattern;

/** The form in which labels, and other names, are compared. */
public final class FoldedText {
  private static final Pattern BETWEEN_WORDS = Pattern.compile("[\\s\\p{Z}\\p{Pd}_]+");

  private FoldedText() {}

  /** Letters only, in lower case. */
  public static String of(String label) {
    if (isAsciiWord(label)) {
      return label.toLowerCase(Locale.ROOT);
    }
    String plain = Normalizer.normalize(label, Normalizer.Form.NFKC);
    return BETWEEN_WORDS
        .matcher(plain.toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT)) // ß is ss
        .replaceAll("");
  }

  /** Whether there are only letters that need nothing but lower case, as in most labels. */
  private static boolean isAsciiWord(String label) {
    for (int i = 0; i < label.length(); i++) {
      char letter = label.charAt(i);
      if ((letter < 'a' || letter > 'z') && (letter < 'A' || letter > 'Z')) {
        return false;
      }
    }
    return true;
  }
}
