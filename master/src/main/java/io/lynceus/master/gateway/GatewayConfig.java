package io.lynceus.master.gateway;

import io.lynceus.model.image.ImageLimits;
import java.net.InetSocketAddress;
import java.util.Optional;

/**
 * Settings of the task port.
 *
 * @param host name or address that it listens on; an address that other machines can reach needs a
 *     token
 * @param port 0 to 65535, 0 for a free one
 * @param tokens what clients must send first, if anything
 * @param images how large an image may be
 */
public record GatewayConfig(
    String host,
    int port,
    Tokens tokens,
    ImageLimits images,
    GatewayLimits limits,
    Timeouts timeouts) {

  /** The port's usual number. */
  public static final int DEFAULT_PORT = 7070;

  /** Port 7070 of 127.0.0.1, no token, all limits at their defaults. */
  public static final GatewayConfig DEFAULT =
      new GatewayConfig(
          "127.0.0.1",
          DEFAULT_PORT,
          Tokens.NONE,
          ImageLimits.DEFAULT,
          GatewayLimits.DEFAULT,
          Timeouts.DEFAULT);

  /**
   * Each has at least one character.
   *
   * @param client opens the port
   * @param admin opens it too, and allows commands that change the cluster; without this token,
   *     every client that gets in may use them
   */
  public record Tokens(Optional<String> client, Optional<String> admin) {
    public static final Tokens NONE = new Tokens(Optional.empty(), Optional.empty());

    public Tokens {
      requireText("tasks.token", client);
      requireText("tasks.admin-token", admin);
    }

    private static void requireText(String key, Optional<String> token) {
      if (token.isPresent() && token.get().isEmpty()) {
        throw new IllegalArgumentException(key + " is empty: leave it out, or set it");
      }
    }

    /** Hides the tokens, which must not be logged. */
    @Override
    public String toString() {
      return "token %s, admin-token %s".formatted(shown(client), shown(admin));
    }

    private static String shown(Optional<String> token) {
      return token.isPresent() ? "hidden" : "none";
    }
  }

  /**
   * @throws IllegalArgumentException naming the wrong setting
   */
  public GatewayConfig {
    new ListenAddress("tasks", host, port).requireTokenUnlessLoopback(tokens.client());
  }

  /** Where to listen. */
  public InetSocketAddress address() {
    return new ListenAddress("tasks", host, port).address();
  }
}
