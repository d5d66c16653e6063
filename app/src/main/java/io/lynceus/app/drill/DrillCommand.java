package io.lynceus.app.drill;

import io.lynceus.app.cli.CommandException;
import io.lynceus.app.cli.OptionValues;
import io.lynceus.app.cli.RemoteCommand;
import io.lynceus.app.cli.Terminal;
import io.lynceus.cluster.LocalCluster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code lynceus drill}: injects faults under load and counts what was lost. */
@Command(
    name = "drill",
    mixinStandardHelpOptions = true,
    header = "Injects faults into a cluster, counts replies",
    description =
        "Starts a cluster on this machine, sends it images, injects a fault into one of its slaves,"
            + " and reports how soon it was detected and whether an image was lost or doubled. With"
            + " --master, the images go to a running cluster, and you cause the faults.",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:every image got exactly one reply",
      "1:a reply was lost or doubled",
      "2:wrong usage or configuration",
      "3:the master cannot be reached"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  lynceus drill",
      "  lynceus drill --fault kill --slaves 4",
      "  lynceus drill --master 10.0.0.5:7070 --duration 90s"
    })
public final class DrillCommand extends RemoteCommand {
  private static final Duration DEFAULT_DURATION = Duration.ofSeconds(60);

  @Option(
      names = "--fault",
      paramLabel = "kill|stop|slow",
      converter = DrillFault.OfKey.class,
      completionCandidates = DrillFault.OfKey.class,
      description = "Only this fault (default: all, one after the other, each in a new cluster).")
  private @Nullable DrillFault fault;

  @Option(
      names = "--slaves",
      paramLabel = "N",
      description = "Slave processes, 2 to 64 (default: ${DEFAULT-VALUE}).")
  private int slaves = 3;

  @Option(
      names = "--duration",
      paramLabel = "TIME",
      converter = OptionValues.Time.class,
      description = "With --master: how long to send images, such as 90s (default: 60s).")
  private @Nullable Duration duration;

  @Option(names = "--json", description = "Print one line of JSON instead of the table.")
  private boolean json;

  /** Reads the process's environment. */
  public DrillCommand() {
    this(System.getenv());
  }

  DrillCommand(Map<String, String> environment) {
    super(environment);
  }

  @Override
  public Integer call() throws CommandException {
    validate();
    Consumer<String> progress =
        line -> {
          notes().println(line);
          notes().flush();
        };
    DrillReport report;
    try {
      report = new DrillReport(isLocal() ? local(progress) : List.of(operator(progress)));
    } catch (IOException e) {
      throw CommandException.of(e, "; the images sent last are not counted");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandException(CommandException.INCOMPLETE, "interrupted", e);
    }
    print(json ? report.json() : report.table(Terminal.style(Terminal.OUT, environment())));
    return report.isExact() ? 0 : CommandException.INCOMPLETE;
  }

  private void validate() {
    if (slaves < 2 || slaves > 64) {
      throw usage("--slaves must be from 2 to 64: one fails, the others take over its work");
    }
    if (!isLocal() && (fault != null || given("--slaves"))) {
      throw usage(
          "a drill cannot inject faults into slaves that it has not started: with --master, leave"
              + " out --fault and --slaves, and cause a fault yourself");
    }
    if (isLocal() && duration != null) {
      throw usage("--duration needs --master; other drills have a fixed length");
    }
  }

  /**
   * The environment's LYNCEUS_MASTER does not count: a drill loads only a cluster that was named.
   */
  private boolean isLocal() {
    return !given("--master");
  }

  private List<DrillResult> local(Consumer<String> progress)
      throws IOException, InterruptedException {
    List<DrillResult> results = new ArrayList<>();
    for (DrillFault each : fault == null ? DrillFault.values() : new DrillFault[] {fault}) {
      Path logs = Files.createTempDirectory("lynceus-drill-" + each.key() + "-");
      DrillResult result = Drill.run(each, slaves, logs, progress);
      results.add(result);
      if (result.count().isExact()) {
        LocalCluster.deleteLogs(logs);
      } else {
        progress.accept(each.key() + ": logs in " + logs);
      }
    }
    return results;
  }

  private DrillResult operator(Consumer<String> progress)
      throws CommandException, IOException, InterruptedException {
    Duration length = duration == null ? DEFAULT_DURATION : duration;
    return new OperatorDrill(master(), progress).run(length);
  }
}
