package io.lynceus.master.sources.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.lynceus.master.sources.still.FetchFailure;
import io.lynceus.master.sources.still.PasswordFile;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Signs in to one camera: with Digest if it offers one that is known here, else with Basic (RFC
 * 7617). What was accepted once is sent with the next requests at once, so that each still takes
 * one request. Used by one thread.
 */
final class Authentication {
  /** Answers in one request: to the first challenge, and to one that says that it was too old. */
  private static final int MOST_ANSWERS = 2;

  private static final int NONCE_BYTES = 16;
  private static final SecureRandom RANDOM = new SecureRandom();

  private final String user;
  private final PasswordFile password;
  private final Supplier<String> clientNonces;
  private @Nullable DigestAnswer digest;
  private @Nullable String basic;
  private int answers;

  /**
   * @param user empty: none
   * @param password read for each challenge, so that a changed file counts
   */
  Authentication(String user, PasswordFile password) {
    this(user, password, Authentication::newClientNonce);
  }

  Authentication(String user, PasswordFile password, Supplier<String> clientNonces) {
    this.user = user;
    this.password = password;
    this.clientNonces = clientNonces;
  }

  private static String newClientNonce() {
    byte[] bytes = new byte[NONCE_BYTES];
    RANDOM.nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  /** Another still is asked for. */
  void begin() {
    answers = 0;
  }

  /**
   * The value of {@code Authorization}.
   *
   * @param uri path and query, as in the request line
   */
  Optional<String> header(String method, String uri) {
    return digest != null ? Optional.of(digest.next(method, uri)) : Optional.ofNullable(basic);
  }

  /**
   * The camera has refused a request.
   *
   * @param fields its {@code WWW-Authenticate}
   * @return why there is no use in trying again; null if the next {@link #header} may be right
   */
  @Nullable FetchFailure refused(List<String> fields) {
    List<Challenge> challenges = Challenge.read(fields);
    if (user.isEmpty()) {
      return FetchFailure.unauthorised(
          "it wants a user and a password: set user and password-file");
    }
    boolean stale = challenges.stream().anyMatch(Challenge::isStale);
    if (answers >= (stale ? MOST_ANSWERS : 1)) {
      forget();
      return FetchFailure.unauthorised("it refuses the user, or the password in the password-file");
    }
    answers++;
    forget();
    PasswordFile.Content read = password.read();
    if (read.failure() != null) {
      return read.failure();
    }
    digest = DigestAnswer.to(challenges, user, read.password(), clientNonces).orElse(null);
    if (digest == null && challenges.stream().anyMatch(one -> one.scheme().equals("basic"))) {
      basic =
          "Basic "
              + Base64.getEncoder().encodeToString((user + ":" + read.password()).getBytes(UTF_8));
    }
    return digest == null && basic == null
        ? FetchFailure.unauthorised(
            "it wants a sign-in that is neither Basic nor Digest with MD5 or SHA-256")
        : null;
  }

  private void forget() {
    digest = null;
    basic = null;
  }
}
