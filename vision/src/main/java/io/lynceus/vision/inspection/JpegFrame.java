package io.lynceus.vision.inspection;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * A JPEG's picture as its frame header says it (ITU-T T.81, B.2.2).
 *
 * @param mcusAcross units of an interleaved scan in a row: rectangles that hold whole blocks of
 *     each component
 */
record JpegFrame(Coding coding, int mcusAcross, int mcusDown, List<Component> components) {
  private static final int BLOCK = 8;
  private static final int HEAD_BYTES = 6;
  private static final int COMPONENT_BYTES = 3;

  /** How coefficients are written. */
  enum Coding {
    SEQUENTIAL,
    PROGRESSIVE,
    /** Not read here. */
    ARITHMETIC
  }

  /**
   * One colour of the picture.
   *
   * @param place among the components
   * @param across its blocks in an MCU, side by side
   * @param down its blocks in an MCU, one below the other
   * @param blocksAcross its blocks of 8 x 8 samples in a row of the picture
   */
  record Component(int place, int id, int across, int down, int blocksAcross, int blocksDown) {}

  /**
   * Reads the header.
   *
   * @param payload of the segment, found right when the image was let in
   */
  static JpegFrame of(int marker, ByteBuffer payload) throws DamagedDataException {
    int count = payload.limit() < HEAD_BYTES ? 0 : payload.get(5) & 0xff;
    if (count == 0 || payload.limit() < HEAD_BYTES + COMPONENT_BYTES * count) {
      throw new DamagedDataException("the frame header is too short");
    }
    int height = payload.getShort(1) & 0xffff;
    int width = payload.getShort(3) & 0xffff;
    int maxAcross = 1;
    int maxDown = 1;
    for (int i = 0; i < count; i++) {
      maxAcross = Math.max(maxAcross, sampling(payload, i) >> 4);
      maxDown = Math.max(maxDown, sampling(payload, i) & 0xf);
    }
    List<Component> components = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int across = sampling(payload, i) >> 4;
      int down = sampling(payload, i) & 0xf;
      components.add(
          new Component(
              i,
              payload.get(HEAD_BYTES + COMPONENT_BYTES * i) & 0xff,
              across,
              down,
              ceil(width * across, maxAcross * BLOCK),
              ceil(height * down, maxDown * BLOCK)));
    }
    return new JpegFrame(
        coding(marker),
        ceil(width, maxAcross * BLOCK),
        ceil(height, maxDown * BLOCK),
        List.copyOf(components));
  }

  private static int sampling(ByteBuffer payload, int component) {
    return payload.get(HEAD_BYTES + COMPONENT_BYTES * component + 1) & 0xff;
  }

  private static Coding coding(int marker) {
    if (marker == 0xc2) {
      return Coding.PROGRESSIVE;
    }
    return marker > 0xc8 ? Coding.ARITHMETIC : Coding.SEQUENTIAL;
  }

  private static int ceil(int dividend, int divisor) {
    return (dividend + divisor - 1) / divisor;
  }

  /**
   * Whether it has three components in Huffman codes, of which the second and the third have one
   * block an MCU.
   */
  boolean isPlain() {
    return coding != Coding.ARITHMETIC
        && components.size() == 3
        && components.stream().skip(1).allMatch(each -> each.across() == 1 && each.down() == 1);
  }

  /** The component of that id. */
  Component component(int id) throws DamagedDataException {
    for (Component component : components) {
      if (component.id() == id) {
        return component;
      }
    }
    throw new DamagedDataException("a scan names a component that the frame does not have");
  }

  /** Blocks of a component in a row of whole MCUs. */
  int storedAcross(Component component) {
    return mcusAcross * component.across();
  }
}
