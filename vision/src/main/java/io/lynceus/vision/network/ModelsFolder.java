package io.lynceus.vision.network;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import io.lynceus.model.network.NetworkId;
import io.lynceus.vision.network.NetworkKind.Use;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The networks that a slave can use: those in the user's folder, and those that are shipped.
 *
 * <p>The folder holds {@code NAME/VERSION/} for each network. Its file {@code use.conf} may choose
 * one for {@code objects} and one for {@code faces}. A file {@code NAME.onnx} with the name of a
 * shipped network takes that one's place, as before there were descriptions.
 */
public final class ModelsFolder {
  /** Chooses networks: {@code objects = "NAME[:VERSION]"}, {@code faces = …}. */
  public static final String CHOICES = "use.conf";

  private static final Logger LOG = LoggerFactory.getLogger(ModelsFolder.class);

  /** The version of a file without a description. */
  private static final String FILE_VERSION = "file";

  private static final int MOST_LISTED = 10;

  private final Optional<Path> folder;

  /**
   * @param folder the setting {@code models.dir}
   */
  public ModelsFolder(Optional<Path> folder) {
    this.folder = folder;
  }

  /** The setting {@code models.dir}. */
  Optional<Path> folder() {
    return folder;
  }

  /**
   * The folder where a user's networks lie: {@code lynceus/models} in the user's folder of data, as
   * the XDG Base Directory Specification has it. It may not exist.
   *
   * @param environment of the process
   */
  public static Path ofUser(Map<String, String> environment) {
    String data = environment.getOrDefault("XDG_DATA_HOME", "");
    Path parent =
        data.isEmpty()
            ? Path.of(System.getProperty("user.home"), ".local", "share")
            : Path.of(data);
    return parent.resolve("lynceus").resolve("models");
  }

  /**
   * Checks that the folder has a network. One without any, such as one with other file names, would
   * have no effect.
   *
   * @throws NetworkException when there is none; says what counts
   */
  public void requireAny() throws NetworkException {
    requireFolder();
    if (folder.isPresent()
        && ids().isEmpty()
        && ShippedNetworks.ALL.stream().noneMatch(id -> Files.exists(file(folder.get(), id)))) {
      throw new NetworkException(
          ("models.dir: %s has no network: neither a folder NAME/VERSION with %s, nor one of the"
                  + " files that replace a shipped network: %s")
              .formatted(
                  folder.get(),
                  ModelConf.FILE,
                  ShippedNetworks.ALL.stream()
                      .map(id -> id.name() + ".onnx")
                      .collect(Collectors.joining(", "))));
    }
  }

  private void requireFolder() throws NetworkException {
    if (folder.isPresent() && !Files.isDirectory(folder.get())) {
      throw new NetworkException("models.dir is not a folder: " + folder.get());
    }
  }

  private static Path file(Path folder, NetworkId id) {
    return folder.resolve(id.name() + ".onnx");
  }

  /**
   * The networks in the user's folder, by name and then oldest version first; not looked into.
   * Folders whose names no network can have are passed over.
   */
  public List<NetworkId> ids() throws NetworkException {
    List<NetworkId> ids = new ArrayList<>();
    if (folder.isPresent() && Files.isDirectory(folder.get())) {
      for (String name : folders(folder.get())) {
        for (String version : folders(folder.get().resolve(name))) {
          boolean isNetwork =
              NetworkId.isName(name)
                  && NetworkId.isVersion(version)
                  && Files.exists(path(new NetworkId(name, version)).resolve(ModelConf.FILE));
          if (isNetwork) {
            ids.add(new NetworkId(name, version));
          }
        }
      }
    }
    ids.sort(Comparator.naturalOrder());
    return ids;
  }

  private static List<String> folders(Path parent) throws NetworkException {
    try (Stream<Path> entries = Files.list(parent)) {
      return entries
          .filter(Files::isDirectory)
          .map(entry -> entry.getFileName().toString())
          .toList();
    } catch (IOException e) {
      throw new NetworkException("models.dir: %s cannot be read".formatted(parent), e);
    }
  }

  /**
   * The folder of a network of the user's own.
   *
   * @param id one of {@link #ids}
   */
  public Path path(NetworkId id) {
    return folder.orElseThrow().resolve(id.name()).resolve(id.version());
  }

  /**
   * Reads the network for a use: the one that is chosen, else the shipped one.
   *
   * @param chosen {@code NAME} (its newest version) or {@code NAME:VERSION}; empty: as {@link
   *     #CHOICES} says
   * @throws NetworkException when it is not there, cannot be read, or is for another use
   */
  public NetworkFile read(Use use, String chosen) throws NetworkException {
    String choice = chosen.isBlank() ? choice(use) : chosen.strip();
    if (choice.isEmpty()) {
      return shipped(
          ShippedNetworks.of(use)
              .orElseThrow(
                  () -> new NetworkException("no network for %s is chosen".formatted(word(use)))));
    }
    NetworkFile file = find(choice);
    NetworkKind kind = file.description().kind();
    if (kind.use() != use) {
      throw new NetworkException(
          "%s cannot be used for %s: its kind %s is for %s"
              .formatted(choice, word(use), kind, word(kind.use())));
    }
    return file;
  }

  private static String word(Use use) {
    return use.name().toLowerCase(Locale.ROOT);
  }

  /** What the user's folder chooses for that use; empty when it chooses nothing. */
  public String choice(Use use) throws NetworkException {
    if (folder.isEmpty() || !Files.exists(folder.get().resolve(CHOICES))) {
      return "";
    }
    Path file = folder.get().resolve(CHOICES);
    try {
      if (Files.size(file) > ModelConf.MAX_BYTES) {
        throw new NetworkException(file + " is too large");
      }
      Config choices = ConfigFactory.parseString(Files.readString(file), ModelConf.options());
      return choices.hasPath(word(use)) ? choices.getString(word(use)).strip() : "";
    } catch (NetworkException e) {
      throw e;
    } catch (IOException | ConfigException | IllegalArgumentException e) {
      throw new NetworkException(
          "%s chooses networks in lines such as objects = \"NAME:VERSION\", and cannot be read: %s"
              .formatted(file, ModelConf.oneLine(e)),
          e);
    }
  }

  private NetworkFile find(String choice) throws NetworkException {
    List<NetworkId> own = ids();
    Optional<NetworkId> newest = newest(own, choice);
    if (newest.isPresent()) {
      NetworkFile file = NetworkFile.read(path(newest.get()));
      LOG.info("the network {} is that of models.dir: {}", newest.get(), file.source());
      return file;
    }
    Optional<NetworkId> shipped = newest(ShippedNetworks.ALL, choice);
    if (shipped.isPresent()) {
      return shipped(shipped.get());
    }
    throw new NetworkException(
        "there is no network %s: models.dir has %s%s, and %s are shipped"
            .formatted(
                choice,
                own.isEmpty() ? "none" : joined(own.subList(0, Math.min(MOST_LISTED, own.size()))),
                own.size() > MOST_LISTED ? " and others" : "",
                joined(ShippedNetworks.ALL)));
  }

  private static String joined(List<NetworkId> ids) {
    return ids.stream().map(NetworkId::toString).collect(Collectors.joining(", "));
  }

  private static Optional<NetworkId> newest(List<NetworkId> ids, String choice) {
    return ids.stream()
        .filter(id -> choice.equals(id.name()) || choice.equals(id.toString()))
        .max(Comparator.naturalOrder());
  }

  /** The shipped network, or the user's ONNX file of the same name with the same description. */
  private NetworkFile shipped(NetworkId id) throws NetworkException {
    if (folder.isPresent()) {
      Path file = file(folder.get(), id);
      if (Files.exists(file)) {
        LOG.info("the network {} is that of models.dir: {}", id.name(), file);
        NetworkDescription like = ShippedNetworks.describe(id);
        NetworkId own = new NetworkId(id.name(), FILE_VERSION);
        return new NetworkFile(like.withId(own), file.toString(), NetworkFile.bytes(file));
      }
      LOG.info("models.dir has no {}.onnx: the shipped network is used", id.name());
    }
    return ShippedNetworks.read(id);
  }
}
