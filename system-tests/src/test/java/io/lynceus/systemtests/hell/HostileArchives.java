package io.lynceus.systemtests.hell;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.lynceus.model.image.ImageParts;
import java.util.Arrays;
import java.util.List;

/** Makes hostile tar archives, block by block. */
final class HostileArchives {
  private static final int BLOCK = 512;

  /** Names that programs downstream may mishandle. */
  static final List<String> ODD_NAMES =
      List.of(
          "-leading-dash.jpg",
          "--help",
          "name with  spaces.jpg",
          "quotes\"and'more`.jpg",
          "$(id)",
          "; rm -rf x",
          "%2e%2e%2fetc%2fpasswd",
          "../../../../etc/passwd",
          "/etc/passwd",
          "C:\\windows\\system32\\x.jpg",
          "..",
          "line\nfeed\r\n{\"seq\":99}.jpg",
          "escape\u001b[2J\u0007.jpg",
          "right\u202eto-left\u2066.jpg",
          "e\u0301 decomposed.jpg",
          "ünïcödé_図像_\uD83D\uDCF7.jpg",
          "<script>alert(1)</script>.jpg",
          "&amp;.jpg",
          "CON",
          "a/b/c/d/e.jpg",
          "x".repeat(255) + ".jpg");

  private HostileArchives() {}

  /** A regular file whose long name is in the entry before it, in GNU tar's form. */
  static byte[] named(String name, byte[] content) {
    byte[] bytes = name.getBytes(UTF_8);
    return ImageParts.concat(
        header("././@LongLink", 'L', bytes.length), padded(bytes), file("short", content));
  }

  static byte[] file(String name, byte[] content) {
    return ImageParts.concat(header(name, '0', content.length), padded(content));
  }

  /** Entries that are not files, and get no reply. */
  static byte[] links() {
    return ImageParts.concat(
        header("to/passwd", '2', 0),
        header("hard", '1', 0),
        header("device", '3', 0),
        header("pipe", '6', 0),
        header("folder/", '5', 0));
  }

  /** A file name that is not valid UTF-8. */
  static byte[] invalidName(byte[] content) {
    return file("\u00ff\u00fe\u00c3(", content);
  }

  /** A sparse file. */
  static byte[] sparse() {
    return header("holes", 'S', 0);
  }

  /** Two blocks of zeros. */
  static byte[] end() {
    return new byte[2 * BLOCK];
  }

  /** A PAX header that announces {@code size} bytes but has few. */
  static byte[] hugePax(long bytes) {
    return ImageParts.concat(header("pax", 'x', bytes), padded("30 path=x\n".getBytes(US_ASCII)));
  }

  /** A negative size in GNU's binary form. */
  static byte[] negativeSize() {
    byte[] header = header("negative", '0', 0);
    Arrays.fill(header, 124, 136, (byte) 0xff);
    return checked(header);
  }

  /** A size of 2^62 in GNU's binary form. */
  static byte[] enormousSize() {
    byte[] header = header("enormous", '0', 0);
    Arrays.fill(header, 124, 136, (byte) 0);
    header[124] = (byte) 0x80;
    header[128] = 0x40;
    return checked(header);
  }

  static byte[] wrongChecksum(byte[] content) {
    byte[] file = file("file", content);
    file[0] ^= 1;
    return file;
  }

  private static byte[] header(String name, char kind, long size) {
    byte[] block = new byte[BLOCK];
    put(block, 0, name);
    put(block, 100, "0000644\0000000000\0000000000");
    put(block, 124, "%011o".formatted(size));
    put(block, 136, "00000000000");
    block[156] = (byte) kind;
    put(block, 157, kind == '1' || kind == '2' ? "/etc/passwd" : "");
    put(block, 257, "ustar\00000");
    return checked(block);
  }

  private static void put(byte[] block, int at, String text) {
    byte[] bytes = text.getBytes(ISO_8859_1);
    System.arraycopy(bytes, 0, block, at, bytes.length);
  }

  private static byte[] checked(byte[] block) {
    put(block, 148, "        ");
    int sum = 0;
    for (byte b : block) {
      sum += b & 0xff;
    }
    put(block, 148, "%06o\0 ".formatted(sum));
    return block;
  }

  private static byte[] padded(byte[] content) {
    return Arrays.copyOf(content, (content.length + BLOCK - 1) / BLOCK * BLOCK);
  }
}
