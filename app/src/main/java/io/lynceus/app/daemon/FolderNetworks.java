package io.lynceus.app.daemon;

import io.lynceus.master.networks.NetworkSource;
import io.lynceus.master.networks.OwnNetworks.OwnNetwork;
import io.lynceus.model.Analysis;
import io.lynceus.model.NetworkOffer;
import io.lynceus.model.Vocabulary;
import io.lynceus.model.network.NetworkChoice;
import io.lynceus.model.people.SeenFace;
import io.lynceus.protocol.message.MasterMessage.NetworkAnnounced;
import io.lynceus.vision.network.ModelConf;
import io.lynceus.vision.network.ModelsFolder;
import io.lynceus.vision.network.NetworkDescription;
import io.lynceus.vision.network.NetworkException;
import io.lynceus.vision.network.NetworkFile;
import io.lynceus.vision.network.NetworkKind.Use;
import io.lynceus.vision.network.NetworkLibrary;
import io.lynceus.vision.network.NetworkLibrary.Entry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The networks of a folder as a master hands them over, and its file {@code use.conf}. */
final class FolderNetworks implements NetworkSource {
  private static final Logger log = LoggerFactory.getLogger(FolderNetworks.class);

  /** The analyses that have networks, by what a network is for. */
  private static final Map<Use, Analysis> ANALYSES =
      Map.of(
          Use.OBJECTS,
          Analysis.OBJECTS,
          Use.FACES,
          Analysis.FACES,
          Use.EMBEDDING,
          SeenFace.ANALYSIS);

  private final NetworkLibrary library;

  private FolderNetworks(Path folder) {
    library = new NetworkLibrary(Optional.of(folder), Optional.empty());
  }

  /**
   * The networks of the setting {@code models.dir}.
   *
   * @param dir a folder, {@code auto} for that of the user, or an empty text
   */
  static NetworkSource of(String dir) {
    if (dir.isBlank()) {
      return NetworkSource.NONE;
    }
    return new FolderNetworks(
        dir.equals("auto") ? ModelsFolder.ofUser(System.getenv()) : Path.of(dir));
  }

  @Override
  public String fingerprint() {
    return library.fingerprint();
  }

  @Override
  public List<OwnNetwork> networks() throws IOException {
    List<OwnNetwork> networks = new ArrayList<>();
    for (Map.Entry<Use, Analysis> use : ANALYSES.entrySet()) {
      for (Entry entry : library.entries(use.getKey())) {
        if (entry.folder().isPresent()) {
          add(networks, use.getValue(), entry.description(), entry.folder().get());
        }
      }
    }
    return networks;
  }

  private static void add(
      List<OwnNetwork> networks, Analysis analysis, NetworkDescription network, Path folder)
      throws IOException {
    Path file = folder.resolve(NetworkFile.FILE);
    if (!Files.isRegularFile(file) || Files.size(file) > NetworkAnnounced.MAX_BYTES) {
      log.warn("{} is no network: its {} is missing or too large", folder, NetworkFile.FILE);
      return;
    }
    networks.add(
        new OwnNetwork(
            new NetworkOffer(
                analysis,
                network.id(),
                network.provenance().sha256(),
                new Vocabulary(network.outputs().labels(), List.of()),
                false),
            Files.readString(folder.resolve(ModelConf.FILE)),
            file,
            (int) Files.size(file)));
  }

  @Override
  public Map<Analysis, NetworkChoice> chosen() throws IOException {
    Map<Analysis, NetworkChoice> chosen = new TreeMap<>();
    for (Map.Entry<Use, Analysis> use : ANALYSES.entrySet()) {
      String choice = library.models().choice(use.getKey());
      if (!choice.isEmpty()) {
        try {
          NetworkChoice network = NetworkChoice.of(choice);
          library.find(use.getKey(), network); // what is not there would be missing everywhere
          chosen.put(use.getValue(), network);
        } catch (NetworkException | IllegalArgumentException e) {
          log.warn(
              "{} chooses {} for {}, which is passed over: {}",
              ModelsFolder.CHOICES,
              choice,
              use.getValue(),
              e.getMessage());
        }
      }
    }
    return chosen;
  }
}
