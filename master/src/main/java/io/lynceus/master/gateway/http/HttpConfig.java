package io.lynceus.master.gateway.http;

import io.lynceus.common.http.AllowedHosts;
import io.lynceus.master.gateway.ListenAddress;
import java.net.InetSocketAddress;

/**
 * Settings of the HTTP port.
 *
 * @param host name or address that it listens on; one that other machines reach needs a token
 * @param port 0 to 65535, 0 for a free one
 * @param token whether clients have to send one
 * @param hosts names that it answers to besides those that are safe by themselves
 * @param console whether browsers get its pages at {@code /}
 * @param edit whether administrators may change cameras over this port
 */
public record HttpConfig(
    String host, int port, boolean token, AllowedHosts hosts, boolean console, boolean edit) {

  /**
   * @throws IllegalArgumentException naming the wrong setting
   */
  public HttpConfig {
    new ListenAddress("http", host, port).requireTokenUnlessLoopback(token);
  }

  /** Where to listen. */
  public InetSocketAddress address() {
    return new ListenAddress("http", host, port).address();
  }
}
