package io.lynceus.model.image;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * A JPEG's frame header (ITU-T T.81, B.2.2) of a kind that is decoded here: 8 bits a sample;
 * sequential or progressive; Huffman or arithmetic coding.
 */
record JpegFrameHeader(int width, int height, boolean arithmetic, List<Component> components) {
  private static final int JPEG_LS = 0xf7;
  private static final int HEAD_BYTES = 6;
  private static final int COMPONENT_BYTES = 3;
  private static final int BLOCK = 8;

  /**
   * @param across horizontal sampling factor, 1 to 4
   * @param down vertical sampling factor, 1 to 4
   */
  record Component(int id, int across, int down) {}

  /** Whether a segment with this marker is a frame header, of any kind. */
  static boolean isMarker(int marker) {
    boolean tables = marker == 0xc4 || marker == 0xc8 || marker == 0xcc;
    return marker == JPEG_LS || (marker >= 0xc0 && marker <= 0xcf && !tables);
  }

  static JpegFrameHeader of(int marker, ByteBuffer payload) throws RefusedImageException {
    checkKind(marker);
    int count = payload.limit() < HEAD_BYTES ? 0 : payload.get(5) & 0xff;
    if (payload.limit() != HEAD_BYTES + COMPONENT_BYTES * count) {
      throw RefusedImageException.corrupt("the JPEG's frame header has a wrong length");
    }
    if (payload.get(0) != 8) {
      throw RefusedImageException.unsupported(
          "a JPEG with %d bits a sample is not accepted: save it with 8".formatted(payload.get(0)));
    }
    if (count != 1 && count != 3 && count != 4) {
      throw RefusedImageException.unsupported(
          "a JPEG of " + count + " components is not accepted: save it as grey, colour or CMYK");
    }
    int height = payload.getShort(1) & 0xffff;
    int width = payload.getShort(3) & 0xffff;
    if (width == 0) {
      throw RefusedImageException.corrupt("the JPEG says that it has no columns");
    }
    if (height == 0) {
      throw RefusedImageException.unsupported(
          "a JPEG that does not say its height is not accepted: save it again");
    }
    boolean arithmetic = marker >= 0xc9;
    return new JpegFrameHeader(width, height, arithmetic, components(payload));
  }

  private static void checkKind(int marker) throws RefusedImageException {
    switch (marker) {
      case 0xc0, 0xc1, 0xc2, 0xc9, 0xca -> {}
      case JPEG_LS -> throw unsupported("JPEG-LS");
      case 0xc3, 0xcb -> throw unsupported("a lossless JPEG");
      default -> throw unsupported("a hierarchical JPEG");
    }
  }

  private static RefusedImageException unsupported(String kind) {
    return RefusedImageException.unsupported(
        kind + " is not accepted: save it as baseline or progressive JPEG");
  }

  private static List<Component> components(ByteBuffer payload) throws RefusedImageException {
    List<Component> components = new ArrayList<>();
    for (int at = HEAD_BYTES; at < payload.limit(); at += COMPONENT_BYTES) {
      int across = payload.get(at + 1) >> 4;
      int down = payload.get(at + 1) & 0xf;
      if (across < 1 || across > 4 || down < 1 || down > 4) {
        throw RefusedImageException.corrupt("the JPEG has a sampling factor that is not 1 to 4");
      }
      components.add(new Component(payload.get(at) & 0xff, across, down));
    }
    return List.copyOf(components);
  }

  /** Blocks of 8 x 8 samples of all components. */
  long blocks() {
    return components.stream().mapToLong(this::blocks).sum();
  }

  /** Blocks of 8 x 8 samples of one component, which may have a lower resolution than others. */
  long blocks(Component component) {
    int maxAcross = components.stream().mapToInt(Component::across).max().orElse(1);
    int maxDown = components.stream().mapToInt(Component::down).max().orElse(1);
    long columns = ceil((long) width * component.across(), (long) maxAcross * BLOCK);
    long rows = ceil((long) height * component.down(), (long) maxDown * BLOCK);
    return columns * rows;
  }

  private static long ceil(long dividend, long divisor) {
    return (dividend + divisor - 1) / divisor;
  }
}
