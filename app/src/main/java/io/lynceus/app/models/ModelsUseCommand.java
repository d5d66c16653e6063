package io.lynceus.app.models;

import io.lynceus.app.cli.CommandException;
import io.lynceus.model.network.NetworkId;
import io.lynceus.vision.network.ModelsFolder;
import io.lynceus.vision.network.NetworkException;
import io.lynceus.vision.network.NetworkKind.Use;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code lynceus models use}: chooses networks. */
@Command(
    name = "use",
    mixinStandardHelpOptions = true,
    header = "Chooses which networks are used",
    description =
        "Chooses which networks slaves use from now on: one of the folder, or one that Lynceus"
            + " comes with.",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:chosen", "2:wrong usage, or there is no such network"},
    footerHeading = "%nExamples:%n",
    footer = {
      "  lynceus models use objects=yolox-s",
      "  lynceus models use faces=yunet-n:2023",
      "  lynceus models use objects=yolox-s --dir /srv/models"
    })
final class ModelsUseCommand implements Callable<Integer> {
  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it before calling
  private CommandSpec command;

  @Mixin private final ModelsOptions options = new ModelsOptions();

  @Parameters(
      arity = "1..*",
      paramLabel = "USE=NAME[:VERSION]",
      description = "USE is objects, faces or embedding; without a version, the newest.")
  @SuppressWarnings("NullAway.Init") // picocli sets it before calling
  private List<String> choices;

  @Override
  public Integer call() throws CommandException {
    Map<Use, String> wanted = new LinkedHashMap<>();
    for (String choice : choices) {
      int equals = choice.indexOf('=');
      Use use =
          Choices.useOf(choice.substring(0, Math.max(0, equals)))
              .orElseThrow(
                  () ->
                      new CommandException(
                          CommandException.USAGE,
                          "say objects=NAME, faces=NAME or embedding=NAME, not '%s'"
                              .formatted(choice)));
      if (equals == choice.length() - 1) {
        throw new CommandException(CommandException.USAGE, choice + " names no network");
      }
      wanted.put(use, choice.substring(equals + 1));
    }
    options.change(store -> choose(store, wanted));
    return 0;
  }

  private void choose(NetworkStore store, Map<Use, String> wanted)
      throws CommandException, IOException {
    Choices chosen = Choices.read(store.folder());
    PrintWriter out = command.commandLine().getOut();
    for (Map.Entry<Use, String> choice : wanted.entrySet()) {
      NetworkId id = network(store, choice.getKey(), choice.getValue());
      chosen = chosen.with(choice.getKey(), id);
      out.println(Choices.key(choice.getKey()) + ": " + id);
    }
    chosen.write(store.folder());
    out.println("slaves that start from now on use this");
    out.flush();
  }

  /** Its files are read as a slave will read them. */
  private static NetworkId network(NetworkStore store, Use use, String name)
      throws CommandException {
    try {
      return new ModelsFolder(Optional.of(store.folder())).read(use, name).description().id();
    } catch (NetworkException e) {
      throw new CommandException(CommandException.USAGE, String.valueOf(e.getMessage()), e);
    }
  }
}
