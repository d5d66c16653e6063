package io.lynceus.app.results;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import io.lynceus.app.cli.CommandException;
import io.lynceus.app.cli.HttpCommand;
import io.lynceus.app.cli.HttpMaster;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/**
 * A subcommand that lists what the master keeps and what has been asked for: as a table, or as the
 * master's own lines of JSON or CSV.
 */
abstract class StoredListCommand extends HttpCommand {
  private static final int USUAL_LIMIT = 50;
  private static final int MOST_ON_A_PAGE = 500;

  private final String plural;

  @Option(
      names = "--limit",
      paramLabel = "N",
      description = "The most to show (default: 50, and all there are with --json and --csv).")
  private int limit;

  @Option(names = "--json", description = "Print one line of JSON for each.")
  private boolean json;

  @Option(names = "--csv", description = "Print CSV, with a line of names above.")
  private boolean csv;

  /**
   * @param environment the process's, or one in its place
   * @param plural what is listed, as in the master's path and its JSON, such as {@code results}
   */
  StoredListCommand(Map<String, String> environment, String plural) {
    super(environment);
    this.plural = plural;
  }

  /** Puts what the user has asked for into the parameters of the master's query. */
  abstract void ask(Parameters parameters);

  /**
   * The table.
   *
   * @param found as the master's JSON has them; at least one
   */
  abstract List<String> table(List<JsonNode> found);

  /** What to say where there is none. */
  abstract String nothing();

  @Override
  public final Integer call() throws CommandException {
    if (json && csv) {
      throw usage("say either --json or --csv");
    }
    if (given("--limit") && limit < 1) {
      throw usage("--limit is at least 1");
    }
    Parameters parameters = new Parameters();
    ask(parameters);
    if (json || csv) {
      copy(http(), parameters.values, csv ? "text/csv" : "application/x-ndjson");
    } else {
      show(http(), parameters.values);
    }
    return 0;
  }

  /** Prints the master's lines as they come. */
  private void copy(HttpMaster master, Map<String, String> parameters, String type)
      throws CommandException {
    if (given("--limit")) {
      parameters.put("limit", Integer.toString(limit));
    }
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(master.ask("GET", path(), parameters, type), UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        out().println(line);
      }
    } catch (IOException e) {
      throw master.lost(e);
    } finally {
      out().flush();
    }
  }

  private String path() {
    return "/v1/" + plural;
  }

  private void show(HttpMaster master, Map<String, String> parameters) throws CommandException {
    int wanted = given("--limit") ? limit : USUAL_LIMIT;
    List<JsonNode> found = new ArrayList<>();
    boolean more = true;
    while (more && found.size() < wanted) {
      parameters.put("limit", Integer.toString(Math.min(MOST_ON_A_PAGE, wanted - found.size())));
      JsonNode answer = master.json("GET", path(), parameters);
      answer.path(plural).forEach(found::add);
      more = answer.hasNonNull("next");
      parameters.put("cursor", answer.path("next").asText());
    }
    if (found.isEmpty()) {
      print(nothing());
      return;
    }
    table(found).forEach(out()::println);
    if (more) {
      out().printf("there are more than these %d: see --limit, --csv%n", found.size());
    }
    out().flush();
  }

  /** The parameters of a query, without those that the user has left out. */
  final class Parameters {
    private final Map<String, String> values = new LinkedHashMap<>();

    /** Puts one that is given. */
    Parameters put(String key, @Nullable String value) {
      if (value != null) {
        values.put(key, value);
      }
      return this;
    }

    /**
     * Puts the times between which the stills or events lie.
     *
     * @param since another word for {@code from}
     */
    Parameters putTimes(@Nullable String since, @Nullable String from, @Nullable String to) {
      if (since != null && from != null) {
        throw usage("--since and --from are the same: say one of them");
      }
      return put("from", since == null ? from : since).put("to", to);
    }
  }
}
