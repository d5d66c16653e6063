package io.lynceus.store.rows;

import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Text cut into words, the same for what is stored and what is looked for, so that no database cuts
 * it in its own way. Nothing of a text but a-z and 0-9 reaches a database's language for searches.
 */
final class Words {
  private static final int MOST = 500;
  private static final int MOST_CHARS = 64;

  private Words() {}

  /**
   * The words of a text: letters and digits, in lower case and without accents; each ideograph is a
   * word. At most {@value #MOST}, each of {@value #MOST_CHARS} characters at most.
   *
   * @return tokens of a-z and 0-9; a word with other letters is written as their bytes
   */
  static Set<String> of(String text) {
    String plain = Normalizer.normalize(text, Normalizer.Form.NFKD).toLowerCase(Locale.ROOT);
    List<String> words = new ArrayList<>();
    StringBuilder word = new StringBuilder();
    plain
        .codePoints()
        .forEach(
            point -> {
              int type = Character.getType(point);
              if (type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK) {
                return;
              }
              boolean alone = Character.isIdeographic(point);
              if (alone || !Character.isLetterOrDigit(point)) {
                end(word, words);
              }
              if (Character.isLetterOrDigit(point) && word.length() < MOST_CHARS) {
                word.appendCodePoint(point);
              }
              if (alone) {
                end(word, words);
              }
            });
    end(word, words);
    Set<String> tokens = new LinkedHashSet<>();
    for (String each : words) {
      if (tokens.size() < MOST) {
        tokens.add(token(each));
      }
    }
    return tokens;
  }

  private static void end(StringBuilder word, List<String> words) {
    if (!word.isEmpty()) {
      words.add(word.toString());
      word.setLength(0);
    }
  }

  private static String token(String word) {
    boolean plain = word.chars().allMatch(c -> (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'));
    return plain ? word : "u0" + HexFormat.of().formatHex(word.getBytes(StandardCharsets.UTF_8));
  }
}
