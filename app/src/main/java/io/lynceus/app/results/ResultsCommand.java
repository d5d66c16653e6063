package io.lynceus.app.results;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import io.lynceus.app.cli.CommandException;
import io.lynceus.app.cli.HttpCommand;
import io.lynceus.app.cli.HttpMaster;
import io.lynceus.app.cli.Style;
import io.lynceus.app.cli.Terminal;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code lynceus results}: searches what the master remembers. */
@Command(
    name = "results",
    mixinStandardHelpOptions = true,
    header = "Searches the results that the master keeps",
    description = {
      "Shows the stored results for which all that is given holds, those of the latest stills"
          + " first. Needs a master with store.enabled.",
      "A time is a date and time with its offset, such as 2026-11-29T14:05:00+01:00, or a time ago,"
          + " such as 30m, 12h or 7d."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:the master told what there is, perhaps nothing",
      "1:the master has no store",
      "2:wrong usage or configuration",
      "3:the master cannot be reached",
      "4:ask again: the store is busy, or its disk or database fails"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  lynceus results --since 1h",
      "  lynceus results --camera gate --label person",
      "  lynceus results --since 7d --csv > week.csv"
    })
public final class ResultsCommand extends HttpCommand {
  private static final int USUAL_LIMIT = 50;
  private static final int MOST_ON_A_PAGE = 500;

  @Option(names = "--camera", paramLabel = "NAME", description = "Stills of that camera.")
  private @Nullable String camera;

  @Option(
      names = "--label",
      paramLabel = "LABEL",
      description = "Stills in which that was found, such as person or face.")
  private @Nullable String label;

  @Option(
      names = "--zone",
      paramLabel = "NAME",
      description = "Stills in which something was found in a zone of this name.")
  private @Nullable String zone;

  @Option(
      names = "--person",
      paramLabel = "NAME",
      description = "Stills on which that person was recognised.")
  private @Nullable String person;

  @Option(
      names = "--since",
      paramLabel = "TIME",
      description = "Stills since then, such as 1h; the same as --from.")
  private @Nullable String since;

  @Option(names = "--from", paramLabel = "TIME", description = "Stills from then on.")
  private @Nullable String from;

  @Option(names = "--to", paramLabel = "TIME", description = "Stills before then.")
  private @Nullable String to;

  @Option(
      names = "--min-score",
      paramLabel = "SCORE",
      description = "The least score of what was found, 0 to 1.")
  private @Nullable String minScore;

  @Option(
      names = "--status",
      paramLabel = "complete|partial",
      description = "Whether every analysis had a result.")
  private @Nullable String status;

  @Option(
      names = "--words",
      paramLabel = "TEXT",
      description =
          "Words that all occur in the image's name, its camera, labels, zones or persons.")
  private @Nullable String words;

  @Option(
      names = "--limit",
      paramLabel = "N",
      description = "The most results (default: 50, and all of them with --json and --csv).")
  private int limit;

  @Option(names = "--json", description = "Print one line of JSON for each result.")
  private boolean json;

  @Option(names = "--csv", description = "Print CSV, with a line of names above.")
  private boolean csv;

  /** Reads the process's environment. */
  public ResultsCommand() {
    this(System.getenv());
  }

  ResultsCommand(Map<String, String> environment) {
    super(environment);
  }

  @Override
  public Integer call() throws CommandException {
    if (json && csv) {
      throw usage("say either --json or --csv");
    }
    if (since != null && from != null) {
      throw usage("--since and --from are the same: say one of them");
    }
    if (given("--limit") && limit < 1) {
      throw usage("--limit is at least 1");
    }
    if (json || csv) {
      copy(http(), csv ? "text/csv" : "application/x-ndjson");
    } else {
      table(http());
    }
    return 0;
  }

  private Map<String, String> parameters() {
    Map<String, String> parameters = new LinkedHashMap<>();
    put(parameters, "camera", camera);
    put(parameters, "label", label);
    put(parameters, "zone", zone);
    put(parameters, "person", person);
    put(parameters, "from", since == null ? from : since);
    put(parameters, "to", to);
    put(parameters, "min-score", minScore);
    put(parameters, "status", status);
    put(parameters, "q", words);
    return parameters;
  }

  private static void put(Map<String, String> parameters, String key, @Nullable String value) {
    if (value != null) {
      parameters.put(key, value);
    }
  }

  /** Prints the master's lines as they come. */
  private void copy(HttpMaster master, String type) throws CommandException {
    Map<String, String> parameters = parameters();
    if (given("--limit")) {
      parameters.put("limit", Integer.toString(limit));
    }
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(master.ask("GET", "/v1/results", parameters, type), UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        out().println(line);
      }
    } catch (IOException e) {
      throw master.lost(e);
    } finally {
      out().flush();
    }
  }

  private void table(HttpMaster master) throws CommandException {
    int wanted = given("--limit") ? limit : USUAL_LIMIT;
    Map<String, String> parameters = parameters();
    List<JsonNode> results = new ArrayList<>();
    boolean more = true;
    while (more && results.size() < wanted) {
      int page = Math.min(MOST_ON_A_PAGE, wanted - results.size());
      parameters.put("limit", Integer.toString(page));
      JsonNode answer = master.json("GET", "/v1/results", parameters);
      answer.path("results").forEach(results::add);
      more = answer.hasNonNull("next");
      parameters.put("cursor", answer.path("next").asText());
    }
    Style style = Terminal.style(Terminal.OUT, environment());
    if (results.isEmpty()) {
      print("nothing is stored for which all of this holds");
      return;
    }
    ResultsTable.lines(results, style, ZoneId.systemDefault()).forEach(out()::println);
    if (more) {
      out().printf("there are more than these %d: see --limit, --csv%n", results.size());
    }
    out().flush();
  }
}
