package io.lynceus.model;

import io.lynceus.model.network.NetworkChoice;
import io.lynceus.model.network.NetworkId;
import java.util.regex.Pattern;

/**
 * A network that a slave can use for an analysis, loaded or not.
 *
 * @param sha256 of its ONNX file, 64 hexadecimal digits in lower case
 * @param labels what it can find
 * @param inUse whether the slave uses it where nobody asks for another
 */
public record NetworkOffer(
    Analysis analysis, NetworkId id, String sha256, Vocabulary labels, boolean inUse) {
  private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");

  /**
   * Checks the hash.
   *
   * @throws IllegalArgumentException when it has not 64 digits 0-9 a-f
   */
  public NetworkOffer {
    if (!isSha256(sha256)) {
      throw new IllegalArgumentException("a SHA-256 has 64 digits 0-9 a-f");
    }
  }

  /** Whether a text is a SHA-256 as networks have it. */
  public static boolean isSha256(String text) {
    return SHA256.matcher(text).matches();
  }

  /** As findings name it, {@code NAME:VERSION@HASH}. */
  public String model() {
    return id.model(sha256);
  }

  /** Whether it is one of those that are asked for. */
  public boolean isAllowedBy(NetworkChoice choice) {
    return choice.allows(id, sha256);
  }

  /** Whether it is the same network for the same analysis, in use or not. */
  public boolean isSameNetwork(NetworkOffer other) {
    return analysis.equals(other.analysis) && id.equals(other.id) && sha256.equals(other.sha256);
  }
}
