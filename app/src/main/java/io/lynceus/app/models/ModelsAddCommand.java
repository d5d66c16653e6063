package io.lynceus.app.models;

import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigValueFactory;
import io.lynceus.app.cli.CommandException;
import io.lynceus.model.network.NetworkId;
import io.lynceus.vision.network.NetworkException;
import io.lynceus.vision.network.NetworkFile;
import io.lynceus.vision.network.NetworkKind;
import io.lynceus.vision.trial.OnnxFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code lynceus models add}: takes a network of the user's own. */
@Command(
    name = "add",
    mixinStandardHelpOptions = true,
    header = "Adds a network of your own",
    description =
        "Copies a network of your own into the folder, after a trial in a JVM of its own. What"
            + " its kind leaves open, such as names of outputs, stands in a model.conf of yours:"
            + " --conf.",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:added", "1:it is not usable: nothing of it is kept", "2:wrong usage"},
    footerHeading = "%nExamples:%n",
    footer = {
      "  lynceus models add my.onnx --as yolox --labels coco-80",
      "  lynceus models add my.onnx --as ssd --name my-net:2",
      "  lynceus models add my.onnx --as detr --conf my.conf"
    })
final class ModelsAddCommand implements Callable<Integer> {
  private static final int MOST_CHARS_OF_A_NAME = 48;

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it before calling
  private CommandSpec command;

  @Mixin private final ModelsOptions options = new ModelsOptions();

  @Parameters(paramLabel = "FILE", description = "The network: an ONNX file.")
  @SuppressWarnings("NullAway.Init") // picocli sets it before calling
  private Path file;

  @Option(
      names = "--as",
      required = true,
      paramLabel = "KIND",
      completionCandidates = Kinds.class,
      description = "How its outputs are read: ${COMPLETION-CANDIDATES}.")
  @SuppressWarnings("NullAway.Init") // picocli sets it before calling
  private String kind;

  @Option(
      names = "--labels",
      paramLabel = "FILE",
      description = "A file with one label a line, in the network's order; or coco-80.")
  private @Nullable String labels;

  @Option(
      names = "--conf",
      paramLabel = "FILE",
      description = "What its model.conf is to say besides: see docs/networks.md.")
  private @Nullable Path conf;

  @Option(
      names = "--name",
      paramLabel = "NAME[:VERSION]",
      description = "Its name and version (default: that of the file, and the next free number).")
  private @Nullable String name;

  /** The words for kinds. */
  static final class Kinds implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return NetworkKind.keys().iterator();
    }
  }

  @Override
  public Integer call() throws CommandException {
    NetworkKind known =
        NetworkKind.of(kind)
            .orElseThrow(
                () ->
                    new CommandException(
                        CommandException.USAGE,
                        "there is no kind '%s': it is one of %s"
                            .formatted(kind, String.join(", ", NetworkKind.keys()))));
    options.change(store -> add(store, known));
    return 0;
  }

  private void add(NetworkStore store, NetworkKind known)
      throws CommandException, IOException, InterruptedException {
    NetworkId id = id(store);
    OnnxFile network;
    try {
      network = OnnxFile.read(file);
    } catch (NetworkException e) {
      throw new CommandException(
          CommandException.INCOMPLETE, file + " is not taken: " + e.getMessage(), e);
    }
    Config own = new AddedConf(known, Optional.ofNullable(labels)).of(network, given());
    Path copy = store.making(id).resolve(NetworkFile.FILE);
    Files.copy(file, copy, REPLACE_EXISTING);
    Config complete = own.withValue("sha256", ConfigValueFactory.fromAnyRef(Fetching.sha256(copy)));
    Measured measured = new Intake(store, ModelsOptions.trial()).take(id, complete);
    command
        .commandLine()
        .getOut()
        .printf(
            "%s is there: %s a run on this machine%nto use it: lynceus models use %s=%s%n",
            id, measured, Choices.key(known.use()), id);
    command.commandLine().getOut().flush();
  }

  private Config given() throws CommandException {
    if (conf == null) {
      return ConfigFactory.empty();
    }
    try {
      return ConfigFactory.parseString(Files.readString(conf));
    } catch (IOException | ConfigException e) {
      throw new CommandException(
          CommandException.USAGE,
          "--conf: %s cannot be read: %s".formatted(conf, e.getMessage()),
          e);
    }
  }

  private NetworkId id(NetworkStore store) throws CommandException {
    String wanted = name != null ? name : nameOfFile();
    int colon = wanted.indexOf(':');
    String own = colon < 0 ? wanted : wanted.substring(0, colon);
    try {
      NetworkId id =
          colon < 0 ? nextVersion(store, own) : new NetworkId(own, wanted.substring(colon + 1));
      if (store.has(id)) {
        throw new CommandException(
            CommandException.USAGE,
            id + " is there already: remove it first, or say another --name");
      }
      return id;
    } catch (IllegalArgumentException e) {
      throw new CommandException(CommandException.USAGE, String.valueOf(e.getMessage()), e);
    }
  }

  private String nameOfFile() {
    String fileName = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
    String usual =
        fileName
            .replaceFirst("\\.onnx$", "")
            .replaceAll("[^a-z0-9._-]+", "-")
            .replaceFirst("^[._-]+", "");
    return usual.substring(0, Math.min(MOST_CHARS_OF_A_NAME, usual.length()));
  }

  private static NetworkId nextVersion(NetworkStore store, String name) {
    int next = 1;
    while (store.has(new NetworkId(name, String.valueOf(next)))) {
      next++;
    }
    return new NetworkId(name, String.valueOf(next));
  }
}
