package io.lynceus.master.sources.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Answers one digest challenge, for request after request with the same nonce: RFC 7616, with MD5
 * and SHA-256, each also as {@code -sess}, with {@code qop=auth}, or without any as RFC 2069 had
 * it. Used by one thread.
 */
final class DigestAnswer {
  /** The better ones first. */
  private static final List<String> ALGORITHMS =
      List.of("SHA-256-SESS", "SHA-256", "MD5-SESS", "MD5");

  private final Challenge challenge;
  private final String algorithm;
  private final String user;
  private final String secret;
  private final Supplier<String> clientNonces;
  private int count;

  private DigestAnswer(
      Challenge challenge,
      String algorithm,
      String user,
      String password,
      Supplier<String> clientNonces) {
    this.challenge = challenge;
    this.algorithm = algorithm;
    this.user = user;
    this.clientNonces = clientNonces;
    secret = hash(user + ":" + challenge.value("realm") + ":" + password);
  }

  /**
   * The answer to the best of these challenges that can be answered.
   *
   * @param clientNonces makes one that nobody can guess
   * @return empty if there is no digest challenge, or none of a known kind
   */
  static Optional<DigestAnswer> to(
      List<Challenge> challenges, String user, String password, Supplier<String> clientNonces) {
    for (String algorithm : ALGORITHMS) {
      for (Challenge challenge : challenges) {
        if (challenge.scheme().equals("digest")
            && algorithm.equals(algorithmOf(challenge))
            && !challenge.value("nonce").isEmpty()
            && (challenge.value("qop").isEmpty() || offersAuth(challenge))) {
          return Optional.of(new DigestAnswer(challenge, algorithm, user, password, clientNonces));
        }
      }
    }
    return Optional.empty();
  }

  private static String algorithmOf(Challenge challenge) {
    String named = challenge.value("algorithm");
    return named.isEmpty() ? "MD5" : named.toUpperCase(Locale.ROOT);
  }

  private static boolean offersAuth(Challenge challenge) {
    return Arrays.stream(challenge.value("qop").split(",", -1))
        .anyMatch(word -> word.strip().equalsIgnoreCase("auth"));
  }

  /**
   * The value of {@code Authorization} for the next request.
   *
   * @param uri path and query, as in the request line
   */
  String next(String method, String uri) {
    count++;
    String nonce = challenge.value("nonce");
    String clientNonce = clientNonces.get();
    String number = String.format(Locale.ROOT, "%08x", count);
    String first =
        algorithm.endsWith("-SESS") ? hash(secret + ":" + nonce + ":" + clientNonce) : secret;
    String second = hash(method + ":" + uri);
    boolean withQop = !challenge.value("qop").isEmpty();
    String response =
        withQop
            ? hash(String.join(":", first, nonce, number, clientNonce, "auth", second))
            : hash(String.join(":", first, nonce, second));
    StringBuilder header = new StringBuilder("Digest ");
    appendUser(header);
    header.append(", realm=").append(quoted(challenge.value("realm")));
    header.append(", nonce=").append(quoted(nonce));
    header.append(", uri=").append(quoted(uri));
    if (!challenge.value("algorithm").isEmpty()) {
      header.append(", algorithm=").append(challenge.value("algorithm"));
    }
    if (withQop) {
      header.append(", qop=auth, nc=").append(number);
    }
    if (withQop || algorithm.endsWith("-SESS")) {
      header.append(", cnonce=").append(quoted(clientNonce));
    }
    header.append(", response=").append(quoted(response));
    if (!challenge.value("opaque").isEmpty()) {
      header.append(", opaque=").append(quoted(challenge.value("opaque")));
    }
    return header.toString();
  }

  private void appendUser(StringBuilder header) {
    if (challenge.value("userhash").equalsIgnoreCase("true")) {
      header.append("userhash=true, username=");
      header.append(quoted(hash(user + ":" + challenge.value("realm"))));
    } else {
      header.append("username=").append(quoted(user));
    }
  }

  private static String quoted(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }

  private String hash(String text) {
    try {
      MessageDigest digest =
          MessageDigest.getInstance(algorithm.startsWith("MD5") ? "MD5" : "SHA-256");
      return HexFormat.of().formatHex(digest.digest(text.getBytes(UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has MD5 and SHA-256", e);
    }
  }
}
