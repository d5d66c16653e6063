package io.lynceus.app.models;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code lynceus models}: lists, fetches, adds, chooses and removes networks. */
@Command(
    name = "models",
    mixinStandardHelpOptions = true,
    header = "Lists, fetches and chooses networks",
    description =
        "Lists, fetches, adds, chooses and removes networks: better eyes than those that"
            + " Lynceus comes with. A master or slave that runs follows what is chosen within"
            + " seconds.",
    subcommands = {
      ModelsListCommand.class,
      ModelsFetchCommand.class,
      ModelsAddCommand.class,
      ModelsUseCommand.class,
      ModelsRemoveCommand.class
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:done", "1:a network cannot be fetched or is not usable", "2:wrong usage"},
    footerHeading = "%nExamples:%n",
    footer = {
      "  lynceus models list",
      "  lynceus models fetch best --accept-licence",
      "  lynceus models use objects=yolox-s"
    })
public final class ModelsCommand implements Runnable {
  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it before calling
  private CommandSpec command;

  /** Runs when none is given. */
  @Override
  public void run() {
    throw new ParameterException(command.commandLine(), "say list, fetch, add, use or remove");
  }
}
