package io.lynceus.model.network;

import java.math.BigInteger;
import java.util.regex.Pattern;

/**
 * A network's name and version, which are the names of its folders: {@code NAME/VERSION/}. Written
 * {@code NAME:VERSION}.
 *
 * @param name 1 to 48 of {@code a-z 0-9 . _ -}, the first one a letter or digit
 * @param version 1 to 32 of {@code A-Z a-z 0-9 . _ -}, the first one a letter or digit
 */
public record NetworkId(String name, String version) implements Comparable<NetworkId> {
  /** Digits of the hash that stand in {@link #model}. */
  public static final int SHORT_HASH = 8;

  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9._-]{0,47}");
  private static final Pattern BETWEEN_PARTS =
      Pattern.compile("[._-]|(?<=[0-9])(?=[A-Za-z])|(?<=[A-Za-z])(?=[0-9])");
  private static final Pattern VERSION = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,31}");

  /**
   * Checks both, so that neither can lead out of its folder.
   *
   * @throws IllegalArgumentException when one of them has another form
   */
  public NetworkId {
    if (!isName(name)) {
      throw new IllegalArgumentException(
          "the name of a network is 1 to 48 of a-z 0-9 . _ - and begins with a letter or digit,"
              + " not '%s'".formatted(name));
    }
    if (!isVersion(version)) {
      throw new IllegalArgumentException(
          "the version of a network is 1 to 32 of A-Z a-z 0-9 . _ - and begins with a letter or"
              + " digit, not '%s'".formatted(version));
    }
  }

  /** Whether a network can have that name. */
  public static boolean isName(String text) {
    return NAME.matcher(text).matches();
  }

  /** Whether a network can have that version. */
  public static boolean isVersion(String text) {
    return VERSION.matcher(text).matches();
  }

  /**
   * By name, then oldest version first: numbers in versions are compared as numbers, so that 1.10
   * comes after 1.9; a word comes before a number, and a version before its continuations.
   */
  @Override
  public int compareTo(NetworkId other) {
    int byName = name.compareTo(other.name);
    if (byName != 0) {
      return byName;
    }
    String[] mine = BETWEEN_PARTS.split(version, -1);
    String[] others = BETWEEN_PARTS.split(other.version, -1);
    for (int i = 0; i < Math.min(mine.length, others.length); i++) {
      int byPart = compareParts(mine[i], others[i]);
      if (byPart != 0) {
        return byPart;
      }
    }
    int byLength = Integer.compare(mine.length, others.length);
    return byLength != 0 ? byLength : version.compareTo(other.version);
  }

  private static int compareParts(String a, String b) {
    boolean numbers = isNumber(a) && isNumber(b);
    if (isNumber(a) != isNumber(b)) {
      return isNumber(a) ? 1 : -1;
    }
    return numbers ? new BigInteger(a).compareTo(new BigInteger(b)) : a.compareTo(b);
  }

  private static boolean isNumber(String part) {
    return !part.isEmpty() && part.chars().allMatch(c -> c >= '0' && c <= '9');
  }

  /**
   * As findings name the network: {@code NAME:VERSION@}, and the beginning of its hash.
   *
   * @param sha256 of its ONNX file, 64 hexadecimal digits in lower case
   */
  public String model(String sha256) {
    return this + "@" + sha256.substring(0, SHORT_HASH);
  }

  /** {@code NAME:VERSION}. */
  @Override
  public String toString() {
    return name + ":" + version;
  }
}
