package io.lynceus.app.status;

import io.lynceus.app.cli.CommandException;
import io.lynceus.app.cli.OptionValues;
import io.lynceus.app.cli.RemoteCommand;
import io.lynceus.app.cli.Style;
import io.lynceus.app.cli.Terminal;
import io.lynceus.app.cli.Text;
import io.lynceus.client.ClientConfig;
import io.lynceus.client.TaskClient;
import io.lynceus.model.ClusterStatus;
import io.lynceus.protocol.reply.StatusJson;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code lynceus status}: says whether a cluster is well, and shows its slaves and its tasks. */
@Command(
    name = "status",
    mixinStandardHelpOptions = true,
    header = "Says whether a cluster is well, shows slaves",
    description =
        "Says first whether the cluster is well (OK or ATTENTION), then shows its tasks and its"
            + " slaves, the ill ones first.",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:the master told its status; with --check: the cluster is well",
      "1:with --check: the cluster is not well",
      "2:wrong usage or configuration",
      "3:the master cannot be reached"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  lynceus status",
      "  lynceus status --check",
      "  lynceus status --watch 5s --master 10.0.0.5:7070"
    })
public final class StatusCommand extends RemoteCommand {
  private final Pause pause;

  @Option(
      names = "--wait",
      paramLabel = "TIME",
      defaultValue = "1s",
      converter = OptionValues.Time.class,
      description =
          "Ask for an estimate of how many slaves keep the wait of 95 %% of the images below this"
              + " time, up to 3600s (default: ${DEFAULT-VALUE}).")
  private Duration wait = Duration.ofSeconds(1);

  @Option(
      names = "--watch",
      arity = "0..1",
      paramLabel = "TIME",
      fallbackValue = "2s",
      converter = OptionValues.Time.class,
      description = "Look again each TIME, 100ms to 3600s, until Ctrl-C (2s if none is given).")
  private @Nullable Duration watch;

  @Option(
      names = "--check",
      description = "Print the verdict alone, for monitors: exit code 1 when it is ATTENTION.")
  private boolean check;

  @Option(
      names = "--problems",
      description = "Print what is wrong, and what has been since the start, with what to do.")
  private boolean problems;

  @Option(names = "--json", description = "The line of JSON that the task port gives for STATUS.")
  private boolean json;

  /** Reads the process's environment. */
  public StatusCommand() {
    this(
        System.getenv(),
        time -> {
          Thread.sleep(time.toMillis());
          return true;
        });
  }

  /**
   * @param environment in place of the process's
   * @param pause between two looks
   */
  StatusCommand(Map<String, String> environment, Pause pause) {
    super(environment);
    this.pause = pause;
  }

  /** Waits between two looks. */
  interface Pause {
    /** Waits for the given time. Returns whether to look again. */
    boolean pause(Duration time) throws InterruptedException;
  }

  @Override
  public Integer call() throws CommandException {
    validate();
    ClientConfig master = master();
    ClusterStatus status;
    try {
      status = TaskClient.status(master, wait);
    } catch (IOException e) {
      throw CommandException.of(e, "");
    }
    if (watch != null) {
      watch(master, status, watch);
      return 0;
    }
    Style style = Terminal.style(Terminal.OUT, environment());
    print(
        json ? StatusJson.write(status) : String.join(System.lineSeparator(), page(status, style)));
    return check && !Health.of(status).isWell() ? CommandException.INCOMPLETE : 0;
  }

  private void validate() {
    if (check && watch != null) {
      throw usage("--check looks once: leave out --watch, or --check");
    }
    if (check && problems) {
      throw usage("--check prints the verdict alone: leave out --problems, or --check");
    }
    if (watch != null
        && (watch.compareTo(Duration.ofMillis(100)) < 0
            || watch.compareTo(Duration.ofHours(1)) > 0)) {
      throw usage("--watch is from 100ms to 3600s");
    }
  }

  private List<String> page(ClusterStatus status, Style style) {
    if (check) {
      return Verdict.lines(status, style);
    }
    return problems ? Verdict.problems(status, style) : StatusTable.lines(status, style);
  }

  /** A master that is away for a while is waited for: a restart must not end the watch. */
  private void watch(ClientConfig master, ClusterStatus first, Duration interval)
      throws CommandException {
    StatusScreen screen = new StatusScreen(out());
    show(screen, first);
    try {
      while (pause.pause(interval)) {
        try {
          show(screen, TaskClient.status(master, wait));
        } catch (IOException e) {
          CommandException failure = CommandException.of(e, "");
          if (failure.exitCode() != CommandException.UNREACHABLE) {
            throw failure;
          }
          away(screen, e);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandException(CommandException.INCOMPLETE, "interrupted", e);
    }
  }

  private void show(StatusScreen screen, ClusterStatus status) throws CommandException {
    if (json) {
      print(StatusJson.write(status));
      return;
    }
    Style style = Terminal.style(Terminal.OUT, environment());
    screen.show(page(status, style), style);
  }

  private void away(StatusScreen screen, IOException cause) throws CommandException {
    String what = Text.shown(String.valueOf(cause.getMessage()));
    if (json) {
      notes().println("lynceus: " + what + "; looking again");
      return;
    }
    Style style = Terminal.style(Terminal.OUT, environment());
    screen.show(Verdict.attention(what + "; looking again", style), style);
  }
}
