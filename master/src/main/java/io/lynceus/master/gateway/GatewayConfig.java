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
   * Each has at least {@link #MIN_LENGTH} characters.
   *
   * @param client opens the port
   * @param admin opens it too; commands that change the cluster need it. Without it nobody may give
   *     them
   */
  public record Tokens(Optional<String> client, Optional<String> admin) {
    public static final Tokens NONE = new Tokens(Optional.empty(), Optional.empty());

    /** The least length of a token, in characters: a shorter one could be guessed. */
    public static final int MIN_LENGTH = 16;

    public Tokens {
      requireLength("tasks.token", client);
      requireLength("tasks.admin-token", admin);
    }

    private static void requireLength(String key, Optional<String> token) {
      int length = token.map(String::length).orElse(MIN_LENGTH);
      Check.that(
          length >= MIN_LENGTH,
          key,
          "at least " + MIN_LENGTH + " characters long (openssl rand -hex 32 makes one)",
          length + " characters long");
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

  /** This, with other limits. */
  public GatewayConfig withLimits(GatewayLimits others) {
    return new GatewayConfig(host, port, tokens, images, others, timeouts);
  }
}
