package io.lynceus.master.webhooks;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Signs messages as the Standard Webhooks specification has it: HMAC-SHA256 over {@code
 * id.timestamp.body}. Any thread may call it.
 */
final class WebhookSecret {
  /** For the time in which a receiver gets to know a new one. */
  static final int MOST = 3;

  static final int LEAST_BYTES = 24;
  static final int MOST_BYTES = 64;

  private static final String PREFIX = "whsec_";
  private static final String ALGORITHM = "HmacSHA256";

  private final List<SecretKeySpec> keys;

  private WebhookSecret(List<SecretKeySpec> keys) {
    this.keys = List.copyOf(keys);
  }

  /**
   * Reads secrets.
   *
   * @param text one in a line: {@code whsec_} and the Base64 of {@value #LEAST_BYTES} to {@value
   *     #MOST_BYTES} bytes
   * @throws IllegalArgumentException saying what it can be, without the secret
   */
  static WebhookSecret of(String text) {
    List<SecretKeySpec> keys = new ArrayList<>();
    for (String line : text.lines().map(String::strip).filter(line -> !line.isEmpty()).toList()) {
      keys.add(new SecretKeySpec(bytes(line), ALGORITHM));
    }
    if (keys.isEmpty() || keys.size() > MOST) {
      throw new IllegalArgumentException("has one to " + MOST + " secrets, one in a line");
    }
    return new WebhookSecret(keys);
  }

  private static byte[] bytes(String line) {
    if (line.startsWith(PREFIX)) {
      try {
        byte[] bytes = Base64.getDecoder().decode(line.substring(PREFIX.length()));
        if (bytes.length >= LEAST_BYTES && bytes.length <= MOST_BYTES) {
          return bytes;
        }
      } catch (IllegalArgumentException e) {
        // The message below says what it can be; the cause would repeat a part of the secret.
      }
    }
    throw new IllegalArgumentException(
        "has secrets such as echo whsec_$(openssl rand -base64 32) prints: "
            + PREFIX
            + " and the Base64 of "
            + LEAST_BYTES
            + " to "
            + MOST_BYTES
            + " bytes");
  }

  /** The value of {@code webhook-signature}: one for each secret, with a space between them. */
  String signature(String id, Instant at, byte[] body) {
    byte[] head = (id + "." + at.getEpochSecond() + ".").getBytes(UTF_8);
    return keys.stream()
        .map(key -> "v1," + Base64.getEncoder().encodeToString(mac(key, head, body)))
        .collect(Collectors.joining(" "));
  }

  private static byte[] mac(SecretKeySpec key, byte[] head, byte[] body) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      mac.update(head);
      return mac.doFinal(body);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("each Java has " + ALGORITHM, e);
    }
  }
}
