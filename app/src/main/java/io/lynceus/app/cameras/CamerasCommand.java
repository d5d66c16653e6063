package io.lynceus.app.cameras;

import io.lynceus.app.cli.CommandException;
import io.lynceus.app.cli.RemoteCommand;
import io.lynceus.app.cli.Terminal;
import io.lynceus.client.TaskClient;
import io.lynceus.model.cameras.ClusterCameras;
import io.lynceus.protocol.reply.CamerasJson;
import java.io.IOException;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code lynceus cameras}: lists the cameras, and tries their rules. */
@Command(
    name = "cameras",
    mixinStandardHelpOptions = true,
    header = "Lists cameras, tries their zones and masks",
    description =
        "Lists the cameras of the master's cameras.conf, and others that have sent stills: whether"
            + " they are late, covered, moved, frozen, blurred or dark, what their last stills"
            + " show, and what counts in them.",
    subcommands = {CamerasTestCommand.class, CamerasAcceptCommand.class},
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:the master told its cameras",
      "2:wrong usage or configuration",
      "3:the master cannot be reached"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  lynceus cameras",
      "  lynceus cameras --json",
      "  lynceus cameras test front-door snapshots/*.jpg",
      "  lynceus cameras accept front-door"
    })
public final class CamerasCommand extends RemoteCommand {
  @Option(names = "--json", description = "The line of JSON that the task port gives for CAMERAS.")
  private boolean json;

  /** Reads the process's environment. */
  public CamerasCommand() {
    this(System.getenv());
  }

  CamerasCommand(Map<String, String> environment) {
    super(environment);
  }

  @Override
  public Integer call() throws CommandException {
    ClusterCameras cameras;
    try {
      cameras = TaskClient.cameras(master());
    } catch (IOException e) {
      throw CommandException.of(e, "; ask again");
    }
    print(
        json
            ? CamerasJson.write(cameras)
            : String.join(
                System.lineSeparator(),
                CameraLines.of(cameras, Terminal.style(Terminal.OUT, environment()))));
    return 0;
  }
}
