package io.lynceus.vision.inspection;

import io.lynceus.vision.inspection.JpegFrame.Component;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A scan as its header says it (ITU-T T.81, B.2.3).
 *
 * @param first coefficient that it brings, 0 to 63, in zigzag order
 * @param last coefficient that it brings
 * @param before the bit down to which earlier scans have brought them; 0 when they have not
 * @param after the bit down to which this scan brings them
 */
record JpegScan(JpegFrame frame, List<Part> parts, int first, int last, int before, int after) {

  /** A component of the scan, with its tables; null where the file has none. */
  record Part(Component component, @Nullable HuffmanTable dc, @Nullable HuffmanTable ac) {}

  /** Reads the header. */
  static JpegScan of(ByteBuffer payload, JpegFrame frame, JpegTables tables)
      throws DamagedDataException {
    int count = payload.limit() < 1 ? 0 : payload.get(0) & 0xff;
    if (count < 1 || payload.limit() < 4 + 2 * count) {
      throw new DamagedDataException("a scan's header is too short");
    }
    List<Part> parts = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int chosen = payload.get(2 + 2 * i) & 0xff;
      parts.add(
          new Part(
              frame.component(payload.get(1 + 2 * i) & 0xff),
              tables.dc(chosen >> 4),
              tables.ac(chosen & 0xf)));
    }
    int at = 1 + 2 * count;
    int bits = payload.get(at + 2) & 0xff;
    return new JpegScan(
        frame,
        List.copyOf(parts),
        payload.get(at) & 0x3f,
        payload.get(at + 1) & 0x3f,
        bits >> 4,
        bits & 0xf);
  }

  /** What is coded one after the other: blocks of a lone component, else MCUs. */
  int units() {
    if (parts.size() == 1) {
      Component component = parts.get(0).component();
      return component.blocksAcross() * component.blocksDown();
    }
    return frame.mcusAcross() * frame.mcusDown();
  }

  /** The blocks of one unit. */
  int blocksOfUnit() {
    return parts.size() == 1
        ? 1
        : parts.stream().mapToInt(p -> p.component().across() * p.component().down()).sum();
  }
}
