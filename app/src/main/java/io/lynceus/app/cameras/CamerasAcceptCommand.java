package io.lynceus.app.cameras;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.lynceus.app.cli.CommandException;
import io.lynceus.app.cli.HttpCommand;
import io.lynceus.app.cli.Text;
import java.net.URLEncoder;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code lynceus cameras accept}: what a camera shows now is what it is to show. */
@Command(
    name = "accept",
    mixinStandardHelpOptions = true,
    header = "Accepts the view that a camera shows now",
    description = {
      "The view of a camera that was moved is right from now on: it is learnt anew from its next"
          + " stills, in each light. Look at its zones and masks too: 'lynceus cameras test'.",
      "Needs the administrators' token, as 'lynceus drain' does."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:done",
      "1:no still of the camera was judged yet",
      "2:wrong usage or configuration",
      "3:the master cannot be reached"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  lynceus cameras accept front-door",
      "  lynceus cameras accept --http vision1:7080 front-door",
      "  lynceus cameras accept --master vision1:7070 front-door"
    })
public final class CamerasAcceptCommand extends HttpCommand {
  @Parameters(
      arity = "1",
      paramLabel = "NAME",
      description = "The camera's name, as 'lynceus cameras' shows it.")
  private String name = "";

  /** Reads the process's environment. */
  public CamerasAcceptCommand() {
    this(System.getenv());
  }

  CamerasAcceptCommand(Map<String, String> environment) {
    super(environment);
  }

  @Override
  public Integer call() throws CommandException {
    String path = "/v1/cameras/" + URLEncoder.encode(name, UTF_8).replace("+", "%20") + "/accept";
    var unused = httpOfAdministrators().json("POST", path, Map.of());
    print(Text.shown(name) + " is right as it is: its view is learnt anew");
    return 0;
  }
}
