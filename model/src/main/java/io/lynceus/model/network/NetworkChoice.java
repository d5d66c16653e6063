package io.lynceus.model.network;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A network as somebody asks for it: {@code NAME}, which means its newest version, {@code
 * NAME:VERSION}, or {@code NAME:VERSION@HASH}, as replies name the network that was used.
 *
 * @param name of a network
 * @param version absent when any will do
 * @param hash the first {@value NetworkId#SHORT_HASH} digits of the SHA-256 of its ONNX file;
 *     absent when any will do
 */
public record NetworkChoice(String name, Optional<String> version, Optional<String> hash) {
  /** The longest text of a choice. */
  public static final int MAX_CHARS = 48 + 1 + 32 + 1 + NetworkId.SHORT_HASH;

  private static final Pattern FORM = Pattern.compile("([^:@]*)(?::([^:@]*)(?:@([0-9a-f]{8}))?)?");

  /**
   * Reads a choice.
   *
   * @throws IllegalArgumentException when the text has another form; says which it has
   */
  public static NetworkChoice of(String text) {
    Matcher parts = FORM.matcher(text);
    if (parts.matches() && NetworkId.isName(parts.group(1))) {
      Optional<String> version = Optional.ofNullable(parts.group(2));
      if (version.isEmpty() || NetworkId.isVersion(version.get())) {
        return new NetworkChoice(parts.group(1), version, Optional.ofNullable(parts.group(3)));
      }
    }
    throw new IllegalArgumentException(
        "a network is NAME, NAME:VERSION or NAME:VERSION@HASH, with a NAME of a-z 0-9 . _ - and a"
            + " VERSION of A-Z a-z 0-9 . _ -, not '"
            + (text.length() > MAX_CHARS ? text.substring(0, MAX_CHARS) + "…" : text)
            + "'");
  }

  /** That network and no other. */
  public static NetworkChoice exactly(NetworkId id, String sha256) {
    return new NetworkChoice(
        id.name(),
        Optional.of(id.version()),
        Optional.of(sha256.substring(0, NetworkId.SHORT_HASH)));
  }

  /** Whether it allows a single network. */
  public boolean isExact() {
    return hash.isPresent();
  }

  /**
   * Whether a network is one of those that are asked for.
   *
   * @param sha256 of its ONNX file, 64 hexadecimal digits in lower case
   */
  public boolean allows(NetworkId id, String sha256) {
    return id.name().equals(name)
        && version.map(id.version()::equals).orElse(true)
        && hash.map(sha256::startsWith).orElse(true);
  }

  /** As it is read. */
  @Override
  public String toString() {
    return name + version.map(v -> ":" + v).orElse("") + hash.map(h -> "@" + h).orElse("");
  }
}
