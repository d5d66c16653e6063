package io.lynceus.app.models;

import io.lynceus.app.cli.CommandException;
import io.lynceus.app.cli.RemoteCommand;
import io.lynceus.app.cli.Text;
import io.lynceus.client.TaskClient;
import io.lynceus.model.ClusterLabels.Network;
import io.lynceus.model.network.NetworkId;
import io.lynceus.vision.network.ModelsFolder;
import io.lynceus.vision.network.NetworkDescription;
import io.lynceus.vision.network.NetworkException;
import io.lynceus.vision.network.NetworkFile;
import io.lynceus.vision.network.NetworkKind.Use;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code lynceus models list}: what is there, what is in use, and what can be fetched. */
@Command(
    name = "list",
    mixinStandardHelpOptions = true,
    header = "Shows what networks there are",
    description =
        "Shows the networks of the folder, which are in use, and how long a run took at their"
            + " trial; those of the slaves, if a master runs; and what the catalogue offers, with"
            + " size, licence and accuracy as the makers published it.",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:listed", "2:wrong usage, or the catalogue cannot be read"},
    footerHeading = "%nExamples:%n",
    footer = {
      "  lynceus models list",
      "  lynceus models list --master 10.0.0.5:7070",
      "  lynceus models list --dir /srv/models"
    })
final class ModelsListCommand extends RemoteCommand {
  private static final String INSTALLED = "%-32s %-10s %9s %8s  %s";
  private static final String OFFERED = "%-22s %-10s %9s  %-12s %s";
  private static final String ON_SLAVES = "%-44s %-10s %s";
  private static final double MEGABYTE = 1e6;

  @Mixin private final ModelsOptions options = new ModelsOptions();

  @Option(
      names = "--catalogue",
      paramLabel = "FILE",
      description = "Another catalogue than the one that Lynceus comes with.")
  private @Nullable Path catalogue;

  ModelsListCommand() {
    super(System.getenv());
  }

  @Override
  public Integer call() throws CommandException {
    Catalogue known = Catalogue.read(Optional.ofNullable(catalogue));
    PrintWriter out = out();
    try {
      installed(out, options.folder());
    } catch (IOException e) {
      throw ModelsOptions.failed(e);
    }
    out.println();
    onSlaves(out);
    out.println();
    offered(out, known);
    out.flush();
    return 0;
  }

  private static void installed(PrintWriter out, Path folder) throws IOException {
    Optional<Path> there = Optional.of(folder).filter(Files::isDirectory);
    ModelsFolder networks = new ModelsFolder(there);
    Choices chosen = Choices.read(folder);
    out.println((networks.ids().isEmpty() ? "no networks in " : "networks in ") + folder);
    if (!networks.ids().isEmpty()) {
      out.println(INSTALLED.formatted("NETWORK", "FOR", "SIZE", "ONE RUN", "LICENCE"));
    }
    for (NetworkId id : networks.ids()) {
      out.println(line(networks.path(id), id));
    }
    for (Use use : Choices.USES) {
      out.printf("%s: %s%n", Choices.key(use), used(networks, use, chosen.of(use)));
    }
  }

  private static String used(ModelsFolder networks, Use use, Optional<String> choice) {
    try {
      return networks.read(use, "").description().id() + (choice.isPresent() ? "" : ", our own");
    } catch (NetworkException e) {
      return e.getMessage() + "; choose again, see models use";
    }
  }

  private static String line(Path place, NetworkId id) throws IOException {
    try {
      NetworkDescription description = NetworkFile.describe(place);
      return INSTALLED.formatted(
          id,
          Choices.key(description.kind().use()),
          size(Files.size(place.resolve(NetworkFile.FILE))),
          Measured.of(place).map(Measured::toString).orElse("?"),
          Text.shown(description.provenance().licence().orElse("?")));
    } catch (NetworkException e) {
      return id + " cannot be used: " + e.getMessage();
    }
  }

  /** A master is asked, but none needs to run. */
  private void onSlaves(PrintWriter out) throws CommandException {
    List<Network> networks;
    try {
      networks =
          TaskClient.labels(master()).networks().stream()
              .filter(network -> network.name().isPresent())
              .toList();
    } catch (IOException e) {
      out.println("no master tells what slaves have: " + e.getMessage());
      return;
    }
    out.println(networks.isEmpty() ? "no slave has told of networks" : "networks of the slaves");
    for (Network network : networks) {
      out.println(
          ON_SLAVES.formatted(
              network.name().orElseThrow(),
              network.analysis(),
              network.slaves().stream()
                  .map(Text::shown)
                  .sorted()
                  .collect(Collectors.joining(", "))));
    }
  }

  private static String size(long bytes) {
    return String.format(Locale.ROOT, "%.1f MB", bytes / MEGABYTE);
  }

  private static void offered(PrintWriter out, Catalogue known) {
    out.println(
        "lynceus models fetch NAME brings one of these; the accuracy is what its makers say");
    out.println(OFFERED.formatted("NAME", "FOR", "SIZE", "LICENCE", "ACCURACY"));
    for (CatalogueEntry entry : known.networks().values()) {
      out.println(
          OFFERED.formatted(
              entry.id().name(),
              entry.use(),
              size(entry.source().bytes()),
              entry.terms().licence(),
              entry.accuracy() + (entry.source().url().isPresent() ? "" : "; for models add")));
    }
    for (Map.Entry<String, Map<String, String>> set : known.sets().entrySet()) {
      out.printf(
          "set %s: %s%n",
          set.getKey(),
          set.getValue().entrySet().stream()
              .map(choice -> choice.getKey() + "=" + choice.getValue())
              .collect(Collectors.joining(" ")));
    }
  }
}
