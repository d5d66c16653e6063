package io.lynceus.common.http;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Refuses what web pages of other hosts make a browser send. Programs such as curl send neither
 * {@code Origin} nor {@code Sec-Fetch-Site}, and are not concerned; browsers let no page change
 * these headers, nor {@code Host}. Thread-safe.
 */
final class OriginCheck {
  private static final int FORBIDDEN = 403;
  private static final int MISDIRECTED = 421;
  private static final String SITE = "Sec-Fetch-Site";
  private static final Set<String> OWN_SITES = Set.of("same-origin", "none");
  private static final Pattern AUTHORITY =
      Pattern.compile("(\\[[0-9a-f:.]{2,45}]|[a-z0-9._~-]{0,255})(?::(\\d{0,5}))?");

  private final AllowedHosts hosts;
  private final String scheme;

  /**
   * @param scheme of the server's addresses, {@code http} or {@code https}
   */
  OriginCheck(AllowedHosts hosts, String scheme) {
    this.hosts = hosts;
    this.scheme = scheme;
  }

  /**
   * Checks a request.
   *
   * @throws RefusedHeadException when a page of another host has made it, or could have
   */
  void require(RequestHead head) throws RefusedHeadException {
    HttpHeaders headers = head.headers();
    Optional<Authority> host = allowed(Optional.ofNullable(headers.get(HttpHeaderNames.HOST)));
    Optional<Authority> target = allowed(head.authority());
    Optional<Authority> own = target.isPresent() ? target : host;
    for (String origin : headers.getAll(HttpHeaderNames.ORIGIN)) {
      if (own.isEmpty() || !own.equals(ofOrigin(origin))) {
        throw new RefusedHeadException(
            FORBIDDEN,
            "web pages of other hosts may not use this server: the request's Origin is not the"
                + " host that it was sent to");
      }
    }
    String site = headers.get(SITE);
    if (site != null && !OWN_SITES.contains(site) && !isNavigation(head)) {
      throw new RefusedHeadException(
          FORBIDDEN, "web pages of other hosts may not use this server (" + SITE + ")");
    }
  }

  /**
   * A user has followed a link: the page that had the link does not learn the response. See <a
   * href="https://web.dev/articles/fetch-metadata">Protect your resources with Fetch Metadata</a>.
   */
  private static boolean isNavigation(RequestHead head) {
    return (head.method().equals("GET") || head.method().equals("HEAD"))
        && "navigate".equals(head.headers().get("Sec-Fetch-Mode"))
        && "document".equals(head.headers().get("Sec-Fetch-Dest"));
  }

  private Optional<Authority> allowed(Optional<String> text) throws RefusedHeadException {
    if (text.isEmpty()) {
      return Optional.empty();
    }
    Authority host =
        authority(text.get())
            .orElseThrow(
                () -> new RefusedHeadException(400, "the request's host is not NAME or NAME:PORT"));
    if (!hosts.contains(host.name)) {
      throw new RefusedHeadException(
          MISDIRECTED,
          "this server does not answer to the name '%s': use its address, or add the name to the setting http.allowed-hosts"
              .formatted(host.name));
    }
    return Optional.of(host);
  }

  private Optional<Authority> ofOrigin(String origin) {
    String start = scheme + "://";
    return origin.toLowerCase(Locale.ROOT).startsWith(start)
        ? authority(origin.substring(start.length()))
        : Optional.empty();
  }

  private Optional<Authority> authority(String text) {
    Matcher parts = AUTHORITY.matcher(text.toLowerCase(Locale.ROOT));
    if (!parts.matches()) {
      return Optional.empty();
    }
    String port = parts.group(2);
    int usual = scheme.equals("https") ? 443 : 80;
    return Optional.of(
        new Authority(
            parts.group(1), port == null || port.isEmpty() ? usual : Integer.parseInt(port)));
  }

  /**
   * Host and port of a URI (RFC 3986, 3.2).
   *
   * @param name in lower case, or an address; IPv6 in brackets
   */
  private record Authority(String name, int port) {}
}
