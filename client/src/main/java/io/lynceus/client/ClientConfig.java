package io.lynceus.client;

import io.lynceus.common.tls.ClientTls;
import java.time.Duration;
import java.util.Optional;

/**
 * How to reach a master's task port.
 *
 * @param port 1 to 65535
 * @param access what the master asks for before it listens
 * @param connectTimeout how long a connection may take to be made
 * @param replyTimeout an outage is assumed when replies are owed and for this long, plus the
 *     deadline that was asked for, nothing has moved in either direction
 * @param window images without a reply that one connection carries, at least 1; further calls wait
 * @param retries for how long what fails for a while is tried again
 */
public record ClientConfig(
    String host,
    int port,
    Access access,
    Duration connectTimeout,
    Duration replyTimeout,
    int window,
    Retries retries) {

  /** The port of a master that was not told otherwise. */
  public static final int DEFAULT_PORT = 7070;

  /**
   * For how long what fails for a while is tried again.
   *
   * @param outage a master that was lost; 0 not at all
   * @param busy an image that the master has no room for, from the first time on; 0 not at all
   */
  public record Retries(Duration outage, Duration busy) {
    /** 1 minute for a lost master, 10 minutes for a busy one. */
    public static final Retries DEFAULT =
        new Retries(Duration.ofMinutes(1), Duration.ofMinutes(10));

    /** Nothing is tried again. */
    public static final Retries NONE = new Retries(Duration.ZERO, Duration.ZERO);

    public Retries {
      if (outage.isNegative() || busy.isNegative()) {
        throw new IllegalArgumentException("a time to try again is not negative");
      }
    }
  }

  /**
   * What opens the master's port.
   *
   * @param token what {@code tasks.token} of the master asks for, if it asks
   * @param tls if the master's {@code tasks.tls} is set
   */
  public record Access(Optional<String> token, Optional<ClientTls.Settings> tls) {
    /** No token, no TLS. */
    public static final Access FREE = new Access(Optional.empty(), Optional.empty());

    public Access {
      if (token.isPresent() && token.get().isEmpty()) {
        throw new IllegalArgumentException("the token is empty");
      }
    }

    /** Without the token, which belongs into no log. */
    @Override
    public String toString() {
      return "Access[token %s, %s]".formatted(token.isPresent() ? "hidden" : "none", tls);
    }
  }

  public ClientConfig {
    if (host.isBlank()) {
      throw new IllegalArgumentException("the host is empty");
    }
    if (port < 1 || port > 65_535) {
      throw new IllegalArgumentException("a port is a number from 1 to 65535");
    }
    requirePositive(connectTimeout);
    requirePositive(replyTimeout);
    if (window < 1) {
      throw new IllegalArgumentException("the window is at least 1 image");
    }
  }

  /** No token, no TLS, 5 s to connect, 2 minutes without a sign of life, 32 images at once. */
  public ClientConfig(String host, int port) {
    this(
        host, port, Access.FREE, Duration.ofSeconds(5), Duration.ofMinutes(2), 32, Retries.DEFAULT);
  }

  public ClientConfig withToken(Optional<String> token) {
    return with(new Access(token, access.tls()));
  }

  public ClientConfig withTls(Optional<ClientTls.Settings> tls) {
    return with(new Access(access.token(), tls));
  }

  private ClientConfig with(Access access) {
    return new ClientConfig(host, port, access, connectTimeout, replyTimeout, window, retries);
  }

  public ClientConfig withTimeouts(Duration connect, Duration reply) {
    return new ClientConfig(host, port, access, connect, reply, window, retries);
  }

  public ClientConfig withWindow(int window) {
    return new ClientConfig(host, port, access, connectTimeout, replyTimeout, window, retries);
  }

  public ClientConfig withRetries(Retries retries) {
    return new ClientConfig(host, port, access, connectTimeout, replyTimeout, window, retries);
  }

  /** {@code host:port}, an IPv6 host in brackets. */
  public String address() {
    return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
  }

  /** Without the token, which belongs into no log. */
  @Override
  public String toString() {
    return "ClientConfig[" + address() + ", window=" + window + "]";
  }

  private static void requirePositive(Duration timeout) {
    if (timeout.toMillis() < 1 || timeout.toMillis() > Integer.MAX_VALUE) {
      throw new IllegalArgumentException("a timeout is from 1 ms to 24 days");
    }
  }
}
