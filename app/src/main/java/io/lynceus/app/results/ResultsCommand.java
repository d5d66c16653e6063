package io.lynceus.app.results;

import com.fasterxml.jackson.databind.JsonNode;
import io.lynceus.app.cli.Style;
import io.lynceus.app.cli.Terminal;
import java.time.ZoneId;
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
public final class ResultsCommand extends StoredListCommand {
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
      description = "Stills with that person; this version stores no names, so there are none.")
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

  /** Reads the process's environment. */
  public ResultsCommand() {
    this(System.getenv());
  }

  ResultsCommand(Map<String, String> environment) {
    super(environment, "results");
  }

  @Override
  void ask(Parameters parameters) {
    parameters
        .put("camera", camera)
        .put("label", label)
        .put("zone", zone)
        .put("person", person)
        .putTimes(since, from, to)
        .put("min-score", minScore)
        .put("status", status)
        .put("q", words);
  }

  @Override
  List<String> table(List<JsonNode> found) {
    Style style = Terminal.style(Terminal.OUT, environment());
    return ResultsTable.lines(found, style, ZoneId.systemDefault());
  }

  @Override
  String nothing() {
    return "nothing is stored for which all of this holds";
  }
}
