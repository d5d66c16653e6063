package io.lynceus.systemtests.project;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A page of the documentation, as far as tests ask.
 *
 * @param file where it is
 * @param lines all lines but those of code, which are empty here
 */
record MarkdownPage(Path file, List<String> lines) {
  private static final Pattern LINK = Pattern.compile("]\\(([^)\\s]+)\\)");
  private static final Pattern CODE = Pattern.compile("`[^`]*`");

  /** How a page links to the runs of a workflow where the project is hosted. */
  private static final Pattern RUNS = Pattern.compile("\\.\\./\\.\\./actions/(workflows/[^/]+).*");

  private static final Pattern ITEM = Pattern.compile("\\s*([-*]|\\d+\\.) .*");

  static MarkdownPage read(Path file) throws IOException {
    List<String> lines = new ArrayList<>();
    boolean fenced = false;
    boolean comment = false;
    for (String line : Files.readAllLines(file)) {
      boolean fence = line.startsWith("```");
      comment |= line.startsWith("<!--");
      boolean indented = line.startsWith("    ") && isEmptyOrHeading(lines);
      lines.add(fence || fenced || comment || indented ? "" : line);
      fenced ^= fence;
      comment &= !line.endsWith("-->");
    }
    return new MarkdownPage(file, lines);
  }

  /** Code may follow a heading at once, but not a paragraph, whose next line may be indented. */
  private static boolean isEmptyOrHeading(List<String> before) {
    String last = before.isEmpty() ? "" : before.get(before.size() - 1);
    return last.isEmpty() || last.startsWith("#");
  }

  /** Relative to the project's root, such as {@code docs/http.md}. */
  String name() {
    return Sources.ROOT.relativize(file.normalize()).toString();
  }

  /**
   * Targets of its links inside the project, with their anchors; of a workflow's runs, its file.
   */
  List<String> links() {
    return LINK.matcher(CODE.matcher(String.join("\n", lines)).replaceAll("code"))
        .results()
        .map(found -> found.group(1))
        .filter(link -> !link.matches("[a-z]+:.*"))
        .map(link -> RUNS.matcher(link).replaceFirst(".github/$1"))
        .toList();
  }

  /** Of its headings, as GitHub makes them. */
  Set<String> anchors() {
    Set<String> anchors = new HashSet<>();
    for (String line : lines) {
      if (line.matches("#+ .*")) {
        String text = LINK.matcher(line.replaceFirst("#+ ", "")).replaceAll("");
        String anchor =
            text.strip()
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^\\p{L}\\p{N}_ -]", "")
                .replace(' ', '-');
        int again = 1;
        String unique = anchor;
        while (!anchors.add(unique)) {
          unique = anchor + "-" + again++;
        }
      }
    }
    return anchors;
  }

  /** Lines that could be broken: not those of tables, headings and pictures. */
  List<String> prose() {
    return lines.stream().filter(line -> !line.matches("\\s*\\|.*|#.*|!\\[.*")).toList();
  }

  /** Paragraphs, and items of lists. */
  List<String> paragraphs() {
    List<String> paragraphs = new ArrayList<>();
    StringBuilder text = new StringBuilder();
    for (String line : lines) {
      boolean starts = ITEM.matcher(line).matches();
      boolean between = line.isBlank() || line.startsWith("|") || line.startsWith("#");
      if ((starts || between) && !text.isEmpty()) {
        paragraphs.add(text.toString().strip());
        text.setLength(0);
      }
      if (!between) {
        text.append(' ').append(line.strip());
      }
    }
    if (!text.isEmpty()) {
      paragraphs.add(text.toString().strip());
    }
    return paragraphs;
  }

  @Override
  public String toString() {
    return name();
  }
}
