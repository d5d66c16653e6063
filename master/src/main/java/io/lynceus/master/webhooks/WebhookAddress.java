package io.lynceus.master.webhooks;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLEncoder;
import java.util.Map;

/**
 * Where a webhook's requests go: the host and the path are fixed, and only the query can have
 * placeholders. Immutable.
 */
final class WebhookAddress {
  private static final int MOST_CHARS = 2000;
  private static final int MOST_PORT = 65_535;

  private final String base;
  private final String query;
  private final String shown;

  private WebhookAddress(String base, String query, String shown) {
    this.base = base;
    this.query = query;
    this.shown = shown;
  }

  /**
   * Reads an address.
   *
   * @throws IllegalArgumentException saying what it can be, without the address, which may be a
   *     secret
   */
  static WebhookAddress of(String text) {
    int mark = text.indexOf('?');
    String base = mark < 0 ? text : text.substring(0, mark);
    String query = mark < 0 ? "" : text.substring(mark);
    Placeholders.check(query);
    if (Placeholders.has(query, Placeholders.PICTURE + "}")) {
      throw new IllegalArgumentException(
          "has {image.base64}, which is too long for an address: it belongs into template-file");
    }
    try {
      URI uri = new URI(base);
      String scheme = String.valueOf(uri.getScheme());
      if (text.length() <= MOST_CHARS
          && (scheme.equals("http") || scheme.equals("https"))
          && uri.getHost() != null
          && uri.getUserInfo() == null
          && uri.getFragment() == null
          && uri.getPort() <= MOST_PORT
          && query.indexOf('#') < 0) {
        int port = uri.getPort();
        String shown = scheme + "://" + uri.getHost() + (port < 0 ? "" : ":" + port);
        WebhookAddress made = new WebhookAddress(base, query, shown);
        made.of(Map.of());
        return made;
      }
    } catch (URISyntaxException | IllegalArgumentException e) {
      // The message below says what it can be; the cause would repeat the address.
    }
    throw new IllegalArgumentException(
        "is an address such as https://host:port/path?key=value, of at most "
            + MOST_CHARS
            + " characters; a name and a password belong into header-files, placeholders behind"
            + " the ?");
  }

  /** The address of a request, with these values in its query. */
  URI of(Map<String, String> values) {
    return URI.create(
        base
            + Placeholders.fill(
                query, values, value -> URLEncoder.encode(value, UTF_8).replace("+", "%20")));
  }

  /** Whether the query has such placeholders. */
  boolean has(String prefix) {
    return Placeholders.has(query, prefix);
  }

  /** Without path and query, which may have secrets. */
  String shown() {
    return shown;
  }
}
