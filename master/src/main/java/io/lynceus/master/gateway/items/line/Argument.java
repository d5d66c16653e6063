package io.lynceus.master.gateway.items.line;

import io.lynceus.master.gateway.BadCommandException;
import java.util.ArrayList;
import java.util.List;

/**
 * One word after a command's name: {@code value}, {@code key=value}, {@code "a value"} or {@code
 * key="a value"}. Within quotes, {@code \"} and {@code \\} stand for a double quote and a
 * backslash.
 *
 * @param key empty when there is no {@code =}
 */
public record Argument(String key, String value) {

  /** The words of a line, which white space separates. */
  public static List<Argument> listOf(String line) throws BadCommandException {
    List<Argument> arguments = new ArrayList<>();
    int at = afterSpaces(line, 0);
    while (at < line.length()) {
      int valueAt = at;
      while (isKeyCharacter(line, valueAt)) {
        valueAt++;
      }
      boolean hasKey = valueAt > at && valueAt < line.length() && line.charAt(valueAt) == '=';
      String key = hasKey ? line.substring(at, valueAt) : "";
      StringBuilder value = new StringBuilder();
      int end = readValue(line, hasKey ? valueAt + 1 : at, value);
      arguments.add(new Argument(key, value.toString()));
      at = afterSpaces(line, end);
    }
    return arguments;
  }

  private static int readValue(String line, int start, StringBuilder value)
      throws BadCommandException {
    boolean quoted = start < line.length() && line.charAt(start) == '"';
    int at = quoted ? readQuoted(line, start + 1, value) : start;
    if (!quoted) {
      while (at < line.length() && line.charAt(at) != '"' && !isSpace(line, at)) {
        value.append(line.charAt(at++));
      }
    }
    if (at < line.length() && !isSpace(line, at)) {
      throw misplacedQuotes();
    }
    return at;
  }

  private static int readQuoted(String line, int start, StringBuilder value)
      throws BadCommandException {
    for (int at = start; at < line.length(); at++) {
      char c = line.charAt(at);
      if (c == '"') {
        return at + 1;
      }
      if (c == '\\') {
        at++;
        if (at == line.length() || (line.charAt(at) != '"' && line.charAt(at) != '\\')) {
          throw new BadCommandException(
              "within double quotes, a backslash may only precede a double quote or a backslash");
        }
      }
      value.append(line.charAt(at));
    }
    throw misplacedQuotes();
  }

  private static BadCommandException misplacedQuotes() {
    return new BadCommandException(
        "double quotes must enclose a whole value: key=\"a value with spaces\"");
  }

  private static boolean isKeyCharacter(String line, int at) {
    return at < line.length() && "=\"".indexOf(line.charAt(at)) < 0 && !isSpace(line, at);
  }

  private static int afterSpaces(String line, int start) {
    int at = start;
    while (at < line.length() && isSpace(line, at)) {
      at++;
    }
    return at;
  }

  private static boolean isSpace(String line, int at) {
    return line.charAt(at) == ' ' || line.charAt(at) == '\t';
  }
}
