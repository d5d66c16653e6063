package io.lynceus.model.image;

import io.lynceus.model.image.DeclaredEndFinder.Extent;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Optional;

/**
 * What the two headers at the start of a BMP file say: BITMAPFILEHEADER and one of the kinds of
 * BITMAPINFOHEADER, which differ in their size.
 *
 * @param headerBytes size of the second header, one of {@link #HEADER_SIZES}
 * @param pixels how the pixels are stored
 * @param pixelOffset where the pixels start in the file, after both headers
 * @param fileBytes size of the whole file, often 0 or wrong
 * @param imageBytes size of the pixels, 0 when the header does not say it
 * @param colours number of colours in the palette, 0 for as many as {@code bitsPerPixel} allows
 */
record BmpLayout(
    int headerBytes,
    Pixels pixels,
    long pixelOffset,
    long fileBytes,
    long imageBytes,
    long colours) {

  /**
   * How pixels are stored.
   *
   * @param width in pixels
   * @param height in pixels, without its sign, which tells whether the rows go up or down
   * @param bitsPerPixel as the header says it, 0 to 65535
   * @param compression {@link #RGB} to {@link #ALPHABITFIELDS}, or one that is not known
   */
  record Pixels(long width, long height, int bitsPerPixel, int compression) {
    boolean uncompressed() {
      return compression == RGB || compression == BITFIELDS || compression == ALPHABITFIELDS;
    }

    private long rowBytes() {
      return (width * bitsPerPixel + 31) / 32 * 4;
    }
  }

  static final int FILE_HEADER_BYTES = 14;
  static final int CORE_HEADER_BYTES = 12;
  static final int INFO_HEADER_BYTES = 40;
  static final List<Integer> HEADER_SIZES =
      List.of(CORE_HEADER_BYTES, INFO_HEADER_BYTES, 52, 56, 64, 108, 124);

  static final int RGB = 0;
  static final int RLE8 = 1;
  static final int RLE4 = 2;
  static final int BITFIELDS = 3;
  static final int ALPHABITFIELDS = 6;

  /**
   * Reads both headers.
   *
   * @param file its first bytes, from offset 0
   * @return empty when there are too few of them
   */
  static Optional<BmpLayout> of(ByteBuffer file) throws RefusedImageException {
    ByteBuffer head = file.duplicate().order(ByteOrder.LITTLE_ENDIAN);
    if (head.limit() < FILE_HEADER_BYTES + 4) {
      return Optional.empty();
    }
    int headerBytes = head.getInt(14);
    if (!HEADER_SIZES.contains(headerBytes)) {
      throw RefusedImageException.corrupt("the BMP has a header of an unknown size");
    }
    if (head.limit() < FILE_HEADER_BYTES + Math.min(headerBytes, INFO_HEADER_BYTES)) {
      return Optional.empty();
    }
    boolean core = headerBytes == CORE_HEADER_BYTES;
    long width = core ? head.getShort(18) & 0xffff : head.getInt(18);
    long height = core ? head.getShort(20) & 0xffff : Math.abs((long) head.getInt(22));
    if (width < 1 || height < 1) {
      throw RefusedImageException.corrupt("the BMP says that it has no pixels");
    }
    long pixelOffset = unsigned(head, 10);
    if (pixelOffset < FILE_HEADER_BYTES + headerBytes) {
      throw RefusedImageException.corrupt("the BMP says that its pixels start inside its headers");
    }
    return Optional.of(
        new BmpLayout(
            headerBytes,
            new Pixels(
                width,
                height,
                head.getShort(core ? 24 : 28) & 0xffff,
                core ? RGB : head.getInt(30)),
            pixelOffset,
            unsigned(head, 2),
            core ? 0 : unsigned(head, 34),
            core ? 0 : unsigned(head, 46)));
  }

  /** As {@link DeclaredEndFinder.Declaration}. */
  static Optional<Extent> extent(ByteBuffer head, ImageLimits limits) throws RefusedImageException {
    Optional<BmpLayout> layout = of(head);
    return layout.isPresent() ? Optional.of(layout.get().extent(limits)) : Optional.empty();
  }

  /**
   * Where the image ends. The size of uncompressed pixels is computed, whatever the file says; that
   * of compressed pixels stands only in the file.
   */
  Extent extent(ImageLimits limits) throws RefusedImageException {
    limits.checkPixels(pixels.width(), pixels.height());
    boolean fileBytesCredible = fileBytes > pixelOffset && fileBytes <= limits.bytes();
    long whole = pixelOffset + imageBytes;
    if (pixels.uncompressed()) {
      whole = pixelOffset + pixels.height() * pixels.rowBytes();
    } else if (fileBytesCredible && (imageBytes == 0 || fileBytes < whole)) {
      whole = fileBytes;
    } else if (imageBytes == 0) {
      throw RefusedImageException.corrupt("the BMP does not say how long it is");
    }
    limits.checkBytes(whole);
    return new Extent((int) whole, (int) (fileBytesCredible ? Math.max(fileBytes, whole) : whole));
  }

  private static long unsigned(ByteBuffer head, int at) {
    return head.getInt(at) & 0xffffffffL;
  }
}
