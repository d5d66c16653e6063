package io.lynceus.app.status;

import io.lynceus.app.cli.CommandException;
import io.lynceus.app.cli.MasterAddress;
import io.lynceus.app.cli.OptionValues;
import io.lynceus.app.cli.Text;
import io.lynceus.app.submit.Submission;
import io.lynceus.client.ClientConfig;
import io.lynceus.client.ConnectionLostException;
import io.lynceus.client.TaskClient;
import io.lynceus.model.ClusterStatus;
import io.lynceus.model.ClusterStatus.Slave;
import io.lynceus.model.ClusterStatus.Slave.State;
import io.lynceus.model.Reply.Rejection;
import io.lynceus.protocol.reply.StatusJson;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code lynceus drain}: takes a slave out of work, so that it can be stopped, and back. */
@Command(
    name = "drain",
    mixinStandardHelpOptions = true,
    description = {
      "Has the master give a slave no more units; what it has in hand is finished.",
      "A drained slave stays connected and idle until it is stopped or taken back; started again, it",
      "is given units again."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:done",
      "1:with --wait: it still has units after the timeout, or is given units again",
      "2:wrong usage or configuration, or no slave of that name is connected",
      "3:the master cannot be reached"
    })
public final class DrainCommand implements Callable<Integer> {
  private static final Duration POLL = Duration.ofMillis(100);

  private final Map<String, String> environment;

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it before it calls
  private CommandSpec command;

  @Mixin private final MasterAddress master = new MasterAddress();

  @Parameters(
      arity = "1",
      paramLabel = "SLAVE",
      description = "The slave's name, as 'lynceus status' shows it.")
  private String slave = "";

  @Option(names = "--undo", description = "Give it units again.")
  private boolean undo;

  @Option(names = "--wait", description = "End when it has nothing in hand any more.")
  private boolean wait;

  @Option(
      names = "--timeout",
      paramLabel = "TIME",
      defaultValue = "300s",
      converter = OptionValues.Time.class,
      description = "How long --wait waits (default: ${DEFAULT-VALUE}).")
  private Duration timeout = Duration.ofMinutes(5);

  @Option(names = "--json", description = "The cluster's status after that, as STATUS tells it.")
  private boolean json;

  /** Reads the process's environment. */
  public DrainCommand() {
    this(System.getenv());
  }

  DrainCommand(Map<String, String> environment) {
    this.environment = environment;
  }

  @Override
  public Integer call() throws CommandException {
    ClientConfig config = master.config(environment);
    try {
      ClusterStatus status =
          undo ? TaskClient.resume(config, slave) : TaskClient.drain(config, slave);
      if (undo) {
        requireReady(status);
        tell(status, "is given units again");
        return 0;
      }
      if (status.slaves().stream().noneMatch(other -> other.state() == State.READY)) {
        command
            .commandLine()
            .getErr()
            .println(
                "lynceus: no slave is ready any more: images get no_slave after the master's"
                    + " limits.no-slave-grace");
      }
      ClusterStatus last = wait ? awaitIdle(config, status) : status;
      tell(last, inHand(last) > 0 ? "finishes " + inHand(last) + " units" : "is drained");
      return 0;
    } catch (IOException e) {
      throw translated(e);
    }
  }

  private ClusterStatus awaitIdle(ClientConfig config, ClusterStatus first)
      throws IOException, CommandException {
    long end = System.nanoTime() + timeout.toNanos();
    ClusterStatus status = first;
    while (inHand(status) > 0) {
      if (System.nanoTime() - end > 0) {
        throw incomplete(
            "still has " + inHand(status) + " units in hand after " + timeout.toSeconds() + " s");
      }
      pause();
      status = TaskClient.status(config);
      if (named(status).stream().anyMatch(found -> found.state() == State.READY)) {
        throw incomplete("is given units again: it was taken back, or has connected again");
      }
    }
    return status;
  }

  private static void pause() throws CommandException {
    try {
      Thread.sleep(POLL.toMillis()); // the master tells its status when it is asked
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandException(CommandException.INCOMPLETE, "interrupted", e);
    }
  }

  private void requireReady(ClusterStatus status) throws CommandException {
    if (named(status).stream().noneMatch(found -> found.state() == State.READY)) {
      throw incomplete("is given no units, as it ends by itself or is silent");
    }
  }

  private void tell(ClusterStatus status, String what) {
    String line = json ? StatusJson.write(status) : Text.shown(slave) + " " + what;
    command.commandLine().getOut().println(line);
    command.commandLine().getOut().flush();
  }

  private List<Slave> named(ClusterStatus status) {
    return status.slaves().stream().filter(found -> found.name().equals(slave)).toList();
  }

  /** A slave that has left has nothing in hand. */
  private int inHand(ClusterStatus status) {
    return named(status).stream().mapToInt(Slave::busy).sum();
  }

  private CommandException incomplete(String what) {
    return new CommandException(CommandException.INCOMPLETE, Text.shown(slave) + " " + what);
  }

  private static CommandException translated(IOException cause) {
    Optional<Rejection> refusal =
        cause instanceof ConnectionLostException lost ? lost.rejection() : Optional.empty();
    if (refusal.isPresent()) {
      switch (refusal.get().code()) {
        case UNAUTHORIZED -> {
          return new CommandException(
              CommandException.USAGE,
              "the master asks for a token: set LYNCEUS_TOKEN to its tasks.admin-token, or to its"
                  + " tasks.token where it has no other",
              cause);
        }
        case BAD_COMMAND -> {
          return new CommandException(CommandException.USAGE, refusal.get().message(), cause);
        }
        default -> {}
      }
    }
    return Submission.translated(cause, "; ask again");
  }
}
