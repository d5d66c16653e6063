package io.lynceus.app.models;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Addresses that networks are fetched from: https, or http on this machine alone. */
final class Origin {
  private static final Set<String> LOOPBACK_NAMES = Set.of("localhost", "[::1]");
  private static final Pattern LOOPBACK_ADDRESS = Pattern.compile("127(\\.\\d{1,3}){3}");

  private Origin() {}

  /**
   * Checks an address.
   *
   * @throws IOException when nothing is fetched from it; says why
   */
  static URI of(String address) throws IOException {
    URI uri;
    try {
      uri = new URI(address);
    } catch (URISyntaxException e) {
      throw new IOException("'" + address + "' is no address", e);
    }
    String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
    if (uri.getHost() == null || uri.getUserInfo() != null) {
      throw new IOException("'" + address + "' is no address of a file: https://HOST/PATH");
    }
    if (!scheme.equals("https") && !(scheme.equals("http") && isLoopback(uri))) {
      throw new IOException(
          "nothing is fetched from " + address + ": only https, or http on this machine");
    }
    return uri;
  }

  /**
   * Checks where an address leads to.
   *
   * @param location as the server says, complete or relative to {@code from}
   */
  static URI redirected(URI from, String location) throws IOException {
    URI to;
    try {
      to = of(from.resolve(location).toString());
    } catch (IllegalArgumentException e) {
      throw new IOException(from + " leads to '" + location + "', which is no address", e);
    }
    if (isLoopback(to) && !isLoopback(from)) {
      throw new IOException(from + " leads to this machine: " + to + "; nothing is fetched");
    }
    return to;
  }

  private static boolean isLoopback(URI uri) {
    String host = String.valueOf(uri.getHost()).toLowerCase(Locale.ROOT);
    return LOOPBACK_NAMES.contains(host) || LOOPBACK_ADDRESS.matcher(host).matches();
  }
}
