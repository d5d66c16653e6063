package io.lynceus.app.models;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;

import io.lynceus.model.network.NetworkId;
import io.lynceus.vision.network.ModelsFolder;
import io.lynceus.vision.network.NetworkException;
import io.lynceus.vision.network.NetworkKind.Use;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Which networks of a folder are chosen, and for what: its file {@link ModelsFolder#CHOICES}, which
 * master and slaves follow. Immutable.
 */
final class Choices {
  /** What a network can be chosen for. */
  static final List<Use> USES = List.of(Use.OBJECTS, Use.FACES, Use.EMBEDDING);

  private static final String HEAD =
      "# Which networks are used, by master and slaves with this folder: written by \"lynceus"
          + " models use\".\n";

  private final Map<Use, String> networks;

  private Choices(Map<Use, String> networks) {
    this.networks = networks;
  }

  /**
   * Reads the choices in a folder. A folder without the file chooses nothing.
   *
   * @throws NetworkException when it cannot be read
   */
  static Choices read(Path folder) throws NetworkException {
    Map<Use, String> networks = new EnumMap<>(Use.class);
    for (Use use : USES) {
      String choice = new ModelsFolder(Optional.of(folder)).choice(use);
      if (!choice.isEmpty()) {
        networks.put(use, choice);
      }
    }
    return new Choices(networks);
  }

  /** The use of that word. */
  static Optional<Use> useOf(String key) {
    return USES.stream().filter(use -> key(use).equals(key)).findFirst();
  }

  /** The word for a use. */
  static String key(Use use) {
    return use.name().toLowerCase(Locale.ROOT);
  }

  /** What is chosen for that, {@code NAME} or {@code NAME:VERSION}. */
  Optional<String> of(Use use) {
    return Optional.ofNullable(networks.get(use));
  }

  /** Whether that network is chosen, or another version of the name without one. */
  boolean contain(NetworkId id) {
    return networks.containsValue(id.toString()) || networks.containsValue(id.name());
  }

  /** The same with another network for that use. */
  Choices with(Use use, NetworkId id) {
    Map<Use, String> changed = new EnumMap<>(Use.class);
    changed.putAll(networks);
    changed.put(use, id.toString());
    return new Choices(changed);
  }

  /** Writes the folder's file; a reader at the same time finds the old one or the new. */
  void write(Path folder) throws IOException {
    String lines =
        networks.entrySet().stream()
            .map(choice -> "%s = \"%s\"\n".formatted(key(choice.getKey()), choice.getValue()))
            .collect(Collectors.joining());
    Path written = Files.writeString(folder.resolve(ModelsFolder.CHOICES + ".new"), HEAD + lines);
    Files.move(written, folder.resolve(ModelsFolder.CHOICES), ATOMIC_MOVE, REPLACE_EXISTING);
  }
}
