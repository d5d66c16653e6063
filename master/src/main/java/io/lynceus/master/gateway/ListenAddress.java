package io.lynceus.master.gateway;

import io.lynceus.model.settings.Check;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;

/**
 * Where a client port listens: the settings {@code SECTION.host} and {@code SECTION.port}.
 *
 * @param section of the settings, {@code tasks} or {@code http}
 * @param host name or address
 * @param port 0 to 65535, 0 for a free one
 */
public record ListenAddress(String section, String host, int port) {

  /**
   * @throws IllegalArgumentException naming the wrong setting
   */
  public ListenAddress {
    Check.that(!host.isBlank(), section + ".host", "a name or an address", "empty");
    Check.wholeNumber(section + ".port", port, 0, 65_535);
  }

  /**
   * Refuses an address that other machines can reach, unless there is a token.
   *
   * @throws IllegalArgumentException naming the setting {@code host}
   */
  public void requireTokenUnlessLoopback(boolean token) {
    if (!token && !resolved().isLoopbackAddress()) {
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
