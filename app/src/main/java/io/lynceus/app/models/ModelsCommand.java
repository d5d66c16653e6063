package io.lynceus.app.models;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code lynceus models}: lists, fetches, adds, chooses and removes networks. */
@Command(
    name = "models",
    mixinStandardHelpOptions = true,
    description = {
      "Lists, fetches, adds, chooses and removes networks: better eyes than those that Lynceus",
      "comes with. A master or slave that runs follows what is chosen within seconds."
    },
    subcommands = {
      ModelsListCommand.class,
      ModelsFetchCommand.class,
      ModelsAddCommand.class,
      ModelsUseCommand.class,
      ModelsRemoveCommand.class
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
