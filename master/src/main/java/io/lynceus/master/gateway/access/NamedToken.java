package io.lynceus.master.gateway.access;

import io.lynceus.model.Camera;
import io.lynceus.model.settings.Check;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The settings {@code tokens.NAME}.
 *
 * @param name 1 to 40 of {@code a-z 0-9 _ -}
 * @param hash of the token, which has at least {@link #MIN_LENGTH} characters
 * @param grant what its holder may do
 */
public record NamedToken(String name, TokenHash hash, Grant grant) {
  /** The least length of a token, in characters: a shorter one could be guessed. */
  public static final int MIN_LENGTH = 16;

  /** The most tokens in {@code tokens}. */
  public static final int MOST = 256;

  private static final Pattern NAME = Pattern.compile("[a-z0-9_-]{1,40}");

  /**
   * Reads one.
   *
   * @param name the NAME
   * @param role as the setting has it
   * @param cameras as the setting has them
   * @param token the content of the file that {@code token-file} names
   * @throws IllegalArgumentException naming the wrong setting; does not repeat the token
   */
  public static NamedToken of(String name, String role, List<String> cameras, String token) {
    String key = "tokens." + name;
    Check.that(NAME.matcher(name).matches(), key, "named with 1 to 40 of a-z 0-9 _ -", "so");
    TokenRole known =
        TokenRole.ofKey(role)
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        key
                            + ".role is one of "
                            + String.join(
                                ", ", TokenRole.NAMED.stream().map(TokenRole::key).toList())
                            + (role.isEmpty() ? ", and is missing" : ", not '" + role + "'")));
    Check.that(!token.isEmpty(), key + ".token-file", "the path of a file with the token", "empty");
    requireLength(key + ".token-file", token);
    Check.that(
        known == TokenRole.CAMERA || cameras.isEmpty(),
        key + ".cameras",
        "for the role camera only",
        "for the role " + role);
    Set<Camera> own = new LinkedHashSet<>();
    for (String camera : cameras) {
      own.add(camera(key + ".cameras", camera));
    }
    return new NamedToken(name, TokenHash.of(token), new Grant(name, known, own));
  }

  private static Camera camera(String key, String name) {
    try {
      return new Camera(name);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(key + ": " + e.getMessage(), e);
    }
  }

  /**
   * Refuses a short token.
   *
   * @throws IllegalArgumentException naming the setting
   */
  public static void requireLength(String key, String token) {
    Check.that(
        token.length() >= MIN_LENGTH,
        key,
        "at least " + MIN_LENGTH + " characters long (openssl rand -hex 32 makes one)",
        token.length() + " characters long");
  }

  /**
   * Checks them together.
   *
   * @throws IllegalArgumentException if there are too many, or two are the same
   */
  public static List<NamedToken> all(List<NamedToken> tokens) {
    Check.that(tokens.size() <= MOST, "tokens", "at most " + MOST + " tokens", tokens.size() + "");
    List<NamedToken> checked = new ArrayList<>();
    for (NamedToken token : tokens) {
      for (NamedToken other : checked) {
        if (other.hash.equals(token.hash)) {
          throw new IllegalArgumentException(
              "tokens.%s and tokens.%s are the same token: give each its own"
                  .formatted(other.name, token.name));
        }
      }
      checked.add(token);
    }
    return List.copyOf(checked);
  }
}
