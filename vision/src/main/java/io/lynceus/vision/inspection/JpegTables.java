package io.lynceus.vision.inspection;

import java.nio.ByteBuffer;
import javax.imageio.plugins.jpeg.JPEGHuffmanTable;
import org.jspecify.annotations.Nullable;

/** The Huffman tables of a JPEG that are in force. */
final class JpegTables {
  private static final int COUNTS = 16;

  private static final HuffmanTable DC_0 = HuffmanTable.standard(JPEGHuffmanTable.StdDCLuminance);
  private static final HuffmanTable DC_1 = HuffmanTable.standard(JPEGHuffmanTable.StdDCChrominance);
  private static final HuffmanTable AC_0 = HuffmanTable.standard(JPEGHuffmanTable.StdACLuminance);
  private static final HuffmanTable AC_1 = HuffmanTable.standard(JPEGHuffmanTable.StdACChrominance);

  private final @Nullable HuffmanTable[] dc = {DC_0, DC_1, null, null};
  private final @Nullable HuffmanTable[] ac = {AC_0, AC_1, null, null};

  /** Takes the tables of a DHT segment (ITU-T T.81, B.2.4.2). */
  void define(ByteBuffer payload) throws DamagedDataException {
    while (payload.remaining() > COUNTS) {
      int name = payload.get() & 0xff;
      int[] counts = take(payload, COUNTS);
      int sum = 0;
      for (int count : counts) {
        sum += count;
      }
      if (sum > payload.remaining() || (name & 0xf) > 3) {
        throw new DamagedDataException("a table is cut off");
      }
      (name >> 4 == 0 ? dc : ac)[name & 0xf] = new HuffmanTable(counts, take(payload, sum));
    }
  }

  private static int[] take(ByteBuffer payload, int count) {
    int[] values = new int[count];
    for (int i = 0; i < count; i++) {
      values[i] = payload.get() & 0xff;
    }
    return values;
  }

  /** The table for DC coefficients with that number; null if the file has none. */
  @Nullable HuffmanTable dc(int number) {
    return number > 3 ? null : dc[number];
  }

  /** The table for AC coefficients with that number; null if the file has none. */
  @Nullable HuffmanTable ac(int number) {
    return number > 3 ? null : ac[number];
  }
}
