package io.lynceus.store.rows;

import java.util.HexFormat;

/** SHA-256 as bytes in rows and as text elsewhere. */
final class Hashes {
  private Hashes() {}

  static byte[] bytes(String text) {
    return HexFormat.of().parseHex(text);
  }

  static String text(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }
}
