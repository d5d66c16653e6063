package io.lynceus.app.ledger;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import io.lynceus.app.cli.CommandException;
import io.lynceus.app.cli.Display;
import io.lynceus.app.cli.Settings;
import io.lynceus.client.RawArguments;
import io.lynceus.scene.camera.LineConfig.Rate;
import io.lynceus.scene.ledger.Calibration;
import io.lynceus.scene.ledger.Calibration.Outcome;
import io.lynceus.scene.ledger.TrueWalkers;
import io.lynceus.scene.presence.Still;
import io.lynceus.slave.SlaveConfig;
import io.lynceus.vision.VisionConfig;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code lynceus ledger calibrate}: learns how many of those who cross a line are missed. */
@Command(
    name = "calibrate",
    mixinStandardHelpOptions = true,
    header = "Learns from a marked video how many are missed",
    description = {
      "Looks at a video in which somebody has marked all people, as if stills came 7, 1, 0.5 and"
          + " 0.2 times a second, counts who goes over eight lines through the picture, and prints"
          + " how many are missed and counted in excess. With --cameras, the lines of that file get"
          + " these rates. It looks in this process, with the settings of a slave.",
      "A video is a folder of pictures in the order of their names, as img1 of MOTChallenge, or a"
          + " file that ffmpeg can read, which must be installed for that. Each line's figures come"
          + " of what the other lines have taught."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:the rates are learnt, and written where they should be",
      "1:nothing can be learnt: hardly anybody crosses a line, or the network finds nobody",
      "2:wrong usage or configuration, or a video or a truth that cannot be read"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  lynceus ledger calibrate img1 --truth gt.txt --rate 25",
      "  lynceus ledger calibrate a.avi --truth gt.txt --rate 7",
      "  lynceus ledger calibrate v --truth gt.txt --rate 7 --json"
    })
public final class LedgerCalibrateCommand implements Callable<Integer> {
  private static final List<Double> RATES = List.of(7.0, 1.0, 0.5, 0.2);

  /** With fewer stills than these parts of a rate, it is not measured. */
  private static final double NEAR = 0.75;

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it before calling
  private CommandSpec command;

  @Parameters(paramLabel = "VIDEO", description = "A folder of pictures, or a video's file.")
  private Path video = Path.of("");

  @Option(
      names = "--truth",
      paramLabel = "FILE",
      required = true,
      description = "Where everybody is in each frame: gt.txt of MOTChallenge.")
  private Path truth = Path.of("");

  @Option(
      names = "--rate",
      paramLabel = "N",
      required = true,
      description =
          "Frames a second when the video was taken, 0.2 to 240: frameRate of MOTChallenge's"
              + " seqinfo.ini. A file's own rate may be another one.")
  private double rate;

  @Option(
      names = "--cameras",
      paramLabel = "FILE",
      description = "Write the rates into that cameras.conf; a master that runs takes them.")
  private @Nullable Path cameras;

  @Option(
      names = "--line",
      paramLabel = "NAME",
      split = ",",
      description = "Only for these of its lines (default: all).")
  private List<String> names = List.of();

  @Option(names = "--ffmpeg", paramLabel = "PROGRAM", description = "(default: ${DEFAULT-VALUE})")
  private String ffmpeg = "ffmpeg";

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "Settings of a slave; config/ has the commented defaults.")
  private @Nullable Path config;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "One setting; overrides file and environment.")
  private List<String> sets = List.of();

  @Option(names = "--json", description = "Print one line of JSON for each rate.")
  private boolean json;

  private final @Nullable PeopleFinder given;

  /** With the networks of this process. */
  public LedgerCalibrateCommand() {
    this(null);
  }

  /**
   * @param given finds people in place of the networks
   */
  LedgerCalibrateCommand(@Nullable PeopleFinder given) {
    this.given = given;
  }

  @Override
  public Integer call() throws CommandException {
    if (!(rate >= 0.2 && rate <= 240)) {
      throw usage("--rate is from 0.2 to 240");
    }
    if (cameras == null && !names.isEmpty()) {
      throw usage("--line is for the lines of a file: say --cameras FILE too");
    }
    Optional<RatesFile> file = Optional.ofNullable(cameras).map(RatesFile::new);
    List<String> lines = file.isPresent() ? file.get().lines(names) : List.of();
    List<Double> measured = RATES.stream().filter(each -> rate >= NEAR * each).toList();
    TrueWalkers walkers = MotTruth.read(truth);
    Config settings = Settings.load("slave", Optional.ofNullable(config), sets);
    SortedMap<Integer, Still> stills = stills(settings, measured);
    SortedMap<Double, Outcome> outcomes = new TreeMap<>(Comparator.reverseOrder());
    try {
      Calibration calibration = new Calibration(stills, walkers, rate);
      measured.forEach(each -> outcomes.put(each, calibration.at(each)));
    } catch (IllegalArgumentException e) {
      throw new CommandException(CommandException.INCOMPLETE, String.valueOf(e.getMessage()), e);
    }
    requireSomebody(stills);
    print(outcomes, walkers, stills.size());
    if (file.isPresent()) {
      file.get().write(lines, rates(outcomes));
      note("rates of %s are in %s".formatted(String.join(", ", lines), file.get().shown()));
    } else if (!json) {
      print("rates = " + RatesFile.text(rates(outcomes)));
    }
    return 0;
  }

  private static void requireSomebody(SortedMap<Integer, Still> stills) throws CommandException {
    if (stills.values().stream().allMatch(still -> still.found().isEmpty())) {
      throw new CommandException(
          CommandException.INCOMPLETE,
          "nobody is found in the whole video: is it the right one, and can people be seen in it?");
    }
  }

  private ParameterException usage(String message) {
    return new ParameterException(command.commandLine(), message);
  }

  /** What the frames that are needed show. */
  private SortedMap<Integer, Still> stills(Config settings, List<Double> measured)
      throws CommandException {
    VisionConfig vision;
    int threads;
    try {
      vision = VisionConfig.from(settings);
      threads = SlaveConfig.threads(settings);
    } catch (ConfigException | IllegalArgumentException e) {
      throw new CommandException(CommandException.USAGE, String.valueOf(e.getMessage()), e);
    }
    SortedMap<Integer, Still> stills = new TreeMap<>();
    ExecutorService workers = Executors.newFixedThreadPool(threads);
    List<Future<?>> pending = new ArrayList<>();
    Path source = RawArguments.ofThisProcess().path(video);
    try (PeopleFinder finder = given != null ? given : PeopleFinder.open(vision);
        VideoFrames frames = VideoFrames.of(source, ffmpeg, vision.images());
        Display display = display()) {
      try {
        frames.each(
            frame -> Calibration.needs(frame, rate, measured),
            (frame, file) -> {
              pending.add(workers.submit(() -> look(finder, frame, file, stills, display)));
              if (pending.size() > 2 * threads) {
                done(pending.remove(0));
              }
            });
        for (Future<?> each : pending) {
          done(each);
        }
      } finally {
        workers.shutdownNow();
        boolean unused = workers.awaitTermination(1, TimeUnit.MINUTES); // before the networks
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandException(CommandException.INCOMPLETE, "interrupted", e);
    }
    return stills;
  }

  private Display display() {
    return Display.plain(command.commandLine().getOut(), command.commandLine().getErr());
  }

  private void look(
      PeopleFinder finder,
      int frame,
      ByteBuffer file,
      SortedMap<Integer, Still> stills,
      Display display) {
    try {
      Still still = finder.look(frame, rate, file);
      synchronized (stills) {
        stills.put(frame, still);
      }
    } catch (IOException e) {
      display.note("frame " + (frame + 1) + " is passed over: " + e.getMessage());
    }
  }

  private static void done(Future<?> look) throws InterruptedException {
    try {
      look.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Error fatal) {
        throw fatal;
      }
      throw new IllegalStateException(e.getCause());
    }
  }

  /** By rising intervals, as settings want them; one of each. */
  private static List<Rate> rates(SortedMap<Double, Outcome> outcomes) {
    TreeMap<Long, Rate> rates = new TreeMap<>();
    outcomes
        .values()
        .forEach(outcome -> rates.put(outcome.rate().every().toMillis(), outcome.rate()));
    return List.copyOf(rates.values());
  }

  private void print(SortedMap<Double, Outcome> outcomes, TrueWalkers walkers, int stills) {
    if (json) {
      CalibrationText.json(outcomes).forEach(this::print);
      return;
    }
    int crossings = outcomes.values().stream().mapToInt(Outcome::crossings).max().orElse(0);
    note(
        "%d people in %d stills cross eight lines %d times"
            .formatted(walkers.people(), stills, crossings));
    CalibrationText.table(outcomes).forEach(this::print);
  }

  private void print(String line) {
    command.commandLine().getOut().println(line);
    command.commandLine().getOut().flush();
  }

  private void note(String line) {
    command.commandLine().getErr().println(line);
    command.commandLine().getErr().flush();
  }
}
