package io.lynceus.client;

import io.lynceus.common.tls.ClientTls;
import java.time.Duration;
import java.util.Optional;

/**
 * How to reach a master's task port.
 *
 * @param port 1 to 65535
 * @param credentials what the master requires of a client
 * @param connectTimeout how long making a connection may take
 * @param replyTimeout the connection counts as lost when a reply is due and no byte has moved in
 *     either direction for this long plus the image's own deadline
 * @param window the most images that may be without a reply at once, at least 1; further calls wait
 * @param retries how long temporary failures are retried
 */
public record ClientConfig(
    String host,
    int port,
    Credentials credentials,
    Duration connectTimeout,
    Duration replyTimeout,
    int window,
    Retries retries) {

  /** The default of the master's {@code tasks.port}. */
  public static final int DEFAULT_PORT = 7070;

  /**
   * How long temporary failures are retried.
   *
   * @param outage how long to look for a lost master; 0: not at all
   * @param busy how long to send an image again that the master refuses as busy, counted from the
   *     first refusal; 0: not at all
   */
  public record Retries(Duration outage, Duration busy) {
    /** 1 minute for a lost master, 10 minutes for a busy one. */
    public static final Retries DEFAULT =
        new Retries(Duration.ofMinutes(1), Duration.ofMinutes(10));

    /** Nothing is retried. */
    public static final Retries NONE = new Retries(Duration.ZERO, Duration.ZERO);

    public Retries {
      if (outage.isNegative() || busy.isNegative()) {
        throw new IllegalArgumentException("a retry time must not be negative");
      }
    }
  }

  /**
   * What a client needs to be let in.
   *
   * @param token the master's {@code tasks.token}, if it has one
   * @param tls present if the master has {@code tasks.tls}
   */
  public record Credentials(Optional<String> token, Optional<ClientTls.Settings> tls) {
    /** No token, no TLS. */
    public static final Credentials NONE = new Credentials(Optional.empty(), Optional.empty());

    public Credentials {
      if (token.isPresent() && token.get().isEmpty()) {
        throw new IllegalArgumentException("the token is empty");
      }
    }

    /** Hides the token from logs. */
    @Override
    public String toString() {
      return "Credentials[token %s, %s]".formatted(token.isPresent() ? "hidden" : "none", tls);
    }
  }

  public ClientConfig {
    if (host.isBlank()) {
      throw new IllegalArgumentException("the host is empty");
    }
    if (port < 1 || port > 65_535) {
      throw new IllegalArgumentException("a port must be from 1 to 65535");
    }
    requirePositive(connectTimeout);
    requirePositive(replyTimeout);
    if (window < 1) {
      throw new IllegalArgumentException("the window must be at least 1 image");
    }
  }

  /** No token, no TLS, 5 s to connect, 2 minutes of silence, a window of 32 images. */
  public ClientConfig(String host, int port) {
    this(
        host,
        port,
        Credentials.NONE,
        Duration.ofSeconds(5),
        Duration.ofMinutes(2),
        32,
        Retries.DEFAULT);
  }

  public ClientConfig withToken(Optional<String> token) {
    return with(new Credentials(token, credentials.tls()));
  }

  public ClientConfig withTls(Optional<ClientTls.Settings> tls) {
    return with(new Credentials(credentials.token(), tls));
  }

  private ClientConfig with(Credentials credentials) {
    return new ClientConfig(host, port, credentials, connectTimeout, replyTimeout, window, retries);
  }

  public ClientConfig withTimeouts(Duration connect, Duration reply) {
    return new ClientConfig(host, port, credentials, connect, reply, window, retries);
  }

  public ClientConfig withWindow(int window) {
    return new ClientConfig(host, port, credentials, connectTimeout, replyTimeout, window, retries);
  }

  public ClientConfig withRetries(Retries retries) {
    return new ClientConfig(host, port, credentials, connectTimeout, replyTimeout, window, retries);
  }

  /** {@code host:port}, an IPv6 host in brackets. */
  public String address() {
    return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
  }

  /** Hides the token from logs. */
  @Override
  public String toString() {
    return "ClientConfig[" + address() + ", window=" + window + "]";
  }

  private static void requirePositive(Duration timeout) {
    if (timeout.toMillis() < 1 || timeout.toMillis() > Integer.MAX_VALUE) {
      throw new IllegalArgumentException("a timeout must be from 1 ms to 24 days");
    }
  }
}
