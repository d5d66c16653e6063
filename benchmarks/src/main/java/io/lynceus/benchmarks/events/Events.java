package io.lynceus.benchmarks.events;

import io.lynceus.app.cli.OptionValues;
import io.lynceus.model.image.RefusedImageException;
import io.lynceus.scene.event.EventsConfig;
import io.lynceus.vision.analyzer.AnalysisException;
import io.lynceus.vision.image.UnreadableImageException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Prints how well events tell what came and went in front of a camera. */
@Command(
    name = "events",
    mixinStandardHelpOptions = true,
    description = {
      "Looks at the stills of a folder, in the order of their names, makes events of them as a"
          + " master with the usual rule does, and compares these with what really came and went.",
      "A truth file has the header "
          + Truth.HEADER
          + " and a line for each sight of a thing: a name for it, its label (or labels that count"
          + " as right, such as car|truck), seconds since the first still, and its middle as"
          + " parts of width and height. Its first line is its arrival, its last one its"
          + " departure."
    })
final class Events implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(paramLabel = "DIR", description = "Stills of one camera.")
  private Path folder = Path.of("");

  @Option(
      names = "--truth",
      paramLabel = "FILE",
      description = "What came and went. Without it nothing did, and each alarm is false.")
  private Optional<Path> truth = Optional.empty();

  @Option(
      names = "--every",
      converter = OptionValues.Time.class,
      description = "From one still to the next (default: ${DEFAULT-VALUE}).",
      defaultValue = "1s")
  private Duration every = Duration.ofSeconds(1);

  @Option(
      names = "--step",
      split = ",",
      converter = OptionValues.Time.class,
      description =
          "Take a still each of these times, one after the other; multiples of --every, which is"
              + " the default. Each still is used in one of the passes.")
  private List<Duration> steps = List.of();

  @Option(names = "--min-stills", description = "As in the settings (default: ${DEFAULT-VALUE}).")
  private int minStills = EventsConfig.MIN_STILLS;

  @Option(
      names = "--absent-time",
      converter = OptionValues.Time.class,
      defaultValue = "60s",
      description = "As in the settings (default: ${DEFAULT-VALUE}).")
  private Duration absentTime = EventsConfig.ABSENT_TIME;

  @Option(
      names = "--cooldown",
      converter = OptionValues.Time.class,
      defaultValue = "30s",
      description =
          "As in the settings (default: ${DEFAULT-VALUE}); with 0 each thing is to be told.")
  private Duration cooldown = EventsConfig.COOLDOWN;

  @Option(
      names = "--found",
      paramLabel = "FILE",
      description = "Keep in this file what was found, and read it from there the next time.")
  private Optional<Path> found = Optional.empty();

  @Option(
      names = "--make",
      description = "Make such a folder, with truth.csv, of samples/, before anything else.")
  private boolean make;

  public static void main(String[] args) {
    System.exit(new CommandLine(new Events()).execute(args));
  }

  @Override
  public Integer call()
      throws IOException, AnalysisException, UnreadableImageException, RefusedImageException {
    List<Duration> wanted = steps.isEmpty() ? List.of(every) : steps;
    for (Duration step : wanted) {
      if (every.isZero() || step.isZero() || step.toMillis() % every.toMillis() != 0) {
        throw new ParameterException(
            spec.commandLine(), "--step: each is a multiple of --every, which is above 0");
      }
    }
    if (make) {
      MadeScene.write(folder, Path.of("samples"), every);
    }
    Optional<Path> file = make ? Optional.of(folder.resolve(MadeScene.TRUTH)) : truth;
    Truth known = file.isPresent() ? Truth.read(file.get()) : Truth.EMPTY;
    EventsConfig usual = EventsConfig.USUAL;
    EventsConfig config =
        new EventsConfig(
            true,
            minStills,
            usual.absentStills(),
            absentTime,
            cooldown,
            usual.quiet(),
            usual.rules());
    Passes passes = new Passes(SeenFolder.of(folder, found), every, config);
    print(passes, wanted, known);
    return 0;
  }

  private void print(Passes passes, List<Duration> wanted, Truth known) {
    PrintWriter out = spec.commandLine().getOut();
    out.println(
        "  step  stills  came  alarms  repeated  per 100  false  per 1000  missed"
            + "  | ended  false  missed");
    for (Duration step : wanted) {
      EventScore score = passes.run(step, known);
      out.printf(
          Locale.ROOT,
          "%5.1fs  %6d  %4d  %6d  %8d  %7.2f  %5d  %8.2f  %6d  | %5d  %5d  %6d%n",
          step.toMillis() / 1000.0,
          score.stills,
          score.expected,
          score.alarms,
          score.repeated,
          score.repeatedPerHundred(),
          score.falseAlarms,
          score.falsePerThousand(),
          score.missed,
          score.ends,
          score.falseEnds,
          score.missedEnds);
    }
    out.flush();
  }
}
