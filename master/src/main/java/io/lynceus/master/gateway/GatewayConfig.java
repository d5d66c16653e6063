package io.lynceus.master.gateway;

import io.lynceus.model.image.ImageLimits;
import java.net.InetSocketAddress;
import java.util.Optional;

/**
 * Settings of the task port.
 *
 * @param host name or address that it listens on; one that other machines reach needs a token
 * @param port 0 to 65535, 0 for a free one
 * @param tokens what clients have to name first, if anything
 * @param images how large an image may be
 */
public record GatewayConfig(
    String host,
    int port,
    Tokens tokens,
    ImageLimits images,
    GatewayLimits limits,
    Timeouts patience) {

  /** The port's customary number. */
  public static final int DEFAULT_PORT = 7070;

  /** Port 7070 of 127.0.0.1, no token, all limits as they are by default. */
  public static final GatewayConfig DEFAULT =
      new GatewayConfig(
          "127.0.0.1",
          DEFAULT_PORT,
          Tokens.NONE,
          ImageLimits.DEFAULT,
          GatewayLimits.DEFAULT,
          Timeouts.DEFAULT);

  /**
   * Each of at least one character.
   *
   * @param client opens the port
   * @param admin opens it too, and is asked for by what changes what the cluster does; where there
   *     is none, whoever is let in may do that
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

    /** Without the tokens, which belong into no log. */
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
