package io.lynceus.master.gateway;

import io.lynceus.model.image.ImageLimits;
import io.lynceus.model.settings.Check;
import java.net.InetSocketAddress;
import java.util.Optional;

/**
 * Settings of the task port.
 *
 * @param host name or address that it listens on; an address that other machines can reach needs a
 *     token
 * @param port 0 to 65535, 0 for a free one
 * @param tokens what clients have to send first, if anything
 * @param images how large an image may be
 */
public record GatewayConfig(
    String host,
    int port,
    Tokens tokens,
    ImageLimits images,
    GatewayLimits limits,
    Timeouts timeouts) {
  /**
   * Each has at least one character.
   *
   * @param client opens the port
   * @param admin opens it too; commands that change the cluster need it. Without it every client
   *     may give them
   */
  public record Tokens(Optional<String> client, Optional<String> admin) {
    public static final Tokens NONE = new Tokens(Optional.empty(), Optional.empty());

    public Tokens {
      requireText("tasks.token", client);
      requireText("tasks.admin-token", admin);
    }

    private static void requireText(String key, Optional<String> token) {
      Check.that(!token.equals(Optional.of("")), key, "at least one character long", "empty");
    }

    /** Without the tokens: this text may be logged. */
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
