package io.lynceus.systemtests.hell;

import static io.lynceus.model.image.ImageFixtures.withSegment;
import static io.lynceus.model.image.ImageParts.ascii;
import static io.lynceus.model.image.ImageParts.concat;
import static io.lynceus.model.image.ImageParts.segment;
import static io.lynceus.systemtests.hell.Damage.find;
import static io.lynceus.systemtests.hell.Damage.patched;

import io.lynceus.model.image.ImageFixtures;
import io.lynceus.model.image.ImageFormat;
import io.lynceus.model.image.ImageParts;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Makes hostile JPEG files. */
final class HostileJpegs {
  private static final byte[] SOI = {(byte) 0xff, (byte) 0xd8};
  private static final byte[] EOI = {(byte) 0xff, (byte) 0xd9};
  private static final byte[] GOOD = ImageFixtures.jpeg(160, 120);

  private HostileJpegs() {}

  static List<HostileFile> all() {
    List<HostileFile> files = new ArrayList<>();
    files.addAll(Damage.to("baseline JPEG", GOOD));
    files.addAll(Damage.to("progressive JPEG", ImageFixtures.progressiveJpeg(160, 120)));
    files.addAll(frames());
    files.addAll(scans());
    files.addAll(metadata());
    return files;
  }

  /** False frame headers, and sizes at the limits. */
  private static List<HostileFile> frames() {
    int frame = find(GOOD, 0xff, 0xc0);
    return List.of(
        HostileFile.corrupt("SOI and EOI", concat(SOI, new byte[] {(byte) 0xff, 0}, EOI)),
        HostileFile.complete("1 x 1", ImageFixtures.jpeg(1, 1)),
        HostileFile.complete("1 x 16384", ImageFixtures.jpeg(1, 16_384)),
        HostileFile.complete("16384 x 1", ImageFixtures.jpeg(16_384, 1)),
        HostileFile.tooManyPixels("1 x 65500", ImageFixtures.jpeg(1, 65_500)),
        HostileFile.corrupt("0 columns", patched(GOOD, frame + 7, 0, 0)),
        HostileFile.unsupported("0 rows", patched(GOOD, frame + 5, 0, 0)),
        HostileFile.tooManyPixels(
            "claims 65535 x 65535", patched(GOOD, frame + 5, 0xff, 0xff, 0xff, 0xff)),
        HostileFile.corrupt("claims 7000 x 7000", patched(GOOD, frame + 5, 0x1b, 0x58, 0x1b, 0x58)),
        HostileFile.unsupported("12 bits", patched(GOOD, frame + 4, 12)),
        HostileFile.unsupported("16 bits", patched(GOOD, frame + 4, 16)),
        HostileFile.corrupt("200 components", patched(GOOD, frame + 9, 200)),
        HostileFile.corrupt("sampling factor 0", patched(GOOD, frame + 11, 0)),
        HostileFile.letIn("sampling factors 4 x 4", patched(GOOD, frame + 11, 0x44)),
        HostileFile.letIn("says it is arithmetic", patched(GOOD, frame + 1, 0xc9)),
        HostileFile.letIn("says it is progressive", patched(GOOD, frame + 1, 0xc2)),
        HostileFile.unsupported("says it is lossless", patched(GOOD, frame + 1, 0xc3)),
        HostileFile.unsupported("says it is hierarchical", patched(GOOD, frame + 1, 0xc5)),
        HostileFile.corrupt("two frame headers", twice(GOOD, frame)),
        HostileFile.complete("CMYK", JavaEncoders.cmykJpeg(60, 40)),
        HostileFile.complete("grey", JavaEncoders.greyJpeg(60, 40)));
  }

  private static byte[] twice(byte[] jpeg, int at) {
    int end = at + 2 + ByteBuffer.wrap(jpeg).getShort(at + 2);
    return concat(
        Arrays.copyOf(jpeg, end),
        Arrays.copyOfRange(jpeg, at, end),
        Arrays.copyOfRange(jpeg, end, jpeg.length));
  }

  /** Many scans: they cost a decoder time and take almost no bytes. */
  private static List<HostileFile> scans() {
    return List.of(
        HostileFile.corrupt("10,000 scans", ImageFixtures.scans(64, 64, 10_000)),
        HostileFile.corrupt("100 scans over 49 megapixels", ImageFixtures.scans(7000, 7000, 100)),
        HostileFile.letIn("100 scans over a few pixels", ImageFixtures.scans(64, 64, 100)),
        HostileFile.complete("the most scans that are let in", busyScans(7000, 20)),
        HostileFile.corrupt("one scan more", busyScans(7000, 21)),
        HostileFile.complete("49 megapixels of four components", inFourComponents(7000)),
        HostileFile.corrupt("a scan of no component", badScan()),
        HostileFile.letIn("coded data without end", withoutSense()));
  }

  /**
   * A grey progressive JPEG with valid scans in which every block costs one bit: the mean of all
   * blocks, then the first coefficient over and over.
   */
  private static byte[] busyScans(int side, int scans) {
    ByteArrayOutputStream file = progressive(side, 1);
    for (int i = 0; i < scans; i++) {
      int band = i == 0 ? 0 : 1;
      file.writeBytes(segment(0xda, new byte[] {1, 1, 0, (byte) band, (byte) (band * 63), 0}));
      file.writeBytes(new byte[blocks(side) / 8 + 1]);
    }
    file.writeBytes(EOI);
    return file.toByteArray();
  }

  /** A decoder keeps the coefficients of all components: eight bytes per pixel. */
  private static byte[] inFourComponents(int side) {
    ByteArrayOutputStream file = progressive(side, 4);
    file.writeBytes(segment(0xda, new byte[] {4, 1, 0, 2, 0, 3, 0, 4, 0, 0, 0, 0}));
    file.writeBytes(new byte[4 * blocks(side) / 8 + 1]);
    file.writeBytes(EOI);
    return file.toByteArray();
  }

  private static int blocks(int side) {
    return ((side + 7) / 8) * ((side + 7) / 8);
  }

  /** The segments before the first scan: one code, of one bit, for the symbol 0. */
  private static ByteArrayOutputStream progressive(int side, int components) {
    ByteBuffer frame = ByteBuffer.allocate(6 + 3 * components);
    frame.put((byte) 8).putShort((short) side).putShort((short) side).put((byte) components);
    for (int id = 1; id <= components; id++) {
      frame.put(new byte[] {(byte) id, 0x11, 0});
    }
    byte[] quantisation = new byte[65];
    Arrays.fill(quantisation, (byte) 1);
    quantisation[0] = 0;
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    file.writeBytes(SOI);
    file.writeBytes(segment(0xdb, quantisation));
    file.writeBytes(segment(0xc2, frame.array()));
    for (int table : new int[] {0x00, 0x10}) {
      byte[] codes = new byte[18];
      codes[0] = (byte) table;
      codes[1] = 1;
      file.writeBytes(segment(0xc4, codes));
    }
    return file;
  }

  private static byte[] badScan() {
    return patched(GOOD, find(GOOD, 0xff, 0xda) + 5, 77);
  }

  /** Fills the coded data with stuffed FF bytes, which match no code of any table. */
  private static byte[] withoutSense() {
    int data = find(GOOD, 0xff, 0xda) + 14;
    byte[] ones = new byte[20_000];
    for (int i = 0; i < ones.length; i += 2) {
      ones[i] = (byte) 0xff;
    }
    return concat(Arrays.copyOf(GOOD, data), ones, EOI);
  }

  private static List<HostileFile> metadata() {
    byte[] exif = ascii("Exif\0\0");
    byte[] manyComments = GOOD;
    for (int i = 0; i < 10; i++) {
      manyComments = withSegment(manyComments, 0xfe, new byte[65_533]);
    }
    byte[] selfIfd = ImageParts.exif(6, ByteOrder.BIG_ENDIAN).clone();
    byte[] loop = concat(selfIfd, new byte[] {0, 0, 0, 8}); // the next directory is this one
    byte[] entries = concat(patched(selfIfd, 8, 0xff, 0xff), new byte[60_000]);
    return List.of(
        HostileFile.complete("a thumbnail with its EOI", withSegment(GOOD, 0xe1, GOOD)),
        HostileFile.complete("ten comments of 64 KiB", manyComments),
        HostileFile.complete("an EXIF loop", withSegment(GOOD, 0xe1, concat(exif, loop))),
        HostileFile.complete("65535 EXIF entries", withSegment(GOOD, 0xe1, concat(exif, entries))),
        HostileFile.complete(
            "an EXIF directory far outside",
            withSegment(GOOD, 0xe1, concat(exif, patched(selfIfd, 4, 0x7f, 0xff, 0xff, 0xff)))),
        HostileFile.complete("orientation 6", ImageFixtures.oriented(ImageFormat.JPEG, 40, 20, 6)),
        HostileFile.complete("orientation 9", ImageFixtures.oriented(ImageFormat.JPEG, 40, 20, 9)),
        HostileFile.complete(
            "a second picture", ImageFixtures.multiPicture(GOOD, 4, GOOD.length, GOOD)),
        HostileFile.complete(
            "an index of pictures that are not there",
            ImageFixtures.multiPicture(GOOD, 0, Integer.MAX_VALUE, new byte[0])),
        HostileFile.complete(
            "an index that points into the picture itself",
            withSegment(GOOD, 0xe2, ImageParts.mpfIndex(GOOD.length, 20, GOOD.length))),
        HostileFile.corrupt(
                "a segment shorter than its length",
                concat(SOI, new byte[] {(byte) 0xff, (byte) 0xe0, 0, 1}, GOOD))
            .withRest(),
        HostileFile.truncated(
            "a segment longer than the file",
            concat(SOI, new byte[] {(byte) 0xff, (byte) 0xe0, (byte) 0xff, (byte) 0xff, 0})));
  }
}
