package io.lynceus.benchmarks.rounds;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The result of one benchmark as two files, Markdown for readers and JSON with the values of every
 * round. Both contain date, commit and machine.
 */
public final class ResultFile {
  private final String benchmark;
  private final Machine machine = Machine.here();
  private final String date = LocalDate.now(ZoneOffset.UTC).toString();
  private final List<String> text = new ArrayList<>();
  private final Map<String, Object> tables = new LinkedHashMap<>();

  /**
   * @param benchmark the name of its script
   */
  public ResultFile(String benchmark) {
    this.benchmark = benchmark;
  }

  /** Adds a Markdown paragraph. */
  public ResultFile add(String paragraph) {
    text.add(paragraph.stripTrailing());
    return this;
  }

  /** Adds a table under a heading. */
  public ResultFile add(String heading, Table table) {
    text.add("## " + heading);
    text.add(table.toMarkdown().stripTrailing());
    tables.put(heading, table.toJson());
    return this;
  }

  /**
   * Writes {@code BENCHMARK-DATE.md} and {@code .json}, and replaces those of the same day.
   *
   * @param folder created if missing; should be in the source tree, whose commit is recorded
   * @return the Markdown file
   */
  public Path write(Path folder) throws IOException, InterruptedException {
    Files.createDirectories(folder);
    String commit = commit(folder);
    String where =
        "%s, commit %s, %s, %d cores, %s, %s"
            .formatted(
                date, commit, machine.cpu(), machine.cores(), machine.system(), machine.java());
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("benchmark", benchmark);
    json.put("date", date);
    json.put("commit", commit);
    json.put("machine", machine);
    json.put("tables", tables);
    Path markdown = folder.resolve(benchmark + "-" + date + ".md");
    Files.writeString(
        markdown, "# %s%n%n%s%n%n%s%n".formatted(benchmark, where, String.join("\n\n", text)));
    Path values = folder.resolve(benchmark + "-" + date + ".json");
    Files.write(
        values, new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsBytes(json));
    return markdown;
  }

  /** The short hash, and whether files differ from that commit; "unknown" outside a git tree. */
  private static String commit(Path folder) throws IOException, InterruptedException {
    Process git =
        new ProcessBuilder("git", "describe", "--always", "--dirty", "--exclude=*")
            .directory(folder.toFile())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    String hash = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    return git.waitFor(10, TimeUnit.SECONDS) && git.exitValue() == 0 ? hash : "unknown";
  }
}
