package io.lynceus.master.gateway.http;

import io.lynceus.common.http.AllowedHosts;
import io.lynceus.master.gateway.ListenAddress;
import java.net.InetSocketAddress;
import java.util.Optional;

/**
 * Settings of the HTTP port.
 *
 * @param host name or address that it listens on; one that other machines reach needs a token
 * @param port 0 to 65535, 0 for a free one
 * @param token that of the task port: what clients have to send, if anything
 * @param hosts names that it answers to besides those that are safe by themselves
 */
public record HttpConfig(String host, int port, Optional<String> token, AllowedHosts hosts) {

  /**
   * @throws IllegalArgumentException naming the wrong setting
   */
  public HttpConfig {
    new ListenAddress("http", host, port).requireTokenUnlessLoopback(token);
  }

  /** Without the token: this text may be logged. */
  @Override
  public String toString() {
    return "HttpConfig[%s:%d, token %s]"
        .formatted(host, port, token.isPresent() ? "hidden" : "none");
  }

  /** Where to listen. */
  public InetSocketAddress address() {
    return new ListenAddress("http", host, port).address();
  }
}
