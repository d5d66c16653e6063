package io.lynceus.app.status;

import io.lynceus.app.cli.CommandException;
import io.lynceus.app.cli.OptionValues;
import io.lynceus.app.cli.RemoteCommand;
import io.lynceus.app.cli.Text;
import io.lynceus.client.ClientConfig;
import io.lynceus.client.TaskClient;
import io.lynceus.model.ClusterStatus;
import io.lynceus.model.ClusterStatus.Slave;
import io.lynceus.model.ClusterStatus.Slave.State;
import io.lynceus.protocol.reply.StatusJson;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code lynceus drain}: takes a slave out of work, so that it can be stopped, or puts it back. */
@Command(
    name = "drain",
    mixinStandardHelpOptions = true,
    header = "Takes a slave out of work, or puts it back",
    description = {
      "Tells the master to give a slave no more units; it finishes those that it has. A"
          + " drained slave stays connected and idle until it is stopped or put back with --undo."
          + " After a restart it gets units again.",
      "Needs the administrators' token: LYNCEUS_ADMIN_TOKEN, or LYNCEUS_ADMIN_TOKEN_FILE,"
          + " or the file that the master of the same user and machine has made."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:done",
      "1:with --wait: it still has units after the timeout, or gets units again",
      "2:wrong usage or configuration, or no slave of that name is connected",
      "3:the master cannot be reached"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  lynceus drain vision7-1",
      "  lynceus drain --wait --timeout 60s vision7-1",
      "  lynceus drain --undo vision7-1"
    })
public final class DrainCommand extends RemoteCommand {
  private static final Duration POLL = Duration.ofMillis(100);

  @Parameters(
      arity = "1",
      paramLabel = "SLAVE",
      description = "The slave's name, as 'lynceus status' shows it.")
  private String slave = "";

  @Option(names = "--undo", description = "Give the slave units again.")
  private boolean undo;

  @Option(names = "--wait", description = "Return when the slave has no units left.")
  private boolean wait;

  @Option(
      names = "--timeout",
      paramLabel = "TIME",
      defaultValue = "300s",
      converter = OptionValues.Time.class,
      description = "How long --wait waits (default: ${DEFAULT-VALUE}).")
  private Duration timeout = Duration.ofMinutes(5);

  @Option(
      names = "--json",
      description = "Print the status of the cluster afterwards, as STATUS tells it.")
  private boolean json;

  /** Reads the process's environment. */
  public DrainCommand() {
    this(System.getenv());
  }

  /**
   * @param environment in place of the process's
   */
  public DrainCommand(Map<String, String> environment) {
    super(environment);
  }

  @Override
  public Integer call() throws CommandException {
    try {
      Done done = Administration.ask(masterOfAdministrators(), this::drainOrResume);
      ClusterStatus status = done.after();
      if (undo) {
        requireReady(status);
        tell(status, "gets units again");
        return 0;
      }
      if (status.slaves().stream().noneMatch(other -> other.state() == State.READY)) {
        notes()
            .println(
                "lynceus: no slave is ready now: images will get no_slave after the master's"
                    + " limits.no-slave-grace");
      }
      if (wait && inHand(status) > 0) {
        status = awaitIdle(done.master(), status);
      }
      tell(status, inHand(status) > 0 ? "finishes " + inHand(status) + " units" : "is drained");
      return 0;
    } catch (IOException e) {
      throw CommandException.of(e, "");
    }
  }

  /**
   * What the master has done.
   *
   * @param after the state after it
   */
  private record Done(ClientConfig master, ClusterStatus after) {}

  private Done drainOrResume(ClientConfig config) throws IOException {
    return new Done(
        config, undo ? TaskClient.resume(config, slave) : TaskClient.drain(config, slave));
  }

  /**
   * Returns the status when the slave has no units left; fails after the timeout, or if it gets
   * units again.
   */
  private ClusterStatus awaitIdle(ClientConfig config, ClusterStatus before)
      throws IOException, CommandException {
    StatusWatch watch = new StatusWatch(config, POLL);
    AtomicReference<ClusterStatus> last = new AtomicReference<>(before);
    try {
      watch.await(
          status -> {
            last.set(status);
            return inHand(status) == 0 || isReady(status);
          },
          System.nanoTime(),
          timeout);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandException(CommandException.INCOMPLETE, "interrupted", e);
    }
    ClusterStatus status = Objects.requireNonNull(last.get());
    if (isReady(status)) {
      throw incomplete("gets units again: it was put back, or has reconnected");
    }
    if (inHand(status) > 0) {
      throw incomplete(
          "still has " + inHand(status) + " units after " + timeout.toSeconds() + " s");
    }
    return status;
  }

  private void requireReady(ClusterStatus status) throws CommandException {
    if (!isReady(status)) {
      throw incomplete("gets no units: it is stopping, or silent");
    }
  }

  private boolean isReady(ClusterStatus status) {
    return named(status).stream().anyMatch(found -> found.state() == State.READY);
  }

  private void tell(ClusterStatus status, String what) {
    print(json ? StatusJson.write(status) : Text.shown(slave) + " " + what);
  }

  private List<Slave> named(ClusterStatus status) {
    return status.slaves().stream().filter(found -> found.name().equals(slave)).toList();
  }

  /** The units that the slave has; 0 once it has left. */
  private int inHand(ClusterStatus status) {
    return named(status).stream().mapToInt(Slave::busy).sum();
  }

  private CommandException incomplete(String what) {
    return new CommandException(CommandException.INCOMPLETE, Text.shown(slave) + " " + what);
  }
}
