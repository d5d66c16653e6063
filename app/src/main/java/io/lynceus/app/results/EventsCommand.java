package io.lynceus.app.results;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.time.ZoneId;
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
public final class EventsCommand extends StoredListCommand {
  @Option(names = "--camera", paramLabel = "NAME", description = "Events of that camera.")
  private @Nullable String camera;

  @Option(names = "--label", paramLabel = "LABEL", description = "Events of that label.")
  private @Nullable String label;

  @Option(names = "--zone", paramLabel = "NAME", description = "Events in a zone of this name.")
  private @Nullable String zone;

  @Option(
      names = "--kind",
      paramLabel = "KIND",
      description =
          "What happened: arrived, loitering, count, present or unattended; or with a camera: lost,"
              + " covered, moved, frozen or blurred.")
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

  /** Reads the process's environment. */
  public EventsCommand() {
    this(System.getenv());
  }

  EventsCommand(Map<String, String> environment) {
    super(environment, "events");
  }

  @Override
  void ask(Parameters parameters) {
    parameters
        .put("camera", camera)
        .put("label", label)
        .put("zone", zone)
        .put("kind", kind)
        .put("rule", rule)
        .putTimes(since, from, to)
        .put("seen", unseen ? "false" : null);
  }

  @Override
  List<String> table(List<JsonNode> found) {
    return EventsTable.lines(found, ZoneId.systemDefault(), Instant.now());
  }

  @Override
  String nothing() {
    return "no event is stored for which all of this holds";
  }
}
