package io.lynceus.model.text;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/**
 * The text of a file's name that came as bytes. They should be UTF-8. In a name that is not, each
 * byte that does not fit is kept as {@code %} and two hexadecimal digits, and a percent sign as
 * {@code %25}: such names stay readable, and two that differ stay different.
 */
public final class FileName {
  private static final HexFormat HEX = HexFormat.of().withUpperCase();

  private FileName() {}

  /** The text of a name. */
  public static String of(byte[] name) {
    ByteBuffer left = ByteBuffer.wrap(name);
    CharBuffer text = CharBuffer.allocate(3 * name.length);
    CharsetDecoder utf8 = StandardCharsets.UTF_8.newDecoder(); // reports what does not fit
    boolean escaped = false;
    CoderResult result = utf8.decode(left, text, true);
    while (result.isError()) {
      if (!escaped) {
        escaped = true;
        String before = text.flip().toString().replace("%", "%25");
        text = CharBuffer.allocate(3 * name.length).put(before);
      }
      for (int i = 0; i < result.length(); i++) {
        text.put('%').put(HEX.toHexDigits(left.get()));
      }
      int from = text.position();
      result = utf8.reset().decode(left, text, true);
      String valid = text.duplicate().flip().position(from).toString().replace("%", "%25");
      text.position(from).put(valid);
    }
    return text.flip().toString();
  }
}
