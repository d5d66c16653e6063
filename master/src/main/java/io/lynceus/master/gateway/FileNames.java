package io.lynceus.master.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.util.Locale;

/** Makes texts of the file names in archives and forms, which are bytes of any encoding. */
public final class FileNames {
  private FileNames() {}

  /**
   * The text of a name. A name in UTF-8 is itself. In any other name, each byte that is not UTF-8
   * becomes a percent sign and two hexadecimal digits, and so does each percent sign: names that
   * differ in such bytes stay different. {@code DC 62 65 72 2E 6A 70 67}, which is {@code Über.jpg}
   * in Latin-1, becomes {@code %DCber.jpg}.
   */
  public static String text(byte[] name) {
    ByteBuffer bytes = ByteBuffer.wrap(name);
    CharBuffer part = CharBuffer.allocate(name.length);
    CharsetDecoder decoder = UTF_8.newDecoder();
    if (decoder.decode(bytes, part, true).isUnderflow()) {
      return part.flip().toString();
    }
    StringBuilder text = new StringBuilder(name.length + 8);
    bytes.rewind();
    while (true) {
      CoderResult result = decoder.reset().decode(bytes, part.clear(), true);
      text.append(part.flip().toString().replace("%", "%25"));
      if (result.isUnderflow()) {
        return text.toString();
      }
      for (int i = 0; i < result.length(); i++) {
        text.append(String.format(Locale.ROOT, "%%%02X", bytes.get()));
      }
    }
  }
}
