package io.lynceus.client;

import io.lynceus.model.text.FileName;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.StringJoiner;

/**
 * Names of files whose bytes are no UTF-8, as old cameras and archives have them. The JDK opens
 * such files, but shows each byte that does not fit as the same character.
 */
public final class FileNames {
  private static final char LOST = '\uFFFD';
  private static final HexFormat HEX = HexFormat.of().withUpperCase();

  private FileNames() {}

  /** The path as text; the names of it that are no UTF-8 as {@link FileName} has them. */
  public static String of(Path path) {
    if (path.toString().indexOf(LOST) < 0) {
      return path.toString();
    }
    StringJoiner text = new StringJoiner("/", path.isAbsolute() ? "/" : "", "");
    for (Path name : path) {
      text.add(name.toString().indexOf(LOST) < 0 ? name.toString() : FileName.of(bytes(name)));
    }
    return text.toString();
  }

  /** The path of a file by the bytes of its name; they must not be empty. */
  static Path path(byte[] bytes) {
    StringBuilder uri = new StringBuilder("file:///");
    for (byte b : bytes) {
      uri.append('%').append(HEX.toHexDigits(b));
    }
    Path absolute = Path.of(URI.create(uri.toString()));
    return bytes[0] == '/' ? absolute : absolute.getRoot().relativize(absolute);
  }

  /** Only a URI shows the bytes of a name. */
  private static byte[] bytes(Path name) {
    String uri = Path.of("/").resolve(name).toUri().getRawPath();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (int i = 1; i < uri.length() && uri.charAt(i) != '/'; i++) {
      if (uri.charAt(i) == '%') {
        bytes.write(HexFormat.fromHexDigits(uri, i + 1, i + 3));
        i += 2;
      } else {
        bytes.write(uri.charAt(i));
      }
    }
    return bytes.toByteArray();
  }
}
