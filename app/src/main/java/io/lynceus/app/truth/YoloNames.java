package io.lynceus.app.truth;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the names of YOLO's classes: one a line, from {@code classes.txt}, {@code obj.names} or
 * {@code _darknet.labels}, or the {@code names} of {@code data.yaml}. Of YAML only the forms are
 * read that the programs write: a list in brackets, a list with dashes, or numbers with names.
 */
final class YoloNames {
  private static final List<String> PLAIN = List.of("classes.txt", "obj.names", "_darknet.labels");
  private static final List<String> YAML =
      List.of("data.yaml", "data.yml", "dataset.yaml", "dataset.yml");

  private static final int MAX_NAMES = 10_000;

  private static final Pattern IN_BRACKETS = Pattern.compile("names\\s*:\\s*\\[(.*)]\\s*(#.*)?");
  private static final Pattern START = Pattern.compile("names\\s*:\\s*(#.*)?");
  private static final Pattern DASHED = Pattern.compile("\\s*-\\s+(\\S.*)");
  private static final Pattern NUMBERED = Pattern.compile("\\s+(\\d{1,5})\\s*:\\s*(\\S.*)");
  private static final Pattern ITEM =
      Pattern.compile("\\s*('(?:[^']|'')*'|\"[^\"\\\\]*\"|[^,'\"\\[\\]{}]+?)\\s*(?:,|$)");

  private YoloNames() {}

  /** The file with the names that is nearest to the top of the folder. */
  static Optional<Path> find(DataFolder folder) {
    List<Path> found = new ArrayList<>();
    for (String extension : List.of("txt", "names", "labels", "yaml", "yml")) {
      for (Path file : folder.withExtension(extension)) {
        String name = DataFolder.fileName(file);
        if (PLAIN.contains(name) || YAML.contains(name)) {
          found.add(file);
        }
      }
    }
    found.sort(Comparator.comparingInt(Path::getNameCount));
    return found.stream().findFirst();
  }

  static boolean isNames(Path file) {
    return PLAIN.contains(DataFolder.fileName(file));
  }

  /**
   * Reads the names, in their order.
   *
   * @param file relative to the folder
   */
  static List<String> read(DataFolder folder, Path file) throws TruthException {
    TextLines lines = TextLines.of(folder.file(file), DataFolder.name(file));
    List<String> names = YAML.contains(DataFolder.fileName(file)) ? ofYaml(lines) : plain(lines);
    for (int i = 0; i < names.size(); i++) {
      if (names.get(i).isEmpty() || names.get(i).length() > TrueLabel.MAX_NAME_CHARS) {
        throw new TruthException(
            "%s: the name of class %d has not 1 to %d characters"
                .formatted(DataFolder.name(file), i, TrueLabel.MAX_NAME_CHARS));
      }
    }
    if (names.isEmpty() || names.size() > MAX_NAMES) {
      throw new TruthException(DataFolder.name(file) + " has no names, or more than " + MAX_NAMES);
    }
    return names;
  }

  private static List<String> plain(TextLines lines) {
    List<String> names = new ArrayList<>(lines.lines().stream().map(String::strip).toList());
    while (!names.isEmpty() && names.get(names.size() - 1).isEmpty()) {
      names.remove(names.size() - 1);
    }
    return names;
  }

  private static List<String> ofYaml(TextLines lines) throws TruthException {
    List<String> all = lines.lines();
    for (int i = 0; i < all.size(); i++) {
      Matcher brackets = IN_BRACKETS.matcher(all.get(i));
      if (brackets.matches()) {
        return items(brackets.group(1), lines, i);
      }
      if (START.matcher(all.get(i)).matches()) {
        return listed(all.subList(i + 1, all.size()), lines, i);
      }
    }
    throw lines.problem(all.size(), "there are no names: " + ADVICE);
  }

  private static final String ADVICE = "write them to a file classes.txt, one a line";

  private static List<String> items(String inside, TextLines lines, int line)
      throws TruthException {
    List<String> names = new ArrayList<>();
    Matcher item = ITEM.matcher(inside);
    int end = 0;
    while (end < inside.length() && item.find(end) && item.start() == end) {
      names.add(unquoted(item.group(1)));
      end = item.end();
    }
    if (end < inside.length()) {
      throw lines.problem(line + 1, "these names cannot be read: " + ADVICE);
    }
    return names;
  }

  private static List<String> listed(List<String> following, TextLines lines, int line)
      throws TruthException {
    List<String> dashed = new ArrayList<>();
    TreeMap<Integer, String> numbered = new TreeMap<>();
    for (String text : following) {
      Matcher dash = DASHED.matcher(text);
      Matcher number = NUMBERED.matcher(text);
      if (dash.matches()) {
        dashed.add(unquoted(dash.group(1)));
      } else if (number.matches()) {
        numbered.put(Integer.parseInt(number.group(1)), unquoted(number.group(2)));
      } else if (!text.isBlank() && !text.strip().startsWith("#")) {
        break;
      }
    }
    boolean gaps = !numbered.isEmpty() && numbered.lastKey() != numbered.size() - 1;
    if (gaps || dashed.isEmpty() == numbered.isEmpty()) {
      throw lines.problem(line + 1, "the names cannot be read, or numbers are left out: " + ADVICE);
    }
    return dashed.isEmpty() ? List.copyOf(numbered.values()) : dashed;
  }

  private static String unquoted(String item) {
    String text = item.strip();
    if (text.length() >= 2 && text.startsWith("'") && text.endsWith("'")) {
      return text.substring(1, text.length() - 1).replace("''", "'");
    }
    if (text.length() >= 2 && text.startsWith("\"") && text.endsWith("\"")) {
      return text.substring(1, text.length() - 1);
    }
    int comment = text.indexOf(" #");
    return comment < 0 ? text : text.substring(0, comment).strip();
  }
}
