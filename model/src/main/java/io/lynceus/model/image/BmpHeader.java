package io.lynceus.model.image;

import static io.lynceus.model.image.BmpLayout.BITFIELDS;
import static io.lynceus.model.image.BmpLayout.CORE_HEADER_BYTES;
import static io.lynceus.model.image.BmpLayout.FILE_HEADER_BYTES;
import static io.lynceus.model.image.BmpLayout.INFO_HEADER_BYTES;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Reads BMP headers and accepts the kinds that OpenCV 4.9 decodes with the right colours. */
final class BmpHeader {
  private static final int MASKS_AT = FILE_HEADER_BYTES + INFO_HEADER_BYTES;

  /** In both RLE kinds, a run of two bytes has at most this many pixels. */
  private static final int MAX_RUN = 255;

  private static final int MAX_COLOURS = 256;

  private BmpHeader() {}

  static ImageHeader read(ByteBuffer file, ImageLimits limits) throws RefusedImageException {
    BmpLayout layout =
        BmpLayout.of(file).orElseThrow(() -> RefusedImageException.truncated(ImageFormat.BMP));
    long end = layout.extent(limits).whole();
    if (!decodable(layout, file)) {
      throw RefusedImageException.unsupported(
          "a BMP with %d bits a pixel, compression %d and a header of %d bytes is not accepted: save it as 24-bit BMP or as PNG"
              .formatted(
                  layout.pixels().bitsPerPixel(),
                  layout.pixels().compression(),
                  layout.headerBytes()));
    }
    checkPalette(layout);
    if (file.limit() < end) {
      throw RefusedImageException.truncated(ImageFormat.BMP);
    }
    long runs = (end - layout.pixelOffset()) / 2;
    if (!layout.pixels().uncompressed()
        && layout.pixels().width() * layout.pixels().height() > runs * MAX_RUN) {
      throw RefusedImageException.corrupt("the BMP has too few bytes for the pixels it claims");
    }
    return new ImageHeader(
        ImageFormat.BMP, (int) layout.pixels().width(), (int) layout.pixels().height(), 1);
  }

  private static boolean decodable(BmpLayout layout, ByteBuffer file) {
    int bits = layout.pixels().bitsPerPixel();
    boolean usual = bits == 1 || bits == 4 || bits == 8 || bits == 24 || bits == 32;
    return switch (layout.pixels().compression()) {
      case BmpLayout.RGB -> usual || (bits == 16 && layout.headerBytes() != CORE_HEADER_BYTES);
      case BmpLayout.RLE8 -> bits == 8;
      case BmpLayout.RLE4 -> bits == 4;
      case BITFIELDS -> (bits == 16 || bits == 32) && hasUsableMasks(layout, file);
      default -> false;
    };
  }

  /**
   * OpenCV reads the masks only for 32 bits a pixel and headers of at least 56 bytes. Otherwise it
   * assumes the usual masks, or fails.
   */
  private static boolean hasUsableMasks(BmpLayout layout, ByteBuffer file) {
    if (layout.pixels().bitsPerPixel() == 32 && layout.headerBytes() >= 56) {
      return true;
    }
    if (file.limit() < MASKS_AT + 12) {
      return false;
    }
    ByteBuffer head = file.duplicate().order(ByteOrder.LITTLE_ENDIAN);
    int red = head.getInt(MASKS_AT);
    int green = head.getInt(MASKS_AT + 4);
    int blue = head.getInt(MASKS_AT + 8);
    if (layout.pixels().bitsPerPixel() == 32) {
      return red == 0xff0000 && green == 0xff00 && blue == 0xff;
    }
    return layout.headerBytes() == INFO_HEADER_BYTES
        && blue == 0x1f
        && ((red == 0xf800 && green == 0x7e0) || (red == 0x7c00 && green == 0x3e0));
  }

  private static void checkPalette(BmpLayout layout) throws RefusedImageException {
    if (layout.pixels().bitsPerPixel() <= 8 && layout.colours() > MAX_COLOURS) {
      throw RefusedImageException.corrupt("the BMP's palette has more colours than it may");
    }
  }
}
