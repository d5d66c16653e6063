package io.lynceus.app.status;

import io.lynceus.app.cli.CommandException;
import io.lynceus.app.cli.OptionValues;
import io.lynceus.app.cli.RemoteCommand;
import io.lynceus.client.TaskClient;
import io.lynceus.model.ClusterStatus;
import io.lynceus.protocol.reply.StatusJson;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code lynceus status}: shows the slaves and the tasks of a cluster. */
@Command(
    name = "status",
    mixinStandardHelpOptions = true,
    description = "Shows the slaves and the tasks of a cluster.",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:the master told its status",
      "2:wrong usage or configuration",
      "3:the master cannot be reached"
    })
public final class StatusCommand extends RemoteCommand {
  @Option(
      names = "--wait",
      paramLabel = "TIME",
      defaultValue = "1s",
      converter = OptionValues.Time.class,
      description = {
        "Ask for an estimate of how many slaves keep the wait of 95 %% of the images below this",
        "time, up to 3600s (default: ${DEFAULT-VALUE})."
      })
  private Duration wait = Duration.ofSeconds(1);

  @Option(names = "--json", description = "The line of JSON that the task port gives for STATUS.")
  private boolean json;

  /** Reads the process's environment. */
  public StatusCommand() {
    this(System.getenv());
  }

  StatusCommand(Map<String, String> environment) {
    super(environment);
  }

  @Override
  public Integer call() throws CommandException {
    ClusterStatus status;
    try {
      status = TaskClient.status(master(), wait);
    } catch (IOException e) {
      throw CommandException.of(e, "");
    }
    print(json ? StatusJson.write(status) : StatusTable.of(status));
    return 0;
  }
}
