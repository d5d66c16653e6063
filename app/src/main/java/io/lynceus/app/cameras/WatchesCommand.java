package io.lynceus.app.cameras;

import com.fasterxml.jackson.databind.JsonNode;
import io.lynceus.app.cli.CommandException;
import io.lynceus.app.cli.HttpCommand;
import io.lynceus.app.cli.Terminal;
import io.lynceus.protocol.reply.MalformedReplyException;
import io.lynceus.protocol.reply.WatchesJson;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code lynceus watches}: whether what should be in regions of cameras is there. */
@Command(
    name = "watches",
    mixinStandardHelpOptions = true,
    header = "Tells what is missing, and adds watches",
    description =
        "Lists the watches of the master's cameras.conf: regions of cameras, and whether what"
            + " should be there is present, missing, hidden, or nobody can say.",
    subcommands = WatchesAddCommand.class,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:the master told its watches",
      "2:wrong usage or configuration",
      "3:the master cannot be reached"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  lynceus watches",
      "  lynceus watches --json",
      "  lynceus watches add gate bin --region 0.4,0.2,0.1,0.1"
    })
public final class WatchesCommand extends HttpCommand {
  @Option(names = "--json", description = "The line of JSON that GET /v1/watches gives.")
  private boolean json;

  /** Reads the process's environment. */
  public WatchesCommand() {
    this(System.getenv());
  }

  WatchesCommand(Map<String, String> environment) {
    super(environment);
  }

  @Override
  public Integer call() throws CommandException {
    JsonNode told = http().json("GET", "/v1/watches", Map.of());
    try {
      print(
          json
              ? told.toString()
              : String.join(
                  System.lineSeparator(),
                  WatchLines.of(
                      WatchesJson.read(told.toString()),
                      Terminal.style(Terminal.OUT, environment()))));
    } catch (MalformedReplyException e) {
      throw new CommandException(
          CommandException.AGAIN, "the master tells watches in a form of another version", e);
    }
    return 0;
  }
}
