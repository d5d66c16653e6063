package io.lynceus.master.gateway;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Optional;

/**
 * The settings {@code tasks.token} and {@code tasks.admin-token}: what a client has to know, if
 * anything, and what one has to know that changes what the cluster does.
 */
public final class AccessToken {
  private final Optional<byte[]> token;
  private final Optional<byte[]> admin;

  /** Everybody who is let in may do everything. */
  public AccessToken(Optional<String> token) {
    this(token, Optional.empty());
  }

  public AccessToken(Optional<String> token, Optional<String> admin) {
    this.token = token.map(AccessToken::bytes);
    this.admin = admin.map(AccessToken::bytes);
  }

  /** Whether a connection has to name it first. */
  public boolean required() {
    return token.isPresent();
  }

  /** Whether this opens the port; anything does when none is required. Takes constant time. */
  public boolean opensWith(String offered) {
    return token.isEmpty() || isSame(token, offered) || isAdministrators(offered);
  }

  /** Whether administrators have a token of their own. */
  public boolean tellsAdministrators() {
    return admin.isPresent();
  }

  /** Whether this is it. Takes constant time. */
  public boolean isAdministrators(String offered) {
    return isSame(admin, offered);
  }

  private static boolean isSame(Optional<byte[]> wanted, String offered) {
    return wanted.isPresent() && MessageDigest.isEqual(wanted.get(), bytes(offered));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
