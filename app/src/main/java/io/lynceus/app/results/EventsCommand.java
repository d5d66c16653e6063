package io.lynceus.app.results;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import io.lynceus.app.cli.CommandException;
import io.lynceus.app.cli.HttpCommand;
import io.lynceus.app.cli.HttpMaster;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code lynceus events}: what happened in front of the cameras. */
@Command(
    name = "events",
    mixinStandardHelpOptions = true,
    header = "Lists what happened in front of the cameras",
    description = {
      "Shows the stored events for which all that is given holds, those that began last first."
          + " Needs a master with store.enabled, and stills that name their camera.",
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
      "  lynceus events --since 12h",
      "  lynceus events --camera gate --label person --unseen",
      "  lynceus events --since 7d --csv > week.csv"
    })
public final class EventsCommand extends HttpCommand {
  private static final int USUAL_LIMIT = 50;
  private static final int MOST_ON_A_PAGE = 500;

  @Option(names = "--camera", paramLabel = "NAME", description = "Events of that camera.")
  private @Nullable String camera;

  @Option(names = "--label", paramLabel = "LABEL", description = "Events of that label.")
  private @Nullable String label;

  @Option(names = "--zone", paramLabel = "NAME", description = "Events in a zone of this name.")
  private @Nullable String zone;

  @Option(
      names = "--kind",
      paramLabel = "KIND",
      description = "What happened: arrived, loitering or count.")
  private @Nullable String kind;

  @Option(names = "--rule", paramLabel = "NAME", description = "Events of that rule.")
  private @Nullable String rule;

  @Option(
      names = "--since",
      paramLabel = "TIME",
      description = "Events that began since then, such as 1h; the same as --from.")
  private @Nullable String since;

  @Option(names = "--from", paramLabel = "TIME", description = "Events that began from then on.")
  private @Nullable String from;

  @Option(names = "--to", paramLabel = "TIME", description = "Events that began before then.")
  private @Nullable String to;

  @Option(names = "--unseen", description = "Only events that nobody has marked as seen.")
  private boolean unseen;

  @Option(
      names = "--limit",
      paramLabel = "N",
      description = "The most events (default: 50, and all of them with --json and --csv).")
  private int limit;

  @Option(names = "--json", description = "Print one line of JSON for each event.")
  private boolean json;

  @Option(names = "--csv", description = "Print CSV, with a line of names above.")
  private boolean csv;

  /** Reads the process's environment. */
  public EventsCommand() {
    this(System.getenv());
  }

  EventsCommand(Map<String, String> environment) {
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
    put(parameters, "kind", kind);
    put(parameters, "rule", rule);
    put(parameters, "from", since == null ? from : since);
    put(parameters, "to", to);
    put(parameters, "seen", unseen ? "false" : null);
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
            new InputStreamReader(master.ask("GET", "/v1/events", parameters, type), UTF_8))) {
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
    List<JsonNode> events = new ArrayList<>();
    boolean more = true;
    while (more && events.size() < wanted) {
      parameters.put("limit", Integer.toString(Math.min(MOST_ON_A_PAGE, wanted - events.size())));
      JsonNode answer = master.json("GET", "/v1/events", parameters);
      answer.path("events").forEach(events::add);
      more = answer.hasNonNull("next");
      parameters.put("cursor", answer.path("next").asText());
    }
    if (events.isEmpty()) {
      print("no event is stored for which all of this holds");
      return;
    }
    EventsTable.lines(events, ZoneId.systemDefault(), Instant.now()).forEach(out()::println);
    if (more) {
      out().printf("there are more than these %d: see --limit, --csv%n", events.size());
    }
    out().flush();
  }
}
