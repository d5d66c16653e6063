package io.lynceus.master.cameras;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Finds a camera, zone, mask or filter that stands twice in the settings. HOCON takes two objects
 * of one name for one, so that a copy whose name was not changed would alter the first in silence.
 *
 * <p>Reads text that is known to be HOCON, character by character.
 */
final class OpenedTwice {
  private static final String ARRAY = "[";
  private static final Pattern DOT = Pattern.compile("\\.");

  private final String text;
  private final Map<String, Integer> openedAt = new HashMap<>();
  private final Deque<List<String>> open = new ArrayDeque<>();
  private final List<String> key = new ArrayList<>();
  private final StringBuilder word = new StringBuilder();
  private boolean inValue;
  private int line = 1;
  private Optional<String> found = Optional.empty();

  private OpenedTwice(String text) {
    this.text = text;
    open.push(List.of());
  }

  /** What stands there twice, as a sentence; empty when nothing does. */
  static Optional<String> in(String text) {
    OpenedTwice reader = new OpenedTwice(text);
    int at = 0;
    while (at < text.length() && reader.found.isEmpty()) {
      at = reader.step(at);
    }
    return reader.found;
  }

  private int step(int at) {
    char c = text.charAt(at);
    if (c == '#' || text.startsWith("//", at)) {
      int end = text.indexOf('\n', at);
      return end < 0 ? text.length() : end;
    }
    switch (c) {
      case '"' -> {
        return quoted(at);
      }
      case '\n' -> {
        line++;
        if (inValue || isInArray()) {
          endField();
        }
      }
      case ',' -> endField();
      case '=', ':' -> startValue();
      case '+' -> {} // of +=
      case '{' -> openObject();
      case '[' -> {
        open.push(List.of(ARRAY));
        reset();
      }
      case '}', ']' -> {
        if (open.size() > 1) {
          open.pop();
        }
        endField();
      }
      default -> {
        if (!inValue) {
          word.append(c);
        }
      }
    }
    return at + 1;
  }

  private int quoted(int at) {
    boolean longText = text.startsWith("\"\"\"", at);
    int end = at + (longText ? 3 : 1);
    while (end < text.length()
        && !(longText ? text.startsWith("\"\"\"", end) : text.charAt(end) == '"')) {
      line += text.charAt(end) == '\n' ? 1 : 0;
      end += !longText && text.charAt(end) == '\\' ? 2 : 1;
    }
    int stop = Math.min(end, text.length());
    if (!inValue && !longText) {
      endWord();
      key.add(text.substring(at + 1, stop));
    }
    return stop + (longText ? 3 : 1);
  }

  private boolean isInArray() {
    return open.element().contains(ARRAY);
  }

  private void startValue() {
    if (!inValue) {
      endWord();
      inValue = true;
    }
  }

  private void openObject() {
    if (!inValue) {
      endWord();
    }
    List<String> path = new ArrayList<>(open.element());
    path.addAll(key);
    open.push(path);
    if (!key.isEmpty() && isNamed(path)) {
      Integer before = openedAt.putIfAbsent(String.join("\n", path), line);
      if (before != null) {
        found =
            Optional.of(
                "%s stands there twice, in line %d and in line %d: give one of them another name"
                    .formatted(String.join(".", path), before, line));
      }
    }
    reset();
  }

  private static boolean isNamed(List<String> path) {
    boolean ofCamera = path.size() == 2;
    boolean ofPart = path.size() == 4 && List.of("zones", "masks", "filters").contains(path.get(2));
    boolean ofRule =
        path.size() == 3 && path.get(0).equals("events") && path.get(1).equals("rules");
    return ofRule || ((ofCamera || ofPart) && path.get(0).equals("cameras"));
  }

  /** An unquoted key is a path: its dots part names. */
  private void endWord() {
    for (String name : DOT.split(word, -1)) {
      if (!name.isBlank()) {
        key.add(name.strip());
      }
    }
    word.setLength(0);
  }

  private void endField() {
    reset();
  }

  private void reset() {
    key.clear();
    word.setLength(0);
    inValue = false;
  }
}
