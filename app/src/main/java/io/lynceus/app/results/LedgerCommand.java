package io.lynceus.app.results;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import io.lynceus.app.cli.CommandException;
import io.lynceus.app.cli.HttpCommand;
import io.lynceus.app.cli.HttpMaster;
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

/** {@code lynceus ledger}: who came in and went out. */
@Command(
    name = "ledger",
    mixinStandardHelpOptions = true,
    header = "Tells who came in and went out",
    description = {
      "Shows, for each area of cameras.conf and each hour, how many went in and out, between which"
          + " numbers the truth is in 19 of 20 cases, which part of the time was seen, and who is"
          + " there at its end. Needs a master with store.enabled, and lines in cameras.conf.",
      "A time is a date and time with its offset, such as 2026-11-29T14:05:00+01:00, or a time ago,"
          + " such as 30m, 12h or 7d. Hours and days are the master's."
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
      "  lynceus ledger",
      "  lynceus ledger --area hall --from 7d --by day",
      "  lynceus ledger --from 30d --csv > month.csv"
    })
public final class LedgerCommand extends HttpCommand {
  @Option(names = "--area", paramLabel = "NAME", description = "Only that area.")
  private @Nullable String area;

  @Option(
      names = "--from",
      paramLabel = "TIME",
      description = "From the hour or day of that time on (default: 1d, with --by day 30d).")
  private @Nullable String from;

  @Option(names = "--to", paramLabel = "TIME", description = "Until then (default: now).")
  private @Nullable String to;

  @Option(
      names = "--by",
      paramLabel = "PERIOD",
      description = "A line for each hour, or for each day: hour or day (default: hour).")
  private @Nullable String by;

  @Option(names = "--json", description = "Print one line of JSON for each.")
  private boolean json;

  @Option(names = "--csv", description = "Print CSV, with a line of names above.")
  private boolean csv;

  /** Reads the process's environment. */
  public LedgerCommand() {
    this(System.getenv());
  }

  LedgerCommand(Map<String, String> environment) {
    super(environment);
  }

  @Override
  public Integer call() throws CommandException {
    if (json && csv) {
      throw usage("say either --json or --csv");
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
    put(parameters, "area", area);
    put(parameters, "from", from);
    put(parameters, "to", to);
    put(parameters, "by", by);
    return parameters;
  }

  private static void put(Map<String, String> parameters, String key, @Nullable String value) {
    if (value != null) {
      parameters.put(key, value);
    }
  }

  private void copy(HttpMaster master, String type) throws CommandException {
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(master.ask("GET", "/v1/ledger", parameters(), type), UTF_8))) {
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
    JsonNode answer = master.json("GET", "/v1/ledger", parameters());
    if (answer.path("areas").isEmpty()) {
      print("there is no area: lines and areas stand in cameras.conf");
      return;
    }
    List<JsonNode> rows = new ArrayList<>();
    answer.path("rows").forEach(rows::add);
    LedgerTableText.lines(rows, answer.path("by").asText(), ZoneId.systemDefault())
        .forEach(out()::println);
    out().flush();
  }
}
