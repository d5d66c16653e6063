package io.lynceus.master.networks;

import io.lynceus.model.Analysis;
import io.lynceus.model.KnownNetworks;
import io.lynceus.model.NetworkOffer;
import io.lynceus.model.network.NetworkChoice;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The networks that a master has, and which it chooses. Immutable.
 *
 * @param networks that it can hand over
 * @param choices where clients name no network
 * @param distribute whether slaves are handed networks that they lack
 */
public record OwnNetworks(
    List<OwnNetwork> networks, KnownNetworks.Choices choices, boolean distribute) {
  /** None, and nothing chosen. */
  public static final OwnNetworks NONE =
      new OwnNetworks(List.of(), KnownNetworks.Choices.NONE, false);

  public OwnNetworks {
    networks = List.copyOf(networks);
  }

  /**
   * A network that the master has.
   *
   * @param offer what slaves will tell of it
   * @param conf the text of its {@code model.conf}
   * @param file its ONNX file
   * @param bytes of that file
   */
  public record OwnNetwork(NetworkOffer offer, String conf, Path file, int bytes) {
    /** The ONNX file, mapped. */
    public ByteBuffer map() throws IOException {
      try (FileChannel channel = FileChannel.open(file)) {
        if (channel.size() != bytes) {
          throw new IOException(file + " has changed");
        }
        return channel.map(FileChannel.MapMode.READ_ONLY, 0, bytes);
      }
    }
  }

  /** These, without those for an analysis that the master does not offer. */
  public OwnNetworks without(Analysis analysis) {
    Map<Analysis, NetworkChoice> always = new HashMap<>(choices.always());
    always.remove(analysis);
    return new OwnNetworks(
        networks.stream().filter(own -> !own.offer().analysis().equals(analysis)).toList(),
        choices.withAlways(always),
        distribute);
  }

  /** Those that are used where clients name none. */
  public List<NetworkOffer> chosen() {
    return distribute
        ? networks.stream()
            .map(OwnNetwork::offer)
            .filter(
                offer -> {
                  var choice = choices.always().get(offer.analysis());
                  return choice != null && offer.isAllowedBy(choice);
                })
            .toList()
        : List.of();
  }
}
