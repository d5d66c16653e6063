package io.lynceus.app.models;

import io.lynceus.app.cli.CommandException;
import io.lynceus.model.network.NetworkId;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code lynceus models remove}: deletes a network. */
@Command(
    name = "remove",
    mixinStandardHelpOptions = true,
    header = "Deletes a network of the folder",
    description = "Deletes a network of the folder, unless it is in use.",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:deleted", "2:there is no such network, or it is in use"},
    footerHeading = "%nExamples:%n",
    footer = {
      "  lynceus models remove yolox-s",
      "  lynceus models remove my-net:2",
      "  lynceus models remove my-net:1 --dir /srv/models"
    })
final class ModelsRemoveCommand implements Callable<Integer> {
  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it before calling
  private CommandSpec command;

  @Mixin private final ModelsOptions options = new ModelsOptions();

  @Parameters(
      paramLabel = "NAME[:VERSION]",
      description = "The network; with its version, if there are several.")
  @SuppressWarnings("NullAway.Init") // picocli sets it before calling
  private String name;

  @Override
  public Integer call() throws CommandException {
    options.change(this::remove);
    return 0;
  }

  private void remove(NetworkStore store) throws CommandException, IOException {
    List<NetworkId> meant =
        store.ids().stream()
            .filter(id -> id.name().equals(name) || id.toString().equals(name))
            .toList();
    if (meant.size() != 1) {
      throw new CommandException(
          CommandException.USAGE,
          meant.isEmpty()
              ? "there is no network '%s' in %s: see lynceus models list"
                  .formatted(name, store.folder())
              : "there are several, say which: " + meant);
    }
    NetworkId id = meant.get(0);
    if (Choices.read(store.folder()).contain(id)) {
      throw new CommandException(
          CommandException.USAGE, id + " is in use: choose another one first, see models use");
    }
    store.remove(id);
    command.commandLine().getOut().println(id + " is removed");
    command.commandLine().getOut().flush();
  }
}
