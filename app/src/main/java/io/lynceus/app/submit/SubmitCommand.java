package io.lynceus.app.submit;

import io.lynceus.app.cli.CommandException;
import io.lynceus.app.cli.FileLink;
import io.lynceus.app.cli.Ink;
import io.lynceus.app.cli.OptionValues;
import io.lynceus.app.cli.RemoteCommand;
import io.lynceus.app.cli.Style;
import io.lynceus.app.cli.Terminal;
import io.lynceus.app.cli.Text;
import io.lynceus.client.ClientConfig;
import io.lynceus.client.RawArguments;
import io.lynceus.client.Sum;
import io.lynceus.client.Totals;
import io.lynceus.model.Analysis;
import io.lynceus.model.AnalysisCatalog;
import io.lynceus.model.AnalysisOption;
import io.lynceus.model.Ask;
import io.lynceus.model.Camera;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * {@code lynceus submit}: submits files, folders or a stream and prints one line for each image.
 */
@Command(
    name = "submit",
    mixinStandardHelpOptions = true,
    header = "Sends images, shows what is found in them",
    description = "Submits images to a master and shows what it finds in them.",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:all images are complete",
      "1:at least one image will never be complete: it was rejected, or an analysis of it failed",
      "2:wrong usage or configuration",
      "3:the master cannot be reached; images without a reply are named",
      "4:at least one image should be sent again, whatever became of the others: no slave, no time,"
          + " a master without room or at its end. With --json, such a line has \"retry\":true"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  lynceus submit snapshots/",
      "  lynceus submit --report out/report.html snapshots/",
      "  ffmpeg -i cam.mp4 -f mjpeg - | lynceus submit -"
    })
public final class SubmitCommand extends RemoteCommand {
  private static final Path STANDARD_INPUT = Path.of("-");

  private static final Pattern UNKNOWN_SUM =
      Pattern.compile("≥ \\d+( · not known in \\d+ of \\d+)?|each not known in \\d+ of \\d+");

  /** The most labels that the last line names. */
  private static final int MAX_LABELS = 8;

  private final InputStream standardInput;

  @Option(
      names = "--analyses",
      paramLabel = "NAME",
      split = ",",
      converter = OptionValues.AnalysisOfKey.class,
      completionCandidates = OptionValues.AnalysisOfKey.class,
      description = "Some of objects,faces,edges,corners (default: all).")
  private List<Analysis> analyses = List.of();

  @Option(
      names = "--edges",
      paramLabel = "stats|png|overlay",
      converter = OptionValues.EdgesOfKey.class,
      completionCandidates = OptionValues.EdgesOfKey.class,
      description = {
        "With png, replies contain the edge map; with overlay, the picture with the edges over it"
            + " (default: stats)."
      })
  private OptionValues.EdgesForm edges = OptionValues.EdgesForm.STATS;

  @Option(
      names = "--corners",
      paramLabel = "count|points",
      converter = OptionValues.CornersOfKey.class,
      completionCandidates = OptionValues.CornersOfKey.class,
      description = {
        "With points, replies contain the corners and not only their number (default: count;",
        "points with --annotate and --report, which draw them)."
      })
  private OptionValues.CornersForm corners = OptionValues.CornersForm.COUNT;

  @Option(
      names = "--labels",
      paramLabel = "LABEL",
      split = ",",
      description = "Only objects with these labels, such as person,car; see 'lynceus labels'.")
  private List<String> labels = List.of();

  @Option(
      names = "--min-score",
      paramLabel = "SCORE",
      description = "Only findings with at least this score, from 0 to 1.")
  private @Nullable Double minScore;

  @Option(
      names = "--tiles",
      paramLabel = "N",
      description =
          "Look for objects and faces in N tiles along the longer side too, 2 to 6, or auto: finds"
              + " small things, takes longer (default: off).")
  private String tiles = "off";

  @Option(
      names = "--deadline",
      paramLabel = "TIME",
      converter = OptionValues.Time.class,
      description = "How long a reply may take, such as 500ms or 10s.")
  private @Nullable Duration deadline;

  @Option(
      names = "--camera",
      paramLabel = "NAME",
      description = "Which camera took the images: 1 to 40 of a-z 0-9 _ -.")
  private @Nullable String camera;

  @Option(
      names = "--time",
      paramLabel = "TIME",
      description = "When they were taken, such as 2026-11-29T14:05:00+01:00.")
  private @Nullable OffsetDateTime time;

  @Option(
      names = "--option",
      paramLabel = "KEY=VALUE",
      description = "An option of a plug-in's analysis; HELP at the task port lists them.")
  private List<String> options = List.of();

  @Option(
      names = "--retry-for",
      paramLabel = "TIME",
      converter = OptionValues.Time.class,
      description =
          "How long to try to reconnect to a lost master, such as 30s; 0: not at all (default:"
              + " 60s). Images without a reply are then sent again.")
  private Duration retryFor = ClientConfig.Retries.DEFAULT.outage();

  @Option(
      names = "--busy-for",
      paramLabel = "TIME",
      converter = OptionValues.Time.class,
      description =
          "How long to send an image again that the master refuses as busy (default: 600s). After "
              + "that its reply is BUSY.")
  private Duration busyFor = ClientConfig.Retries.DEFAULT.busy();

  @Option(names = "--json", description = "Print one line of JSON for each image.")
  private boolean json;

  @Option(
      names = "--annotate",
      paramLabel = "DIR",
      description = "Write annotated pictures to this folder.")
  private @Nullable Path annotate;

  @Option(
      names = "--report",
      paramLabel = "FILE",
      description = "Write a report to this HTML file.")
  private @Nullable Path report;

  @Option(names = "--open", description = "Open the report in the browser when it is written.")
  private boolean open;

  @Option(
      names = "--sums",
      paramLabel = "FILE",
      description =
          "Write the sums of all labels to this .csv or .json file. A sum that is unknown in an"
              + " image is null there, beside what was found at least.")
  private @Nullable Path sums;

  @Mixin private final FilingOptions filing = new FilingOptions();

  @Parameters(
      paramLabel = "PATH",
      arity = "1..*",
      description =
          "Image files; folders, searched at any depth for .jpg .jpeg .png .webp .bmp; - for a"
              + " stream on standard input: images one after the other, MJPEG or tar. A stream can"
              + " be read only once, so it is not sent again after a loss.")
  private List<Path> paths = List.of();

  /** Reads the process's environment and standard input. */
  public SubmitCommand() {
    this(System.getenv(), System.in);
  }

  SubmitCommand(Map<String, String> environment, InputStream standardInput) {
    super(environment);
    this.standardInput = standardInput;
  }

  @Override
  public Integer call() throws CommandException {
    ClientConfig config = master().withRetries(new ClientConfig.Retries(retryFor, busyFor));
    Submission.Job job = job();
    if (job.files().isEmpty() && job.stream().isEmpty()) {
      return 0; // --settled: nothing has settled yet
    }
    if (open && report == null) {
      throw usage("--open needs --report FILE: it opens that file");
    }
    Optional<SumsFile> file = sumsFile();
    Style style = Terminal.style(Terminal.OUT, environment());
    Submission.Result result = new Submission(config, out(), notes(), style).run(job);
    if (report != null) {
      (json ? notes() : out()).println("report: " + FileLink.to(report, json ? ofNotes() : style));
    }
    if (!json) {
      print(String.join(System.lineSeparator(), lastLines(result, style)));
    }
    if (open && report != null) {
      ReportOpener.ofThisMachine(environment()).open(report, notes());
    }
    if (file.isPresent()) {
      write(file.get(), result);
    }
    return result.exitCode();
  }

  private Style ofNotes() {
    return Terminal.style(Terminal.ERR, environment());
  }

  /** The last line, in as many lines as the terminal needs. */
  static List<String> lastLines(Submission.Result result, Style style) {
    String line = summary(result.totals(), result.elapsed());
    return style.wrap(
        UNKNOWN_SUM.matcher(line).replaceAll(sum -> style.paint(Ink.UNKNOWN, sum.group())), 2);
  }

  private Optional<SumsFile> sumsFile() throws CommandException {
    try {
      return sums == null ? Optional.empty() : Optional.of(SumsFile.at(sums));
    } catch (IllegalArgumentException e) {
      throw usage(String.valueOf(e.getMessage()));
    } catch (IOException e) {
      throw cannotWrite("the folder of --sums cannot be made", e);
    }
  }

  private static void write(SumsFile file, Submission.Result result) throws CommandException {
    try {
      file.write(result.totals(), result.elapsed());
    } catch (IOException e) {
      throw cannotWrite("all images have replies, but the file of --sums cannot be written", e);
    }
  }

  private static CommandException cannotWrite(String what, IOException cause) {
    return new CommandException(
        CommandException.USAGE, what + " (" + cause.getMessage() + "): name another one", cause);
  }

  private Submission.Job job() throws CommandException {
    boolean stream = paths.contains(STANDARD_INPUT);
    if (stream && (annotate != null || report != null)) {
      throw usage("--annotate and --report work with files, not with standard input");
    }
    if (stream && !filing.areDefault()) {
      throw usage("--done, --failed and --settled work with files, not with standard input");
    }
    List<Path> named =
        paths.stream()
            .filter(path -> !path.equals(STANDARD_INPUT))
            .map(RawArguments.ofThisProcess()::path)
            .toList();
    List<ImageFile> files =
        named.isEmpty() && stream
            ? List.of()
            : ImageFiles.find(named, filing.selection(named), notes());
    return new Submission.Job(
        files,
        stream ? Optional.of(standardInput) : Optional.empty(),
        ask(),
        json,
        new Submission.Job.Drawn(Optional.ofNullable(annotate), Optional.ofNullable(report)),
        filing.rules(),
        Submission.Job.Each.NAME);
  }

  private Ask ask() {
    try {
      Ask ask =
          Ask.DEFAULT
              .withAnalyses(analyses)
              .withDeadline(Optional.ofNullable(deadline))
              .withCamera(Optional.ofNullable(camera).map(Camera::new))
              .withTime(Optional.ofNullable(time));
      if (edges != OptionValues.EdgesForm.STATS) {
        ask = with(ask, "edges", edges.name().toLowerCase(Locale.ROOT));
      }
      if (corners == OptionValues.CornersForm.COUNT && ask.wanted().contains(Analysis.CORNERS)) {
        ask = with(ask, "corners", "count");
      }
      if (labels.stream().anyMatch(String::isBlank)) {
        throw usage("a label of --labels is empty");
      }
      ask = with(ask, "labels", String.join(",", labels));
      ask = with(ask, "min-score", minScore == null ? "" : minScore.toString());
      ask = with(ask, "tiles", tiles);
      Map<String, String> others = others();
      for (Map.Entry<String, String> option : others.entrySet()) {
        ask = ask.withOption(option.getKey(), option.getValue()); // the master checks the value
      }
      return ask;
    } catch (IllegalArgumentException e) {
      throw usage(String.valueOf(e.getMessage()));
    }
  }

  /** What {@code --option} sets, each key once. */
  private Map<String, String> others() {
    Map<String, String> others = new TreeMap<>();
    for (String option : options) {
      int equals = option.indexOf('=');
      if (equals < 1) {
        throw usage("--option is KEY=VALUE, not '" + option + "'");
      }
      String key = option.substring(0, equals);
      if (others.put(key, option.substring(equals + 1)) != null) {
        throw usage("--option sets " + key + " twice: set it once, a list with commas");
      }
    }
    return others;
  }

  private static Ask with(Ask ask, String key, String value) {
    AnalysisOption option = AnalysisCatalog.STANDARD.option(key).orElseThrow();
    return ask.withOption(key, option.canonical(value));
  }

  /** The last line, for people. */
  static String summary(Totals totals, Duration elapsed) {
    double seconds = Math.max(1e-3, elapsed.toNanos() / 1e9);
    return String.format(
        Locale.ROOT,
        "%d image%s: %d complete, %d partial, %d rejected; %s%.1f images/s in %.1f s",
        totals.images(),
        totals.images() == 1 ? "" : "s",
        totals.complete(),
        totals.partial(),
        totals.rejected(),
        found(totals.sums()),
        totals.images() / seconds,
        seconds);
  }

  private static String found(List<Sum> sums) {
    if (sums.isEmpty()) {
      return "";
    }
    Sum first = sums.get(0);
    boolean alike =
        sums.size() > 1
            && !first.isKnown()
            && sums.stream().allMatch(sum -> sum.unknown() == first.unknown());
    String most =
        sums.stream()
            .limit(MAX_LABELS)
            .map(sum -> Text.shown(sum.label()) + " " + (alike ? sum.bound() : sum.text()))
            .collect(Collectors.joining(", "));
    int others = sums.size() - MAX_LABELS;
    return most
        + (others > 0 ? ", and " + others + " other labels" : "")
        + (alike ? " · each " + first.unknownText() : "")
        + "; ";
  }
}
