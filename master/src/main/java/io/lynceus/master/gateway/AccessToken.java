package io.lynceus.master.gateway;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Optional;

/**
 * The settings {@code tasks.token} and {@code tasks.admin-token}: the first opens the port, the
 * second also allows commands that change the cluster.
 */
public final class AccessToken {
  private final Optional<byte[]> token;
  private final Optional<byte[]> admin;

  /** Without an administrators' token: nobody may change the cluster. */
  public AccessToken(Optional<String> token) {
    this(token, Optional.empty());
  }

  public AccessToken(Optional<String> token, Optional<String> admin) {
    this.token = token.map(AccessToken::bytes);
    this.admin = admin.map(AccessToken::bytes);
  }

  /** Whether clients must send a token first. */
  public boolean required() {
    return token.isPresent();
  }

  /** Whether this token opens the port; any does when none is required. Takes constant time. */
  public boolean opensWith(String offered) {
    return token.isEmpty() || isSame(token, offered) || isAdministrators(offered);
  }

  /**
   * Whether this is a guess: a text that is not empty and equals neither token. Where there is no
   * token, nothing is a guess. Takes constant time.
   */
  public boolean isGuess(String offered) {
    return !offered.isEmpty()
        && (token.isPresent() || admin.isPresent())
        && !isSame(token, offered)
        && !isAdministrators(offered);
  }

  /** Whether this is the administrators' token. Takes constant time. */
  public boolean isAdministrators(String offered) {
    return isSame(admin, offered);
  }

  /**
   * Why a client that has not sent the administrators' token may not change the cluster.
   *
   * @param how to send it
   */
  public String administratorsOnly(String how) {
    return admin.isPresent()
        ? "DRAIN, RESUME and clearing the quarantine need the administrators' token, which is the"
            + " master's tasks.admin-token or in the file that its log names: "
            + how
        : "this master has no administrators' token, so that nobody can drain slaves or clear the"
            + " quarantine: set its tasks.admin-token-file, and start it again";
  }

  private static boolean isSame(Optional<byte[]> expected, String offered) {
    return expected.isPresent() && MessageDigest.isEqual(expected.get(), bytes(offered));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
