package io.lynceus.master.gateway;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Optional;

/**
 * Where a client port listens: the settings {@code SECTION.host} and {@code SECTION.port}.
 *
 * @param section of the settings, {@code tasks} or {@code http}
 * @param host name or address
 * @param port 0 to 65535, 0 for a free one
 */
public record ListenAddress(String section, String host, int port) {

  /**
   * @throws IllegalArgumentException naming the setting {@code port}
   */
  public ListenAddress {
    if (port < 0 || port > 65535) {
      throw new IllegalArgumentException(
          section + ".port must be a number from 0 to 65535, not " + port);
    }
  }

  /**
   * Refuses an address that other machines can reach, unless there is a token.
   *
   * @throws IllegalArgumentException naming the setting {@code host}
   */
  public void requireTokenUnlessLoopback(Optional<String> token) {
    if (token.isEmpty() && !resolved().isLoopbackAddress()) {
      throw new IllegalArgumentException(
          section
              + ".host "
              + host
              + " can be reached from other machines: set tasks.token, or listen on 127.0.0.1");
    }
  }

  /**
   * The address to bind.
   *
   * @throws IllegalArgumentException naming the setting {@code host}, when it cannot be resolved
   */
  public InetSocketAddress address() {
    return new InetSocketAddress(resolved(), port);
  }

  private InetAddress resolved() {
    try {
      return InetAddress.getByName(host);
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException(section + ".host " + host + " cannot be resolved", e);
    }
  }
}
