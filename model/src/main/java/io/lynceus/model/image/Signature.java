package io.lynceus.model.image;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.lynceus.model.image.FirstBytes.Kind;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;

/** The bytes that a format starts with. */
final class Signature {

  enum Match {
    YES,
    /** All bytes so far match, but there are too few. */
    PERHAPS,
    NO
  }

  private static final int ANY = -1;
  private static final String SEND_IMAGES = "send JPEG, PNG, WebP or BMP";

  /** Where one is the start of another, the longer one comes first. */
  static final List<Signature> KNOWN = known();

  /** By their first byte: most bytes are the first of none. */
  private static final List<List<Signature>> BY_FIRST_BYTE =
      IntStream.range(0, 256)
          .mapToObj(first -> KNOWN.stream().filter(each -> each.mayStartWith(first)).toList())
          .toList();

  /** Those that may match, from the position on; where one is the start of another, after it. */
  static List<Signature> candidates(ByteBuffer start) {
    return start.hasRemaining() ? BY_FIRST_BYTE.get(start.get(start.position()) & 0xff) : KNOWN;
  }

  private final String pattern;
  private final FirstBytes says;
  private final int[] bytes;

  /**
   * @param pattern hexadecimal digits, two a byte; {@code ..} stands for any byte
   */
  private Signature(String pattern, FirstBytes says) {
    this.pattern = pattern;
    this.says = says;
    this.bytes = IntStream.range(0, pattern.length() / 2).map(at -> byteAt(pattern, at)).toArray();
  }

  private static int byteAt(String pattern, int at) {
    String digits = pattern.substring(2 * at, 2 * at + 2);
    return digits.equals("..") ? ANY : Integer.parseInt(digits, 16);
  }

  String pattern() {
    return pattern;
  }

  FirstBytes says() {
    return says;
  }

  private boolean mayStartWith(int first) {
    return bytes[0] == ANY || bytes[0] == first;
  }

  Match match(ByteBuffer start) {
    int available = Math.min(start.remaining(), bytes.length);
    for (int i = 0; i < available; i++) {
      if (bytes[i] != ANY && bytes[i] != (start.get(start.position() + i) & 0xff)) {
        return Match.NO;
      }
    }
    return available == bytes.length ? Match.YES : Match.PERHAPS;
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
    known.add(new Signature("52494646........41564920", FirstBytes.Container.AVI));
    known.add(new Signature("52494646........41564958", FirstBytes.Container.AVI));
    known.add(new Signature("1F8B08", FirstBytes.Container.GZIP));
    for (String record : List.of("0304", "0506", "0708")) {
      known.add(new Signature("504B" + record, FirstBytes.Container.ZIP));
    }
    addFiles(known);
    addDoubtful(known);
    return List.copyOf(known);
  }

  private static void addFiles(List<Signature> known) {
    notAccepted(known, Kind.FILE, "GIF", "47494638");
    notAccepted(known, Kind.FILE, "TIFF", "49492A00", "4D4D002A", "49492B00", "4D4D002B");
    notAccepted(known, Kind.FILE, "AVIF", brands("avif", "avis"));
    notAccepted(known, Kind.FILE, "HEIC", "000000..667479706865"); // heic, heix, hevc, heis …
    notAccepted(known, Kind.FILE, "HEIF", brands("mif1", "mif2", "msf1", "miaf", "avci", "avcs"));
    notAccepted(known, Kind.FILE, "Canon CR3", brands("crx "));
    notAccepted(known, Kind.RECORDING, "video (MP4 or QuickTime)", "000000..66747970");
    notAccepted(known, Kind.FILE, "JPEG 2000", "0000000C6A502020", "FF4FFF51");
    notAccepted(known, Kind.FILE, "JPEG XL", "0000000C4A584C20");
    notAccepted(known, Kind.FILE, "JPEG XR", "4949BC01");
    notAccepted(known, Kind.FILE, "OpenEXR", "762F3101");
    notAccepted(known, Kind.FILE, "Radiance HDR", "233F52414449414E4345", "233F52474245");
    notAccepted(known, Kind.FILE, "Photoshop (PSD)", "38425053");
    notAccepted(known, Kind.FILE, "PDF", "255044462D");
    notAccepted(known, Kind.FILE, "SVG or XML", "3C737667", "3C3F786D6C");
    notAccepted(known, Kind.FILE, "Sun raster", "59A66A95");
    notAccepted(known, Kind.FILE, "DirectDraw (DDS)", "44445320");
    notAccepted(known, Kind.FILE, "BPG", "425047FB");
    notAccepted(known, Kind.FILE, "QOI", "716F6966");
    notAccepted(known, Kind.FILE, "MNG", "8A4D4E47");
    notAccepted(known, Kind.RECORDING, "audio or video (RIFF)", "52494646");
    notAccepted(known, Kind.FILE, "Matroska video", "1A45DFA3");
    packed(known, "zstd", "zstd -dc", "28B52FFD");
    packed(known, "xz", "xz -dc", "FD377A585A00");
    packed(known, "lz4", "lz4 -dc", "04224D18");
    packed(known, "bzip2", "bzip2 -dc", "425A68..314159265359");
    packed(known, "7z", "7z x -so", "377ABCAF271C");
    packed(known, "rar", "unrar p -inul", "526172211A07");
  }

  private static void addDoubtful(List<Signature> known) {
    notAccepted(known, Kind.DOUBTFUL, "JPEG XL", "FF0A");
    notAccepted(known, Kind.DOUBTFUL, "icon (ICO)", "00000100");
    notAccepted(known, Kind.DOUBTFUL, "SGI image", "01DA00", "01DA01");
    for (String space : List.of("0A", "0D", "20", "09")) {
      for (char kind = '1'; kind <= '7'; kind++) {
        notAccepted(known, Kind.DOUBTFUL, "PNM", "50" + "%02X".formatted((int) kind) + space);
      }
      notAccepted(known, Kind.DOUBTFUL, "PFM", "5046" + space, "5066" + space);
    }
  }

  /** The first box of files that are made of boxes (ISO/IEC 14496-12), with each major brand. */
  private static String[] brands(String... brands) {
    return Arrays.stream(brands)
        .map(brand -> HexFormat.of().withUpperCase().formatHex(brand.getBytes(US_ASCII)))
        .map(hex -> "000000..66747970" + hex)
        .toArray(String[]::new);
  }

  private static Signature image(ImageFormat format, String pattern) {
    return new Signature(pattern, new FirstBytes.Image(format));
  }

  private static void notAccepted(
      List<Signature> known, Kind kind, String name, String... patterns) {
    Arrays.stream(patterns)
        .map(pattern -> new Signature(pattern, new FirstBytes.NotAccepted(name, kind, SEND_IMAGES)))
        .forEach(known::add);
  }

  private static void packed(List<Signature> known, String name, String command, String pattern) {
    String remedy = "unpack it on the way (" + command + " FILE | …)";
    known.add(new Signature(pattern, new FirstBytes.NotAccepted(name, Kind.PACKED, remedy)));
  }
}
