package io.lynceus.master.gateway;

import io.lynceus.protocol.image.ImageLimits;
import java.net.InetSocketAddress;
import java.util.Optional;

/**
 * Settings of the task port.
 *
 * @param host name or address that it listens on; one that other machines reach needs a token
 * @param port 0 to 65535, 0 for a free one
 * @param token what clients have to name first, if anything; at least one character
 * @param images how large an image may be
 */
public record GatewayConfig(
    String host,
    int port,
    Optional<String> token,
    ImageLimits images,
    GatewayLimits limits,
    Patience patience) {

  /** The port's customary number. */
  public static final int DEFAULT_PORT = 7070;

  /** Port 7070 of 127.0.0.1, no token, all limits as they are by default. */
  public static final GatewayConfig DEFAULT =
      new GatewayConfig(
          "127.0.0.1",
          DEFAULT_PORT,
          Optional.empty(),
          ImageLimits.DEFAULT,
          GatewayLimits.DEFAULT,
          Patience.DEFAULT);

  /**
   * @throws IllegalArgumentException naming the wrong setting
   */
  public GatewayConfig {
    ListenAddress listen = new ListenAddress("tasks", host, port);
    if (token.isPresent() && token.get().isEmpty()) {
      throw new IllegalArgumentException("tasks.token is empty: leave it out, or set it");
    }
    listen.requireTokenUnlessLoopback(token);
  }

  /** Without the token, which belongs into no log. */
  @Override
  public String toString() {
    return "GatewayConfig[%s:%d, token %s, %s, %s, %s]"
        .formatted(host, port, token.isPresent() ? "hidden" : "none", images, limits, patience);
  }

  /** Where to listen. */
  public InetSocketAddress address() {
    return new ListenAddress("tasks", host, port).address();
  }
}
