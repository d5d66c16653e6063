package io.lynceus.systemtests.project;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The documentation leads where it says, and can be read. */
class DocumentationTest {
  /** Characters of a line outside of tables and code. */
  private static final int LONGEST_LINE = 110;

  /** Words of a paragraph, or of an item of a list. */
  private static final int LONGEST_PARAGRAPH = 80;

  /**
   * Pages that have longer lines and paragraphs still. Take one away when it is rewritten; add
   * none.
   */
  private static final Set<String> NOT_CUT_YET =
      Set.of(
          "CHANGELOG.md",
          "CONTRIBUTING.md",
          "docs/architecture.md",
          "docs/http.md",
          "docs/performance.md",
          "docs/protocol.md",
          "docs/task-port.md");

  private static final Pattern NAMED_IN_SOURCES = Pattern.compile("\\bdocs/[a-z/-]+\\.md");

  static List<MarkdownPage> pages() throws IOException {
    List<MarkdownPage> pages = new ArrayList<>();
    for (String folder : List.of(".", "docs", "docs/adr", "docs/recipes")) {
      try (Stream<Path> files = Files.list(Sources.ROOT.resolve(folder))) {
        for (Path file : files.filter(DocumentationTest::isMarkdown).sorted().toList()) {
          pages.add(MarkdownPage.read(file));
        }
      }
    }
    for (String file : List.of("docker", "examples", "samples", "benchmarks/peers")) {
      pages.add(MarkdownPage.read(Sources.ROOT.resolve(file).resolve("README.md")));
    }
    return pages;
  }

  static List<MarkdownPage> cutPages() throws IOException {
    return pages().stream()
        .filter(page -> !NOT_CUT_YET.contains(page.name()))
        .filter(page -> !page.name().matches("docs/adr/.*|benchmarks/.*"))
        .toList();
  }

  @ParameterizedTest
  @MethodSource("pages")
  void linksLeadToFilesAndHeadingsThatThereAre(MarkdownPage page) throws IOException {
    for (String link : page.links()) {
      String[] parts = link.split("#", 2);
      Path target =
          parts[0].isEmpty() ? page.file() : page.file().resolveSibling(parts[0]).normalize();
      assertThat(target).as("where the link %s of %s leads", link, page.name()).exists();
      if (parts.length == 2 && isMarkdown(target)) {
        assertThat(MarkdownPage.read(target).anchors())
            .as("headings of %s, for the link %s of %s", target, link, page.name())
            .contains(parts[1]);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("cutPages")
  void linesAndParagraphsAreShort(MarkdownPage page) {
    assertThat(page.prose().stream().filter(line -> line.length() > LONGEST_LINE))
        .as("lines of %s with more than %d characters", page.name(), LONGEST_LINE)
        .isEmpty();
    assertThat(page.paragraphs().stream().filter(text -> words(text) > LONGEST_PARAGRAPH))
        .as("paragraphs of %s with more than %d words", page.name(), LONGEST_PARAGRAPH)
        .isEmpty();
  }

  @Test
  void theWayInLeadsToEachPage() throws IOException {
    List<String> links = MarkdownPage.read(Sources.ROOT.resolve("docs/README.md")).links();
    List<String> linked = links.stream().map(link -> link.replaceAll("#.*", "")).toList();
    List<String> pages =
        pages().stream()
            .map(MarkdownPage::name)
            .filter(name -> name.matches("docs/(recipes/)?[a-z-]+\\.md"))
            .map(name -> name.substring("docs/".length()))
            .toList();
    assertThat(pages).hasSizeGreaterThan(20);
    assertThat(linked).containsAll(pages);
  }

  @Test
  void pagesThatSourcesNameAreThere() throws IOException {
    List<Path> sources = new ArrayList<>();
    for (String folder : List.of("app", "client", "config", "docker", "master", "model", "slave")) {
      try (Stream<Path> files = Files.walk(Sources.ROOT.resolve(folder))) {
        files
            .filter(file -> file.toString().matches(".*\\.(java|conf|yaml|json)"))
            .filter(file -> !file.toString().contains("/target/"))
            .forEach(sources::add);
      }
    }
    int named = 0;
    for (Path source : sources) {
      for (var found : NAMED_IN_SOURCES.matcher(Files.readString(source)).results().toList()) {
        named++;
        assertThat(Sources.ROOT.resolve(found.group())).as("named in %s", source).exists();
      }
    }
    assertThat(named).isGreaterThan(10);
  }

  private static int words(String text) {
    return text.split("\\s+").length;
  }

  private static boolean isMarkdown(Path file) {
    return file.toString().endsWith(".md");
  }
}
