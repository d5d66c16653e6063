package io.lynceus.slave.net;

/**
 * Settings of the health port.
 *
 * @param host name or address that it listens on
 * @param port 0 to 65535, 0 for a free one; {@link #DEFAULT_PORT} also means a free one when it is
 *     taken
 */
public record HealthConfig(String host, int port) {

  /** The port's customary number. */
  public static final int DEFAULT_PORT = 7081;

  /** Port 7081 of 127.0.0.1. */
  public static final HealthConfig DEFAULT = new HealthConfig("127.0.0.1", DEFAULT_PORT);

  /**
   * @throws IllegalArgumentException naming the wrong setting
   */
  public HealthConfig {
    if (host.isBlank()) {
      throw new IllegalArgumentException("http.host is empty");
    }
    if (port < 0 || port > 65535) {
      throw new IllegalArgumentException("http.port is a number from 0 to 65535, not " + port);
    }
  }
}
