package io.lynceus.app.accuracy;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import io.lynceus.app.accuracy.AccuracyResult.Cause;
import io.lynceus.app.cli.CommandException;
import io.lynceus.app.cli.Display;
import io.lynceus.app.cli.MasterAddress;
import io.lynceus.app.cli.Settings;
import io.lynceus.app.cli.Text;
import io.lynceus.app.truth.LabelledPictures;
import io.lynceus.app.truth.TruthException;
import io.lynceus.app.truth.TruthFormat;
import io.lynceus.app.truth.TruthReader;
import io.lynceus.client.FileNames;
import io.lynceus.client.RawArguments;
import io.lynceus.model.AnalysisOption;
import io.lynceus.model.AskOptions;
import io.lynceus.slave.SlaveConfig;
import io.lynceus.vision.VisionConfig;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** {@code lynceus benchmark accuracy}: scores what is found on pictures that the user labelled. */
@Command(
    name = "accuracy",
    mixinStandardHelpOptions = true,
    description = {
      "Looks at your own labelled pictures and prints, for each label, precision, recall and AP.",
      "Without --master and LYNCEUS_MASTER it looks in this process, with the settings of a slave:"
          + " no cluster has to run, and --set tries other settings. Pictures that you do not trust"
          + " are better sent to a cluster, where one that crashes a decoder does no harm."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:all pictures are scored",
      "1:at least one picture is not: it is missing or broken, or its labels cannot be used",
      "2:wrong usage or configuration, or no labels that can be read",
      "3:the master cannot be reached, or was lost",
      "4:at least one picture should be tried again: no slave, no time, or a master without room"
    })
public final class AccuracyCommand implements Callable<Integer> {
  private static final Map<String, String> NETWORK_SETTINGS =
      Map.of("objects", "analysis.objects.network", "faces", "analysis.faces.network");

  private final Map<String, String> environment;

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it before calling
  private CommandSpec command;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      required = true,
      description =
          "Pictures with labels, at any depth: ground_truth.json, COCO JSON, VOC XML or YOLO txt;"
              + " or the JSON file with the labels.")
  private Path data = Path.of("");

  @Option(
      names = "--format",
      paramLabel = "FORM",
      converter = FormOfKey.class,
      completionCandidates = FormOfKey.class,
      description = "The form of the labels, where DIR has several: ${COMPLETION-CANDIDATES}.")
  private @Nullable TruthFormat format;

  @Option(
      names = "--labels",
      paramLabel = "LABEL",
      split = ",",
      description =
          "Score only these, such as person,face (default: all that the labels name). Needed for"
              + " pictures without any object, where no label says what a false alarm would be.")
  private List<String> only = List.of();

  @Option(
      names = "--rename",
      paramLabel = "LABEL=NAME",
      split = ",",
      description = "Labels that the networks call otherwise, such as sofa=couch,tvmonitor=tv.")
  private Map<String, String> renamed = new LinkedHashMap<>();

  @Mixin private final MasterAddress master = new MasterAddress();

  @Option(
      names = "--models",
      paramLabel = "USE=NAME",
      split = ",",
      description =
          "Networks to try in this process, such as objects=yolox-s,faces=yunet-n:2023, in place of"
              + " those in use; \"lynceus models list\" says which are installed.")
  private Map<String, String> models = new LinkedHashMap<>();

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "Settings of a slave, for this process; config/ has the commented defaults.")
  private @Nullable Path config;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "One setting, for this process; overrides file and environment.")
  private List<String> sets = List.of();

  @Option(
      names = "--min-score",
      paramLabel = "SCORE",
      description = "The threshold for precision and recall, 0 to 1 (default: the one in use).")
  private @Nullable Double minScore;

  @Option(
      names = "--tiles",
      paramLabel = "N",
      description =
          "Look at N tiles along the longer side of each picture too, as clients may ask: 2 to 6,"
              + " or auto (default: off).")
  private String tiles = "off";

  @Option(
      names = "--iou",
      paramLabel = "OVERLAP",
      description =
          "The least intersection over union of a right finding, above 0, to 1 (default:"
              + " ${DEFAULT-VALUE}).")
  private double leastOverlap = 0.5;

  @Option(names = "--json", description = "Print one line of JSON instead of the table.")
  private boolean json;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Write accuracy.html there: the curves, and the worst pictures drawn.")
  private @Nullable Path out;

  @Option(
      names = "--worst",
      paramLabel = "N",
      description = "How many pictures the page shows, 0 to 100 (default: ${DEFAULT-VALUE}).")
  private int worst = 12;

  /** Reads the process's environment. */
  public AccuracyCommand() {
    this(System.getenv());
  }

  AccuracyCommand(Map<String, String> environment) {
    this.environment = environment;
  }

  @Override
  public Integer call() throws CommandException {
    check();
    Path folder = RawArguments.ofThisProcess().path(data);
    LabelledPictures labels = labels(folder);
    if (out != null) {
      createFolder(out);
    }
    PrintWriter notes = command.commandLine().getErr();
    notes.printf(
        "labels: %s, %s; %s%n",
        labels.format().title(),
        Text.shown(labels.source()),
        AccuracyResult.number(labels.pictures().size(), "picture"));
    notes.flush();
    AccuracyRun.Question question =
        new AccuracyRun.Question(
            FileNames.of(folder),
            new AccuracyRun.Names(only, renamed),
            leastOverlap,
            Optional.ofNullable(minScore),
            options(),
            worst);
    try (Examiner examiner = examiner()) {
      AccuracyResult result;
      try (Display display = display(labels)) {
        result = AccuracyRun.of(labels, examiner, question, display);
      }
      return print(result);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandException(CommandException.INCOMPLETE, "interrupted", e);
    }
  }

  private Display display(LabelledPictures labels) {
    return Display.of(
        command.commandLine().getOut(),
        command.commandLine().getErr(),
        labels.pictures().size(),
        json);
  }

  private void check() {
    if (!(leastOverlap > 0 && leastOverlap <= 1)) {
      throw usage("--iou is above 0, and at most 1");
    }
    if (minScore != null && !(minScore >= 0 && minScore <= 1)) {
      throw usage("--min-score is from 0 to 1");
    }
    if (worst < 0 || worst > 100) {
      throw usage("--worst is from 0 to 100");
    }
    boolean isForThisProcess = config != null || !sets.isEmpty() || !models.isEmpty();
    if (master.isNamed(environment) && isForThisProcess) {
      throw usage(
          "--config, --set and --models are for this process; slaves have settings of their own");
    }
    if (!NETWORK_SETTINGS.keySet().containsAll(models.keySet())) {
      throw usage("--models has a network for objects, for faces, or for both: objects=NAME");
    }
  }

  private AskOptions options() {
    AnalysisOption option = AnalysisOption.TILES;
    try {
      return AskOptions.NONE.with(option.key(), option.canonical(tiles));
    } catch (IllegalArgumentException e) {
      throw usage("--" + e.getMessage());
    }
  }

  private ParameterException usage(String message) {
    return new ParameterException(command.commandLine(), message);
  }

  private LabelledPictures labels(Path folder) throws CommandException {
    try {
      return TruthReader.read(folder, Optional.ofNullable(format));
    } catch (TruthException e) {
      throw new CommandException(CommandException.USAGE, String.valueOf(e.getMessage()), e);
    }
  }

  private static void createFolder(Path folder) throws CommandException {
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new CommandException(
          CommandException.USAGE, "cannot create the folder " + Text.shown(folder), e);
    }
  }

  private Examiner examiner() throws CommandException {
    if (master.isNamed(environment)) {
      return ClusterExaminer.open(master.config(environment));
    }
    List<String> all = new ArrayList<>(sets);
    models.forEach((use, name) -> all.add(NETWORK_SETTINGS.get(use) + "=" + name));
    Config settings = Settings.load("slave", Optional.ofNullable(config), all);
    try {
      return LocalExaminer.open(VisionConfig.from(settings), SlaveConfig.threads(settings));
    } catch (ConfigException | IllegalArgumentException e) {
      throw new CommandException(CommandException.USAGE, String.valueOf(e.getMessage()), e);
    }
  }

  private int print(AccuracyResult result) throws CommandException {
    PrintWriter lines = command.commandLine().getOut();
    lines.println(json ? new ResultJson(result).line() : new MarkdownTable(result).text());
    lines.flush();
    if (out != null) {
      Path page = out.resolve("accuracy.html");
      try {
        new AccuracyPage(result).write(page, LocalDateTime.now(ZoneId.systemDefault()));
      } catch (IOException e) {
        throw new CommandException(
            CommandException.USAGE, "cannot write " + Text.shown(page) + ": free some space", e);
      }
      command
          .commandLine()
          .getErr()
          .println("page: " + Text.shown(page.toAbsolutePath().normalize()));
    }
    if (result.problems(Cause.AGAIN) > 0) {
      return CommandException.AGAIN;
    }
    return result.problems().isEmpty() ? 0 : CommandException.INCOMPLETE;
  }

  /** {@code lynceus}, {@code coco}, {@code voc} or {@code yolo}. */
  static final class FormOfKey implements ITypeConverter<TruthFormat>, Iterable<String> {
    private static final List<TruthFormat> FORMS = List.of(TruthFormat.values());

    @Override
    public Iterator<String> iterator() {
      return FORMS.stream().map(FormOfKey::key).iterator();
    }

    @Override
    public TruthFormat convert(String value) {
      return FORMS.stream()
          .filter(form -> key(form).equalsIgnoreCase(value))
          .findFirst()
          .orElseThrow(
              () ->
                  new TypeConversionException(
                      "it is lynceus, coco, voc or yolo, not '" + value + "'"));
    }

    private static String key(TruthFormat form) {
      return form.name().toLowerCase(Locale.ROOT);
    }
  }
}
