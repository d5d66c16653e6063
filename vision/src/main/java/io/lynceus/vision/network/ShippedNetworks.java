package io.lynceus.vision.network;

import io.lynceus.model.network.NetworkId;
import io.lynceus.vision.network.NetworkKind.Use;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** The networks that are in the program: folders like those of users, among its resources. */
public final class ShippedNetworks {
  private static final NetworkId OBJECTS = new NetworkId("centernet-mbv3-coco80", "1");
  private static final NetworkId FACES = new NetworkId("blazeface-back", "1");
  private static final NetworkId EMBEDDING = new NetworkId("mobilefacenet-192", "1");

  /** All of them, by name. */
  public static final List<NetworkId> ALL = List.of(FACES, OBJECTS, EMBEDDING);

  private ShippedNetworks() {}

  /** The one that is used where no other is chosen; none is shipped for classes. */
  static Optional<NetworkId> of(Use use) {
    return switch (use) {
      case OBJECTS -> Optional.of(OBJECTS);
      case FACES -> Optional.of(FACES);
      case EMBEDDING -> Optional.of(EMBEDDING);
      case CLASSES -> Optional.empty();
    };
  }

  /** What the network's {@code model.conf} says. */
  public static NetworkDescription describe(NetworkId id) throws NetworkException {
    String text = new String(bytes(id, ModelConf.FILE), StandardCharsets.UTF_8);
    return ModelConf.parse(id, text);
  }

  /** The network with its ONNX file. */
  public static NetworkFile read(NetworkId id) throws NetworkException {
    return new NetworkFile(describe(id), "the shipped network " + id, bytes(id, NetworkFile.FILE));
  }

  private static byte[] bytes(NetworkId id, String file) throws NetworkException {
    String resource = id.name() + "/" + id.version() + "/" + file;
    try (InputStream in = ShippedNetworks.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new NetworkException("no network " + id + " is in the program");
      }
      return in.readAllBytes();
    } catch (NetworkException e) {
      throw e;
    } catch (IOException e) {
      throw new NetworkException("the shipped network " + id + " cannot be read", e);
    }
  }
}
