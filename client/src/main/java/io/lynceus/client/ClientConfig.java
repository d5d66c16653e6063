package io.lynceus.client;

import io.lynceus.common.tls.ClientTls;
import io.lynceus.model.settings.Check;
import java.time.Duration;
import java.util.Optional;

/**
 * How to reach a master's task port.
 *
 * @param port 1 to 65535
 * @param credentials what the master asks for before it listens
 * @param connectTimeout how long connecting may take, 1 ms to 24 days
 * @param replyTimeout the master counts as lost when replies are owed and no byte has moved in
 *     either direction for this time plus the deadline that was asked for; 1 ms to 24 days
 * @param window images without a reply that one connection carries, 1 to 1,000,000; further calls
 *     wait
 * @param retries for how long a client tries again
 */
public record ClientConfig(
    String host,
    int port,
    Credentials credentials,
    Duration connectTimeout,
    Duration replyTimeout,
    int window,
    Retries retries) {

  private static final Duration LEAST = Duration.ofMillis(1);

  /** What a socket takes as a number of milliseconds. */
  private static final Duration LONGEST = Duration.ofDays(24);

  /** The master's {@code tasks.port} unless it is set. */
  public static final int DEFAULT_PORT = 7070;

  /**
   * For how long a client tries again, 0 (not at all) to 24 days.
   *
   * @param outage to reach a master that was lost
   * @param busy to send an image that the master has no room for, since the first refusal
   */
  public record Retries(Duration outage, Duration busy) {
    /** 1 minute for a lost master, 10 minutes for a busy one. */
    public static final Retries DEFAULT =
        new Retries(Duration.ofMinutes(1), Duration.ofMinutes(10));

    /** Nothing is retried. */
    public static final Retries NONE = new Retries(Duration.ZERO, Duration.ZERO);

    public Retries {
      Check.time("retries.outage", outage, Duration.ZERO, LONGEST);
      Check.time("retries.busy", busy, Duration.ZERO, LONGEST);
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
      Check.that(!token.equals(Optional.of("")), "token", "at least one character long", "empty");
    }

    /** Without the token: this text may be logged. */
    @Override
    public String toString() {
      return "Credentials[token %s, %s]".formatted(token.isPresent() ? "hidden" : "none", tls);
    }
  }

  public ClientConfig {
    Check.that(!host.isBlank(), "host", "a name or an address", "empty");
    Check.wholeNumber("port", port, 1, 65_535);
    Check.time("connectTimeout", connectTimeout, LEAST, LONGEST);
    Check.time("replyTimeout", replyTimeout, LEAST, LONGEST);
    Check.wholeNumber("window", window, 1, 1_000_000);
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

  /** The same for another address. */
  public ClientConfig at(String otherHost, int otherPort) {
    return new ClientConfig(
        otherHost, otherPort, credentials, connectTimeout, replyTimeout, window, retries);
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

  /** Without the token: this text may be logged. */
  @Override
  public String toString() {
    return "ClientConfig[" + address() + ", window=" + window + "]";
  }
}
