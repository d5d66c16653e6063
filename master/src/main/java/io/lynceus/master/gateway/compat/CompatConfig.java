package io.lynceus.master.gateway.compat;

import io.lynceus.common.http.AllowedHosts;
import io.lynceus.master.gateway.ListenAddress;
import io.lynceus.master.gateway.access.Grant;
import io.lynceus.master.gateway.access.NamedToken;
import io.lynceus.master.gateway.access.TokenHash;
import io.lynceus.master.gateway.access.TokenRole;
import io.lynceus.model.settings.Check;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * Settings of the compat port.
 *
 * @param host name or address that it listens on
 * @param port 1 to 65535; 0 means that there is no such port
 * @param patience how long a picture waits while the master has no room, 0 to 10 minutes
 * @param objectsMin the least confidence of objects where the client sends none, 0 to 1
 */
public record CompatConfig(
    String host,
    int port,
    CompatDialect dialect,
    Access access,
    Duration patience,
    double objectsMin) {
  private static final String TOKEN = "compat.token";
  private static final Duration LONGEST_WAIT = Duration.ofMinutes(10);

  /**
   * Who may ask.
   *
   * @param token the port's own, besides those of the master
   * @param open whether everybody may, whatever tokens there are
   * @param hosts names that the port answers to, as {@code http.allowed-hosts} has them
   */
  public record Access(Optional<NamedToken> token, boolean open, AllowedHosts hosts) {
    /**
     * @throws IllegalArgumentException when the port has a token and is open
     */
    public Access {
      Check.that(
          token.isEmpty() || !open, "compat.open", "false where compat.token is set", "true");
    }

    /**
     * Reads the settings.
     *
     * @param token of at least {@link NamedToken#MIN_LENGTH} characters, or an empty text
     * @throws IllegalArgumentException naming the wrong setting; does not repeat the token
     */
    public static Access of(String token, boolean open, AllowedHosts hosts) {
      if (token.isEmpty()) {
        return new Access(Optional.empty(), open, hosts);
      }
      NamedToken.requireLength(TOKEN, token);
      Grant grant = new Grant(TOKEN, TokenRole.CLIENT, Set.of());
      return new Access(
          Optional.of(new NamedToken(TOKEN, TokenHash.of(token), grant)), open, hosts);
    }
  }

  /**
   * @throws IllegalArgumentException naming the wrong setting
   */
  public CompatConfig {
    new ListenAddress("compat", host, port);
    Check.time("compat.wait", patience, Duration.ZERO, LONGEST_WAIT);
    Check.number("compat.objects-min", objectsMin, 0, 1);
  }

  /** Whether there is such a port. */
  public boolean enabled() {
    return port != 0;
  }

  /** Where to listen. */
  public InetSocketAddress address() {
    return new ListenAddress("compat", host, port).address();
  }

  /**
   * Refuses a port that other machines can reach and that asks for no token, unless it is meant to.
   *
   * @param masterTokens whether clients of the master's other ports have to show a token
   * @throws IllegalArgumentException naming the setting
   */
  public CompatConfig requireGuarded(boolean masterTokens) {
    boolean guarded = access.open() || access.token().isPresent() || masterTokens;
    if (enabled() && !guarded && !address().getAddress().isLoopbackAddress()) {
      throw new IllegalArgumentException(
          "compat.host "
              + host
              + " can be reached from other machines: set compat.token, or compat.open = true for"
              + " programs that can send none, or listen on 127.0.0.1");
    }
    return this;
  }
}
