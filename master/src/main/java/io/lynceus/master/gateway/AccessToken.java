package io.lynceus.master.gateway;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Optional;

/** The setting {@code tasks.token}: what a client has to know, if anything. */
public final class AccessToken {
  private final Optional<byte[]> token;

  public AccessToken(Optional<String> token) {
    this.token = token.map(text -> text.getBytes(StandardCharsets.UTF_8));
  }

  /** Whether a connection has to name it first. */
  public boolean required() {
    return token.isPresent();
  }

  /** Whether this opens the port; anything does when none is required. Takes constant time. */
  public boolean opensWith(String offered) {
    return token.isEmpty()
        || MessageDigest.isEqual(token.get(), offered.getBytes(StandardCharsets.UTF_8));
  }
}
