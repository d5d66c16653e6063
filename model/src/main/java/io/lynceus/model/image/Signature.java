package io.lynceus.model.image;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The bytes that a format starts with.
 *
 * @param pattern hexadecimal digits, two a byte; {@code ..} stands for any byte
 */
record Signature(String pattern, FirstBytes says) {

  enum Match {
    YES,
    /** All bytes so far match, but there are too few. */
    PERHAPS,
    NO
  }

  /** Where one is the start of another, the longer one comes first. */
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
    // "BM" may start a text, too: only a BMP has the size of a header after it.
    for (int headerBytes : BmpLayout.HEADER_SIZES) {
      known.add(
          image(ImageFormat.BMP, "424D" + "..".repeat(12) + "%02X000000".formatted(headerBytes)));
    }
    notAccepted(known, "GIF", "47494638");
    notAccepted(known, "TIFF", "49492A00", "4D4D002A", "49492B00", "4D4D002B");
    notAccepted(known, "AVIF", "000000..6674797061766966", "000000..6674797061766973");
    notAccepted(known, "HEIC", "000000..667479706865", "000000..667479706D696631");
    notAccepted(known, "video (MP4 or QuickTime)", "000000..66747970");
    notAccepted(known, "JPEG 2000", "0000000C6A502020", "FF4FFF51");
    notAccepted(known, "JPEG XL", "0000000C4A584C20", "FF0A");
    notAccepted(known, "JPEG XR", "4949BC01");
    notAccepted(known, "icon (ICO)", "00000100");
    notAccepted(known, "OpenEXR", "762F3101");
    notAccepted(known, "Radiance HDR", "233F52414449414E4345", "233F52474245");
    notAccepted(known, "Photoshop (PSD)", "38425053");
    notAccepted(known, "PDF", "255044462D");
    notAccepted(known, "SVG or XML", "3C737667", "3C3F786D6C");
    notAccepted(known, "Sun raster", "59A66A95");
    notAccepted(known, "SGI image", "01DA00", "01DA01");
    notAccepted(known, "DirectDraw (DDS)", "44445320");
    notAccepted(known, "BPG", "425047FB");
    notAccepted(known, "QOI", "716F6966");
    notAccepted(known, "MNG", "8A4D4E47");
    notAccepted(known, "audio or video (RIFF)", "52494646");
    notAccepted(known, "gzip", "1F8B08");
    notAccepted(known, "ZIP", "504B0304");
    notAccepted(known, "Matroska video", "1A45DFA3");
    for (String space : List.of("0A", "0D", "20", "09")) {
      for (char kind = '1'; kind <= '7'; kind++) {
        notAccepted(known, "PNM", "50" + "%02X".formatted((int) kind) + space);
      }
      notAccepted(known, "PFM", "5046" + space, "5066" + space);
    }
    return List.copyOf(known);
  }

  private static Signature image(ImageFormat format, String pattern) {
    return new Signature(pattern, new FirstBytes.Image(format));
  }

  private static void notAccepted(List<Signature> known, String name, String... patterns) {
    Arrays.stream(patterns)
        .map(pattern -> new Signature(pattern, new FirstBytes.NotAccepted(name)))
        .forEach(known::add);
  }
}
