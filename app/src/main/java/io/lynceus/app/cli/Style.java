package io.lynceus.app.cli;

import java.util.ArrayList;
import java.util.List;

/**
 * How text is set: for a terminal of some width, or for a file or a program.
 *
 * @param columns the most characters of a line; {@link #ANY} when lines may be of any length
 * @param rows the lines of the terminal; {@link #ANY} when there may be any number
 * @param colours whether words have colours
 */
public record Style(int columns, int rows, boolean colours) {
  /** No bound. */
  public static final int ANY = Integer.MAX_VALUE;

  /** Narrower terminals are treated as if they were this wide. */
  public static final int LEAST_COLUMNS = 60;

  /** Prose is not set wider than this: longer lines are hard to read. */
  public static final int MOST_PROSE_COLUMNS = 120;

  /** For a file or a program: long lines, no colours. */
  public static final Style PLAIN = new Style(ANY, ANY, false);

  public Style {
    columns = Math.max(LEAST_COLUMNS, columns);
  }

  /** The text in a colour, if there are any. */
  public String paint(Ink ink, String text) {
    return colours && !text.isEmpty() ? ink.on(text) : text;
  }

  /**
   * The text in lines that fit; colours take no room. Breaks only at spaces: a word that is too
   * long stands in a line of its own.
   *
   * @param indent the spaces before the second line and those after it
   */
  public List<String> wrap(String text, int indent) {
    int most = columns == ANY ? ANY : Math.min(columns, MOST_PROSE_COLUMNS);
    return wrap(text, indent, most);
  }

  /** As {@link #wrap(String, int)}, for lines of at most {@code most} characters. */
  public static List<String> wrap(String text, int indent, int most) {
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder();
    int width = 0;
    boolean empty = true;
    for (String word : text.split(" ", -1)) {
      String seen = Ink.plain(word);
      int letters = seen.codePointCount(0, seen.length());
      if (!empty && width + 1 + letters > most) {
        lines.add(line.toString().stripTrailing());
        line = new StringBuilder(" ".repeat(indent));
        width = indent;
        empty = true;
      }
      line.append(empty ? "" : " ").append(word);
      width += letters + (empty ? 0 : 1);
      empty = false;
    }
    lines.add(line.toString().stripTrailing());
    return lines;
  }
}
