package io.lynceus.vision.network;

import io.lynceus.model.NetworkOffer;
import io.lynceus.model.network.NetworkChoice;
import io.lynceus.model.network.NetworkId;
import io.lynceus.vision.network.NetworkKind.Use;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All networks that a slave can load: those of {@code models.dir}, those that its master has handed
 * it, and those that are shipped. What is there may change at any time. Used by several threads.
 */
public final class NetworkLibrary {
  private static final Logger LOG = LoggerFactory.getLogger(NetworkLibrary.class);

  private final ModelsFolder models;
  private final Optional<Path> received;
  private final Set<String> toldProblems = ConcurrentHashMap.newKeySet();

  /**
   * @param modelsDir the setting {@code models.dir}
   * @param received holds {@code SHA256/NAME/VERSION/} of each network that was handed over; need
   *     not exist
   */
  public NetworkLibrary(Optional<Path> modelsDir, Optional<Path> received) {
    this.models = new ModelsFolder(modelsDir);
    this.received = received;
  }

  /**
   * The folder where networks lie that a master has handed over: {@code lynceus/networks} in the
   * user's cache folder, as the XDG Base Directory Specification has it. It may not exist.
   *
   * @param environment of the process
   */
  public static Path receivedByUser(Map<String, String> environment) {
    String cache = environment.getOrDefault("XDG_CACHE_HOME", "");
    Path parent =
        cache.isEmpty() ? Path.of(System.getProperty("user.home"), ".cache") : Path.of(cache);
    return parent.resolve("lynceus").resolve("networks");
  }

  /**
   * A network that is there, not loaded.
   *
   * @param folder with its files; absent for one that is shipped
   */
  public record Entry(NetworkDescription description, Optional<Path> folder) {
    /** As findings name it. */
    public String model() {
      return description.id().model(description.provenance().sha256());
    }
  }

  /** The networks that are chosen where nobody asks for others. */
  public ModelsFolder models() {
    return models;
  }

  /**
   * The networks for a use, each once: the user's own, those handed over, those shipped. One whose
   * description has a mistake is left out, and told in the log once.
   */
  public List<Entry> entries(Use use) {
    List<Entry> entries = new ArrayList<>();
    for (Path folder : folders()) {
      try {
        add(entries, use, new Entry(NetworkFile.describe(folder), Optional.of(folder)));
      } catch (NetworkException e) {
        if (toldProblems.add(String.valueOf(e.getMessage()))) {
          LOG.warn("a network is left out: {}", e.getMessage());
        }
      }
    }
    for (NetworkId id : ShippedNetworks.ALL) {
      try {
        add(entries, use, new Entry(ShippedNetworks.describe(id), Optional.empty()));
      } catch (NetworkException e) {
        throw new IllegalStateException(e);
      }
    }
    return entries;
  }

  private static void add(List<Entry> entries, Use use, Entry entry) {
    boolean known = entries.stream().anyMatch(other -> other.model().equals(entry.model()));
    if (entry.description().kind().use() == use && !known) {
      entries.add(entry);
    }
  }

  private List<Path> folders() {
    List<Path> folders = new ArrayList<>();
    try {
      models.ids().forEach(id -> folders.add(models.path(id)));
    } catch (NetworkException e) {
      LOG.debug("the networks of models.dir cannot be listed", e);
    }
    for (Path hash : received.map(NetworkLibrary::children).orElse(List.of())) {
      if (NetworkOffer.isSha256(hash.getFileName().toString())) {
        children(hash).forEach(name -> folders.addAll(children(name)));
      }
    }
    return folders;
  }

  private static List<Path> children(Path folder) {
    try (Stream<Path> children = Files.list(folder)) {
      return children.sorted().toList();
    } catch (IOException e) {
      return List.of(); // not there, or no folder
    }
  }

  /**
   * The newest network that a choice allows.
   *
   * @throws NetworkException when no network here is allowed; names those that are here
   */
  public Entry find(Use use, NetworkChoice choice) throws NetworkException {
    List<Entry> entries = entries(use);
    return entries.stream()
        .filter(entry -> allows(choice, entry.description()))
        .max(Comparator.comparing(entry -> entry.description().id()))
        .orElseThrow(
            () ->
                new NetworkException(
                    "there is no network %s here: there are %s"
                        .formatted(choice, entries.stream().map(Entry::model).toList())));
  }

  private static boolean allows(NetworkChoice choice, NetworkDescription description) {
    return choice.allows(description.id(), description.provenance().sha256());
  }

  /** Reads the ONNX file of a network that is there, and compares its hash. */
  public NetworkFile read(Entry entry) throws NetworkException {
    return entry.folder().isPresent()
        ? NetworkFile.read(entry.folder().get())
        : ShippedNetworks.read(entry.description().id());
  }

  /** Changes when a network comes or goes, or another one is chosen; cheap to ask for. */
  public String fingerprint() {
    StringBuilder print = new StringBuilder();
    models.folder().ifPresent(folder -> children(folder).forEach(file -> append(print, file)));
    for (Path folder : folders()) {
      append(print, folder.resolve(ModelConf.FILE));
    }
    return print.toString();
  }

  private static void append(StringBuilder print, Path file) {
    try {
      print.append(file).append(' ').append(Files.getLastModifiedTime(file)).append('\n');
    } catch (IOException e) {
      print.append(file).append(" gone\n");
    }
  }
}
