package io.lynceus.master.gateway;

import io.lynceus.master.gateway.access.NamedToken;
import io.lynceus.model.image.ImageLimits;
import java.net.InetSocketAddress;
import java.util.List;
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
   * Each has at least {@link NamedToken#MIN_LENGTH} characters.
   *
   * @param client opens the port
   * @param admin opens it too; commands that change the cluster need it, or another one whose role
   *     allows them
   * @param named those of {@code tokens}, each with its role
   */
  public record Tokens(Optional<String> client, Optional<String> admin, List<NamedToken> named) {
    public static final Tokens NONE = new Tokens(Optional.empty(), Optional.empty());

    public Tokens {
      client.ifPresent(token -> NamedToken.requireLength("tasks.token", token));
      admin.ifPresent(token -> NamedToken.requireLength("tasks.admin-token", token));
      named = NamedToken.all(named);
    }

    /** Without those of {@code tokens}. */
    public Tokens(Optional<String> client, Optional<String> admin) {
      this(client, admin, List.of());
    }

    /** Whether clients have to show one. */
    public boolean closesThePorts() {
      return client.isPresent() || !named.isEmpty();
    }

    /** Without the tokens: this text may be logged. */
    @Override
    public String toString() {
      return "token %s, admin-token %s, %d more"
          .formatted(shown(client), shown(admin), named.size());
    }

    private static String shown(Optional<String> token) {
      return token.isPresent() ? "hidden" : "none";
    }
  }

  /**
   * @throws IllegalArgumentException naming the wrong setting
   */
  public GatewayConfig {
    new ListenAddress("tasks", host, port).requireTokenUnlessLoopback(tokens.closesThePorts());
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
