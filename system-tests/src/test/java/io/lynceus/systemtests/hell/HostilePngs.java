package io.lynceus.systemtests.hell;

import static io.lynceus.model.image.ImageFixtures.pngOf;
import static io.lynceus.model.image.ImageFixtures.withChunk;
import static io.lynceus.model.image.ImageParts.ascii;
import static io.lynceus.model.image.ImageParts.concat;
import static io.lynceus.model.image.ImageParts.ihdr;
import static io.lynceus.model.image.ImageParts.pngChunk;
import static io.lynceus.systemtests.hell.Damage.patched;

import io.lynceus.model.Reply.RejectionCode;
import io.lynceus.model.image.ImageFixtures;
import io.lynceus.model.image.ImageFormat;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.Deflater;

/** Makes hostile PNG files. */
final class HostilePngs {
  private static final int GREY = 0;
  private static final int RGB = 2;
  private static final int PALETTE = 3;
  private static final int RGBA = 6;
  private static final byte[] IEND = pngChunk("IEND", new byte[0]);
  private static final byte[] GOOD = ImageFixtures.png(160, 120);

  private HostilePngs() {}

  static List<HostileFile> all() {
    List<HostileFile> files = new ArrayList<>();
    files.addAll(Damage.to("PNG", GOOD));
    files.addAll(Damage.to("interlaced PNG", ImageFixtures.interlacedPng(160, 120)));
    files.addAll(sizes());
    files.addAll(data());
    files.addAll(chunks());
    files.addAll(kinds());
    return files;
  }

  private static List<HostileFile> sizes() {
    return List.of(
        HostileFile.corrupt("0 x 0", picture(0, 0, 8, GREY, 1)),
        HostileFile.corrupt("negative size", picture(-5, -5, 8, GREY, 1)),
        HostileFile.tooManyPixels("claims 65535 x 65535", picture(65_535, 65_535, 8, RGB, 100)),
        HostileFile.corrupt("79 bytes for 7000 x 7000", picture(7000, 7000, 16, RGBA, 10)),
        HostileFile.tooManyPixels("14000 x 14000, true", whole(14_000, 14_000, 1, GREY)),
        HostileFile.complete("7000 x 7000 in 48 KB, true", whole(7000, 7000, 8, GREY)),
        HostileFile.complete("7000 x 7000 in colour, true", whole(7000, 7000, 8, RGB)),
        HostileFile.complete("1 x 1", whole(1, 1, 8, GREY)),
        HostileFile.complete("1 x 16384", whole(1, 16_384, 8, RGB)),
        HostileFile.complete("16384 x 1", whole(16_384, 1, 8, RGB)),
        HostileFile.tooManyPixels("1 x 65500", whole(1, 65_500, 8, RGB)),
        HostileFile.tooManyPixels("1000000 x 1", whole(1_000_000, 1, 1, GREY)));
  }

  private static List<HostileFile> data() {
    return List.of(
        HostileFile.corrupt("unpacks to too little", picture(100, 100, 8, GREY, 5000)),
        HostileFile.letIn("unpacks to 100 MB too much", picture(10, 10, 8, GREY, 100_000_000)),
        HostileFile.corrupt("is not packed at all", noise(100, 100)),
        HostileFile.letIn(
            "20,000 pieces of data", pngOf(ihdr(10, 10, 8, GREY), pieces(deflated(110)), IEND)),
        HostileFile.corrupt("no data", pngOf(ihdr(10, 10, 8, GREY), IEND)),
        HostileFile.corrupt("no palette", picture(10, 10, 8, PALETTE, 110)),
        HostileFile.letIn("index beyond the palette", beyondPalette()),
        HostileFile.truncated("no IEND", Arrays.copyOf(GOOD, GOOD.length - IEND.length)),
        HostileFile.corrupt("a wrong CRC", patched(GOOD, 45, GOOD[45] ^ 1)),
        HostileFile.corrupt(
            "two headers", pngOf(ihdr(9, 9, 8, GREY), ihdr(9999, 9999, 8, GREY), IEND)));
  }

  private static List<HostileFile> chunks() {
    byte[] bomb = concat(ascii("k"), new byte[2], deflated(50_000_000));
    byte[] bombs = GOOD;
    for (int i = 0; i < 9; i++) {
      bombs = withChunk(bombs, "zTXt", bomb);
    }
    ByteArrayOutputStream many = new ByteArrayOutputStream();
    for (int i = 0; i < 20_000; i++) {
      many.writeBytes(pngChunk("tEXt", ascii("k\0v")));
    }
    byte[] texts =
        concat(
            Arrays.copyOf(GOOD, 33), many.toByteArray(), Arrays.copyOfRange(GOOD, 33, GOOD.length));
    byte[] huge = concat(Arrays.copyOf(GOOD, 33), new byte[] {0x7f, -1, -1, -1}, ascii("tEXt"));
    byte[] negative = concat(Arrays.copyOf(GOOD, 33), new byte[] {-1, -1, -1, -1}, ascii("tEXt"));
    return List.of(
        HostileFile.complete("20,000 texts", texts),
        HostileFile.complete("a text of 50 MB, packed", withChunk(GOOD, "zTXt", bomb)),
        HostileFile.complete("a colour profile of 50 MB, packed", withChunk(GOOD, "iCCP", bomb)),
        HostileFile.complete(
            "a text of 50 MB in Unicode, packed",
            withChunk(
                GOOD,
                "iTXt",
                concat(ascii("k"), new byte[] {0, 1, 0, 0, 0}, deflated(50_000_000)))),
        HostileFile.corrupt("nine such texts", bombs),
        HostileFile.truncated("a text of 2 GB", concat(huge, new byte[50]))
            .bare(RejectionCode.TOO_LARGE),
        HostileFile.corrupt("a text of -1 bytes", concat(negative, new byte[50])),
        HostileFile.complete("a frame of an animation", withChunk(GOOD, "fcTL", new byte[26])),
        HostileFile.complete(
            "2 billion frames", withChunk(GOOD, "acTL", new byte[] {127, -1, -1, -1, 0, 0, 0, 0})),
        HostileFile.complete("orientation 8", ImageFixtures.oriented(ImageFormat.PNG, 40, 20, 8)),
        HostileFile.unsupported(
            "CgBI", pngOf(pngChunk("CgBI", new byte[4]), ihdr(9, 9, 8, RGB), IEND)));
  }

  /** Valid but rare forms. */
  private static List<HostileFile> kinds() {
    List<HostileFile> files = new ArrayList<>();
    int[][] kinds = {
      {1, GREY},
      {2, GREY},
      {4, GREY},
      {8, GREY},
      {16, GREY},
      {8, RGB},
      {16, RGB},
      {8, 4},
      {16, 4},
      {8, RGBA},
      {16, RGBA}
    };
    for (int[] kind : kinds) {
      String name = "colour type %d of %d bits".formatted(kind[1], kind[0]);
      files.add(HostileFile.complete(name, whole(33, 21, kind[0], kind[1])));
    }
    for (int side = 1; side <= 4; side++) {
      String name = "interlaced, side " + side;
      files.add(HostileFile.complete(name, ImageFixtures.interlacedPng(side, side)));
    }
    return files;
  }

  private static byte[] beyondPalette() {
    byte[] indexes = new byte[11 * 10];
    Arrays.fill(indexes, (byte) 200);
    for (int row = 0; row < 10; row++) {
      indexes[11 * row] = 0; // the filter
    }
    return pngOf(
        ihdr(10, 10, 8, PALETTE),
        pngChunk("PLTE", new byte[6]),
        pngChunk("IDAT", deflated(indexes)),
        IEND);
  }

  private static byte[] noise(int width, int height) {
    byte[] noise = new byte[width * height];
    Arrays.fill(noise, (byte) 0x5a);
    return pngOf(ihdr(width, height, 8, GREY), pngChunk("IDAT", noise), IEND);
  }

  /** One chunk per byte, then empty chunks. */
  private static byte[] pieces(byte[] data) {
    ByteArrayOutputStream chunks = new ByteArrayOutputStream();
    for (byte b : data) {
      chunks.writeBytes(pngChunk("IDAT", new byte[] {b}));
    }
    byte[] empty = pngChunk("IDAT", new byte[0]);
    for (int i = data.length; i < 20_000; i++) {
      chunks.writeBytes(empty);
    }
    return chunks.toByteArray();
  }

  /** All black; the header is true. */
  private static byte[] whole(int width, int height, int depth, int colour) {
    int[] samples = {1, 0, 3, 1, 2, 0, 4};
    long row = 1 + ((long) width * depth * samples[colour] + 7) / 8;
    return picture(width, height, depth, colour, row * height);
  }

  /** With data that unpacks to {@code zeros} zero bytes. */
  private static byte[] picture(int width, int height, int depth, int colour, long zeros) {
    return pngOf(ihdr(width, height, depth, colour), pngChunk("IDAT", deflated(zeros)), IEND);
  }

  private static byte[] deflated(long zeros) {
    Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION);
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    byte[] out = new byte[8192];
    byte[] block = new byte[1 << 16];
    long left = zeros;
    while (!deflater.finished()) {
      if (deflater.needsInput() && left > 0) {
        int part = (int) Math.min(left, block.length);
        deflater.setInput(block, 0, part);
        left -= part;
      } else if (left == 0) {
        deflater.finish();
      }
      packed.write(out, 0, deflater.deflate(out));
    }
    deflater.end();
    return packed.toByteArray();
  }

  private static byte[] deflated(byte[] bytes) {
    Deflater deflater = new Deflater();
    deflater.setInput(bytes);
    deflater.finish();
    byte[] out = new byte[bytes.length + 64];
    int length = deflater.deflate(out);
    deflater.end();
    return Arrays.copyOf(out, length);
  }
}
