package io.lynceus.master.sources.http;

import java.net.URI;
import java.util.Locale;

/**
 * Where a request goes.
 *
 * @param host as in the URL, in lower case; an IPv6 address in brackets
 * @param path with the query, as in the request line
 */
record Place(boolean tls, String host, int port, String path) {
  private static final int HTTP = 80;
  private static final int HTTPS = 443;

  static Place of(URI url) {
    URI ascii = URI.create(url.toASCIIString());
    boolean tls = "https".equalsIgnoreCase(ascii.getScheme());
    int standard = tls ? HTTPS : HTTP;
    String path =
        ascii.getRawPath() == null || ascii.getRawPath().isEmpty() ? "/" : ascii.getRawPath();
    return new Place(
        tls,
        ascii.getHost().toLowerCase(Locale.ROOT),
        ascii.getPort() < 0 ? standard : ascii.getPort(),
        ascii.getRawQuery() == null ? path : path + "?" + ascii.getRawQuery());
  }

  /** Whether one connection serves both. */
  boolean sharesConnection(Place other) {
    return tls == other.tls && port == other.port && host.equals(other.host);
  }

  /** The value of {@code Host}, also for messages. */
  String authority() {
    return port == (tls ? HTTPS : HTTP) ? host : host + ":" + port;
  }
}
