package io.lynceus.app.models;

import io.lynceus.app.cli.CommandException;
import io.lynceus.app.cli.Display;
import io.lynceus.app.cli.Version;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code lynceus models fetch}: brings networks of the catalogue. */
@Command(
    name = "fetch",
    mixinStandardHelpOptions = true,
    header = "Fetches a network of the catalogue",
    description =
        "Fetches a network of the catalogue from its origin, checks its hash, and tries it in a"
            + " JVM of its own. Of a set, such as best, it fetches all, and uses them. If it is"
            + " interrupted, run it again: it goes on where it was.",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:fetched, or there already",
      "1:it cannot be fetched, has another hash, or is not usable: nothing of it is kept",
      "2:wrong usage, or the licence or the hash is not accepted"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  lynceus models fetch best",
      "  lynceus models fetch best --accept-licence",
      "  lynceus models fetch yolox-s"
    })
final class ModelsFetchCommand implements Callable<Integer> {
  private static final Duration STALL = Duration.ofSeconds(60);

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it before calling
  private CommandSpec command;

  @Mixin private final ModelsOptions options = new ModelsOptions();

  @Parameters(paramLabel = "NAME", description = "A network or a set: see models list.")
  @SuppressWarnings("NullAway.Init") // picocli sets it before calling
  private String name;

  @Option(names = "--accept-licence", description = "Accept the licences that are shown.")
  private boolean licenceAccepted;

  @Option(
      names = "--sha256",
      paramLabel = "HASH",
      description = "Accept a file with that hash, if the catalogue knows none. May be repeated.")
  private List<String> hashes = List.of();

  @Option(
      names = "--catalogue",
      paramLabel = "FILE",
      description = "Another catalogue than the one that Lynceus comes with.")
  private @Nullable Path catalogue;

  @Override
  public Integer call() throws CommandException {
    Catalogue known = Catalogue.read(Optional.ofNullable(catalogue));
    List<CatalogueEntry> wanted = known.wanted(name);
    PrintWriter out = command.commandLine().getOut();
    PrintWriter notes = command.commandLine().getErr();
    requireLicences(wanted, notes);
    options.change(
        store -> {
          Fetching fetching =
              new Fetching(
                  store,
                  new Download("lynceus/" + Version.current(), STALL),
                  new HashConsent(hashes, Display.canAsk() ? System.console() : null),
                  new Intake(store, ModelsOptions.trial()),
                  new Fetching.Said(out, notes, Display.hasTerminal()));
          for (CatalogueEntry entry : wanted) {
            fetching.fetch(entry);
          }
          Map<String, String> set = known.sets().getOrDefault(name, Map.of());
          use(store, known, set);
          out.println(
              set.isEmpty()
                  ? "to use it: lynceus models use %s=%s"
                      .formatted(wanted.get(0).use(), wanted.get(0).id().name())
                  : "slaves that start from now on use them");
          out.flush();
        });
    return 0;
  }

  private static void use(NetworkStore store, Catalogue known, Map<String, String> set)
      throws IOException {
    if (set.isEmpty()) {
      return;
    }
    Choices chosen = Choices.read(store.folder());
    for (Map.Entry<String, String> choice : set.entrySet()) {
      CatalogueEntry entry = known.networks().get(choice.getValue());
      if (entry != null) {
        chosen = chosen.with(Choices.useOf(choice.getKey()).orElseThrow(), entry.id());
      }
    }
    chosen.write(store.folder());
  }

  private void requireLicences(List<CatalogueEntry> wanted, PrintWriter notes)
      throws CommandException {
    for (CatalogueEntry entry : wanted) {
      notes.printf(
          "%s is given under %s, says its origin: %s%n",
          entry.id(), entry.terms().licence(), entry.source().url().orElse("see the docs"));
      if (!entry.terms().note().isEmpty()) {
        notes.println("  " + entry.terms().note());
      }
    }
    notes.flush();
    if (!licenceAccepted) {
      throw new CommandException(
          CommandException.USAGE,
          "to accept %s, run it again with --accept-licence"
              .formatted(wanted.size() == 1 ? "this licence" : "these licences"));
    }
  }
}
