package io.lynceus.model;

import io.lynceus.model.network.NetworkChoice;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A key that clients may set for an analysis, with the values that it takes.
 *
 * @param key as clients write it, 1 to {@value #MAX_KEY_CHARS} of {@code a-z 0-9 -}
 * @param words the values of {@link Kind#WORD}, the default first; else empty
 * @param least the least value of {@link Kind#NUMBER}
 * @param greatest the greatest value of {@link Kind#NUMBER}
 * @param description one sentence for {@code HELP} and the API's description
 */
public record AnalysisOption(
    String key, Kind kind, List<String> words, double least, double greatest, String description) {
  public static final int MAX_KEY_CHARS = 40;
  public static final int MAX_WORDS = 32;
  public static final int MAX_WORD_CHARS = 64;
  public static final int MAX_LIST = 100;
  public static final int MAX_DESCRIPTION_CHARS = 200;

  private static final Pattern KEY = Pattern.compile("[a-z][a-z0-9-]{0,39}");

  /**
   * Into how many tiles a picture is cut, see {@link io.lynceus.model.tiles.Tiling}. An analysis
   * that finds boxes alone, and needs no other, is tiled if its descriptor has this option.
   */
  public static final AnalysisOption TILES =
      oneOf(
          "tiles",
          "Tiles along the longer side, looked at beside the whole picture; auto: large pictures.",
          "off",
          "auto",
          "2",
          "3",
          "4",
          "5",
          "6");

  /** What the values of an option are. */
  public enum Kind {
    /** One of a few words. */
    WORD,
    /** A list of at most {@value #MAX_LIST} texts, with commas between them. */
    LIST,
    /** A number within bounds. */
    NUMBER,
    /** A network, as {@link NetworkChoice} reads it. */
    NETWORK
  }

  public AnalysisOption {
    words = List.copyOf(words);
    if (!KEY.matcher(key).matches()) {
      throw new IllegalArgumentException(
          "the key of an option has 1 to 40 of a-z 0-9 -, a letter first, not '" + key + "'");
    }
    if (words.size() > MAX_WORDS || words.isEmpty() == (kind == Kind.WORD)) {
      throw new IllegalArgumentException(
          "the option " + key + " has 1 to 32 words if it is one of them, else none");
    }
    if (!(least <= greatest) || !Double.isFinite(least) || !Double.isFinite(greatest)) {
      throw new IllegalArgumentException("the bounds of the option " + key + " are not in order");
    }
    if (description.length() > MAX_DESCRIPTION_CHARS) {
      throw new IllegalArgumentException("the description of the option " + key + " is too long");
    }
  }

  /** One of these words; the first is the default. */
  public static AnalysisOption oneOf(String key, String description, String... words) {
    return new AnalysisOption(key, Kind.WORD, List.of(words), 0, 0, description);
  }

  /** Texts with commas between them. */
  public static AnalysisOption list(String key, String description) {
    return new AnalysisOption(key, Kind.LIST, List.of(), 0, 0, description);
  }

  /** A number from {@code least} to {@code greatest}. */
  public static AnalysisOption number(
      String key, String description, double least, double greatest) {
    return new AnalysisOption(key, Kind.NUMBER, List.of(), least, greatest, description);
  }

  /** A network. */
  public static AnalysisOption network(String key, String description) {
    return new AnalysisOption(key, Kind.NETWORK, List.of(), 0, 0, description);
  }

  /**
   * The value in the one form in which it travels and is compared; empty for the default. Words may
   * be in any case.
   *
   * @throws IllegalArgumentException for a value that the option does not take; says which it takes
   */
  public String canonical(String value) {
    return switch (kind) {
      case WORD -> word(value);
      case LIST -> String.join(",", texts(value));
      case NUMBER -> number(value);
      case NETWORK -> value.isEmpty() ? "" : NetworkChoice.of(value).toString();
    };
  }

  private String word(String value) {
    if (value.isEmpty()) {
      return "";
    }
    String word =
        words.stream()
            .filter(value::equals)
            .findFirst()
            .or(() -> words.stream().filter(value::equalsIgnoreCase).findFirst())
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        key + " is " + values() + ", not '" + value + "'"));
    return word.equals(words.get(0)) ? "" : word;
  }

  private List<String> texts(String value) {
    List<String> texts =
        Arrays.stream(value.split(",")).map(String::strip).filter(t -> !t.isEmpty()).toList();
    if (texts.isEmpty() && !value.isEmpty()) {
      throw new IllegalArgumentException(key + " is " + values() + ", not '" + value + "'");
    }
    if (texts.size() > MAX_LIST) {
      throw new IllegalArgumentException(key + " has at most " + MAX_LIST + " parts");
    }
    for (String text : texts) {
      if (text.length() > MAX_WORD_CHARS) {
        throw new IllegalArgumentException(
            key + " has parts of at most " + MAX_WORD_CHARS + " characters");
      }
    }
    return texts;
  }

  private String number(String value) {
    if (value.isEmpty()) {
      return "";
    }
    double number;
    try {
      number = Double.parseDouble(value);
    } catch (NumberFormatException e) {
      number = Double.NaN;
    }
    if (!(number >= least && number <= greatest)) {
      throw new IllegalArgumentException(key + " is " + values() + ", not '" + value + "'");
    }
    return String.valueOf(number == 0 ? 0.0 : number); // minus zero would be another value
  }

  /** The values in words, such as {@code stats or png}. */
  public String values() {
    return switch (kind) {
      case WORD -> words.stream().collect(Collectors.joining(" or "));
      case LIST -> "a list with commas";
      case NUMBER -> "a number from " + text(least) + " to " + text(greatest);
      case NETWORK -> "NAME or NAME:VERSION of a network";
    };
  }

  /** As a line of help shows it, such as {@code edges=stats|png}. */
  public String usage() {
    return switch (kind) {
      case WORD -> key + "=" + String.join("|", words);
      case LIST -> key + "=LIST";
      case NUMBER -> key + "=" + text(least) + ".." + text(greatest);
      case NETWORK -> key + "=NAME[:VERSION]";
    };
  }

  private static String text(double number) {
    return number == Math.rint(number) ? String.valueOf((long) number) : String.valueOf(number);
  }
}
