package io.lynceus.systemtests.hell;

import static io.lynceus.systemtests.hell.Damage.patched;

import io.lynceus.model.Reply.RejectionCode;
import io.lynceus.model.image.ImageFixtures;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Makes hostile BMP files. */
final class HostileBmps {
  private static final byte[] GOOD = ImageFixtures.bmp(160, 120);
  private static final byte[] PALETTED = JavaEncoders.palettedBmp(40, 30);

  private HostileBmps() {}

  static List<HostileFile> all() {
    List<HostileFile> files = new ArrayList<>();
    files.addAll(Damage.to("BMP", GOOD));
    files.addAll(sizes());
    files.addAll(layouts());
    files.addAll(runs());
    return files;
  }

  private static List<HostileFile> sizes() {
    return List.of(
        HostileFile.complete("1 x 1", ImageFixtures.bmp(1, 1)),
        HostileFile.complete("1 x 16384", ImageFixtures.bmp(1, 16_384)),
        HostileFile.tooManyPixels("1 x 65500", ImageFixtures.bmp(1, 65_500)),
        HostileFile.complete("upside down", withInt(GOOD, 22, -120)),
        HostileFile.tooManyPixels("height of -2^31", withInt(GOOD, 22, Integer.MIN_VALUE)),
        HostileFile.corrupt("width of -2^31", withInt(GOOD, 18, Integer.MIN_VALUE)),
        HostileFile.corrupt("width of 0", withInt(GOOD, 18, 0)),
        HostileFile.truncated("claims 4000 x 2500", withInt(withInt(GOOD, 18, 4000), 22, 2500)),
        HostileFile.tooManyPixels("claims 2^30 columns", withInt(GOOD, 18, 1 << 30)));
  }

  private static List<HostileFile> layouts() {
    return List.of(
        HostileFile.unsupported("a header of no known size", withInt(GOOD, 14, 41)).withRest(),
        HostileFile.corrupt("pixels inside the header", withInt(GOOD, 10, 20)),
        HostileFile.truncated("pixels beyond the file", withInt(GOOD, 10, 1 << 20)),
        HostileFile.unsupported("2 bits a pixel", patched(GOOD, 28, 2)),
        HostileFile.unsupported("64 bits a pixel", patched(GOOD, 28, 64))
            .bare(RejectionCode.TRUNCATED),
        HostileFile.unsupported("a JPEG inside", patched(sized(GOOD), 30, 4)),
        HostileFile.unsupported("a PNG inside", patched(sized(GOOD), 30, 5)),
        HostileFile.corrupt("2^31 colours", withInt(PALETTED, 46, Integer.MIN_VALUE)),
        HostileFile.letIn("2 colours, indexes up to 255", withInt(PALETTED, 46, 2)),
        HostileFile.complete("1 bit a pixel", JavaEncoders.bilevelBmp(33, 21)),
        HostileFile.complete("8 bits a pixel", PALETTED),
        HostileFile.complete("file size of 0", withInt(GOOD, 2, 0)),
        HostileFile.complete("file size of -1", withInt(GOOD, 2, -1)));
  }

  private static List<HostileFile> runs() {
    byte[] endless = new byte[2000];
    Arrays.fill(endless, (byte) 255);
    return List.of(
        HostileFile.complete("runs", runs(100, 2, 100, 7, 0, 0, 100, 9, 0, 1)),
        HostileFile.letIn("runs without an end", runs(100, 20, bytes(endless))),
        HostileFile.letIn("a run beyond the row", runs(100, 2, 255, 7, 255, 7, 0, 1)),
        HostileFile.letIn("a jump outside", runs(100, 2, 0, 2, 255, 255, 100, 7, 0, 1)),
        HostileFile.letIn("a literal beyond the file", runs(100, 2, 0, 255, 1, 2, 3)),
        HostileFile.corrupt("runs, claims 7000 x 7000", runs(7000, 7000, 100, 7, 0, 1)));
  }

  /** A BMP of 8 bits per pixel, run-length encoded (RLE8). */
  private static byte[] runs(int width, int height, int... data) {
    int palette = 4 * 256;
    ByteBuffer file =
        ByteBuffer.allocate(54 + palette + data.length).order(ByteOrder.LITTLE_ENDIAN);
    file.put((byte) 'B').put((byte) 'M').putInt(file.capacity()).putInt(0).putInt(54 + palette);
    file.putInt(40).putInt(width).putInt(height).putShort((short) 1).putShort((short) 8);
    file.putInt(1).putInt(data.length).putLong(0).putInt(256).putInt(0);
    for (int i = 0; i < 256; i++) {
      file.putInt(0x010101 * i);
    }
    for (int b : data) {
      file.put((byte) b);
    }
    return file.array();
  }

  private static int[] bytes(byte[] bytes) {
    int[] values = new int[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      values[i] = bytes[i] & 0xff;
    }
    return values;
  }

  /** With the size of the pixel data, which only compressed BMPs need. */
  private static byte[] sized(byte[] bmp) {
    return withInt(bmp, 34, bmp.length - 54);
  }

  private static byte[] withInt(byte[] bmp, int at, int value) {
    return patched(bmp, at, value, value >> 8, value >> 16, value >> 24);
  }
}
