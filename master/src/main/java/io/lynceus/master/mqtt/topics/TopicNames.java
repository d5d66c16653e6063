package io.lynceus.master.mqtt.topics;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Makes levels of topics, and ids for Home Assistant, of names that others have given. What is not
 * a letter, a digit, {@code _}, {@code -} or {@code .} becomes {@code _}; where that, or cutting a
 * long name, could make two names equal, the first digits of its SHA-256 follow. Stateless.
 */
public final class TopicNames {
  /** The longest name that is not cut, in characters. */
  static final int MAX_CHARS = 64;

  /** Levels with a meaning of their own beside the labels of a camera or a zone. */
  static final Set<String> RESERVED =
      Set.of("all", "snapshot", "health", "result", "analyse", "state", "set", "watch");

  private static final int HASH_BYTES = 4;

  private TopicNames() {}

  /** A level of a topic for a label. */
  public static String level(String label) {
    String name = label.strip().toLowerCase(Locale.ROOT).replace(' ', '_');
    StringBuilder level = new StringBuilder();
    name.codePoints()
        .limit(MAX_CHARS)
        .forEach(c -> level.appendCodePoint(Character.isLetterOrDigit(c) || isPlain(c) ? c : '_'));
    boolean sure = level.toString().equals(name) && !RESERVED.contains(name) && !name.isEmpty();
    return sure ? name : level + "-" + hash(name);
  }

  private static boolean isPlain(int c) {
    return c == '_' || c == '-' || c == '.';
  }

  /**
   * An id of the characters {@code a-z A-Z 0-9 _ -}: the parts with {@code _} between them. Other
   * parts give another id.
   */
  public static String id(List<String> parts) {
    StringBuilder id = new StringBuilder();
    boolean sure = true;
    for (String part : parts) {
      id.append(id.length() == 0 ? "" : "_");
      for (int i = 0; i < part.length(); i++) {
        char c = part.charAt(i);
        boolean kept = c < 0x80 && (Character.isLetterOrDigit(c) || c == '-');
        sure &= kept;
        id.append(kept ? c : '_');
      }
    }
    sure &= id.length() <= MAX_CHARS;
    id.setLength(Math.min(id.length(), MAX_CHARS));
    return sure ? id.toString() : id + "-" + hash(String.join("\0", parts));
  }

  /** The id of a camera; its name may have {@code _}, as nothing follows it. */
  static String node(String prefix, String camera) {
    String id = id(List.of(prefix));
    return id.contains("_") || id.length() + camera.length() >= MAX_CHARS
        ? id(List.of(prefix, camera))
        : id + "_" + camera;
  }

  /** The parts as Home Assistant writes them in the id of an entity; need not be the only one. */
  static String slug(List<String> parts) {
    return String.join("_", parts).toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "_");
  }

  private static String hash(String text) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8));
      return HexFormat.of().formatHex(digest, 0, HASH_BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
