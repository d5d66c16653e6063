package io.lynceus.model.image;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The bytes that a format begins with.
 *
 * @param pattern hexadecimal digits, two a byte; {@code ..} stands for any byte
 */
record Signature(String pattern, FirstBytes says) {

  enum Match {
    YES,
    /** As far as the bytes go. */
    PERHAPS,
    NO
  }

  /** Where one begins like another, the longer stands first. */
  static final List<Signature> KNOWN = known();

  Match match(ByteBuffer start) {
    int available = Math.min(start.remaining(), pattern.length() / 2);
    for (int i = 0; i < available; i++) {
      int high = Character.digit(pattern.charAt(2 * i), 16);
      int low = Character.digit(pattern.charAt(2 * i + 1), 16);
      if (high >= 0 && ((high << 4) | low) != (start.get(start.position() + i) & 0xff)) {
        return Match.NO;
      }
    }
    return available == pattern.length() / 2 ? Match.YES : Match.PERHAPS;
  }

  private static List<Signature> known() {
    List<Signature> known = new ArrayList<>();
    known.add(image(ImageFormat.JPEG, "FFD8FF"));
    known.add(image(ImageFormat.PNG, "89504E470D0A1A0A"));
    known.add(image(ImageFormat.WEBP, "52494646........57454250"));
    // "BM" may begin a text, too: the size of the header that follows tells them apart.
    for (int headerBytes : BmpLayout.HEADER_SIZES) {
      known.add(
          image(ImageFormat.BMP, "424D" + "..".repeat(12) + "%02X000000".formatted(headerBytes)));
    }
    notLetIn(known, "GIF", "47494638");
    notLetIn(known, "TIFF", "49492A00", "4D4D002A", "49492B00", "4D4D002B");
    notLetIn(known, "AVIF", "000000..6674797061766966", "000000..6674797061766973");
    notLetIn(known, "HEIC", "000000..667479706865", "000000..667479706D696631");
    notLetIn(known, "video (MP4 or QuickTime)", "000000..66747970");
    notLetIn(known, "JPEG 2000", "0000000C6A502020", "FF4FFF51");
    notLetIn(known, "JPEG XL", "0000000C4A584C20", "FF0A");
    notLetIn(known, "JPEG XR", "4949BC01");
    notLetIn(known, "icon (ICO)", "00000100");
    notLetIn(known, "OpenEXR", "762F3101");
    notLetIn(known, "Radiance HDR", "233F52414449414E4345", "233F52474245");
    notLetIn(known, "Photoshop (PSD)", "38425053");
    notLetIn(known, "PDF", "255044462D");
    notLetIn(known, "SVG or XML", "3C737667", "3C3F786D6C");
    notLetIn(known, "Sun raster", "59A66A95");
    notLetIn(known, "SGI image", "01DA00", "01DA01");
    notLetIn(known, "DirectDraw (DDS)", "44445320");
    notLetIn(known, "BPG", "425047FB");
    notLetIn(known, "QOI", "716F6966");
    notLetIn(known, "MNG", "8A4D4E47");
    notLetIn(known, "audio or video (RIFF)", "52494646");
    notLetIn(known, "gzip", "1F8B08");
    notLetIn(known, "ZIP", "504B0304");
    notLetIn(known, "Matroska video", "1A45DFA3");
    for (String space : List.of("0A", "0D", "20", "09")) {
      for (char kind = '1'; kind <= '7'; kind++) {
        notLetIn(known, "PNM", "50" + "%02X".formatted((int) kind) + space);
      }
      notLetIn(known, "PFM", "5046" + space, "5066" + space);
    }
    return List.copyOf(known);
  }

  private static Signature image(ImageFormat format, String pattern) {
    return new Signature(pattern, new FirstBytes.Image(format));
  }

  private static void notLetIn(List<Signature> known, String name, String... patterns) {
    Arrays.stream(patterns)
        .map(pattern -> new Signature(pattern, new FirstBytes.NotLetIn(name)))
        .forEach(known::add);
  }
}
