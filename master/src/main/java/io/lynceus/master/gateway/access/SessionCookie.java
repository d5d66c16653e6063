package io.lynceus.master.gateway.access;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The cookie that carries a session's id: scripts cannot read it, other sites cannot have it sent,
 * and with TLS it never travels in the clear. Cookies of a host go to all its ports, so the port is
 * in the name. Immutable.
 */
public final class SessionCookie {
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]{43}");

  private final String name;
  private final String attributes;

  /**
   * @param port of the HTTP port
   * @param tls whether the port speaks it
   */
  public SessionCookie(int port, boolean tls) {
    name = (tls ? "__Host-" : "") + "lynceus-" + port;
    attributes = "; Path=/; HttpOnly; SameSite=Strict" + (tls ? "; Secure" : "");
  }

  /**
   * The session's id that a request carries, if there is one.
   *
   * @param header {@code Cookie}
   */
  public Optional<String> in(Optional<String> header) {
    String start = name + "=";
    for (String cookie : header.orElse("").split(";", -1)) {
      String stripped = cookie.strip();
      if (stripped.startsWith(start)) {
        return Optional.of(stripped.substring(start.length()))
            .filter(id -> ID.matcher(id).matches());
      }
    }
    return Optional.empty();
  }

  /** The value of {@code Set-Cookie} that begins a session. */
  public String set(String id) {
    return name + "=" + id + attributes + "; Max-Age=" + BrowserSessions.LIFETIME.toSeconds();
  }

  /** The value of {@code Set-Cookie} that makes the browser forget it. */
  public String cleared() {
    return name + "=" + attributes + "; Max-Age=0";
  }
}
