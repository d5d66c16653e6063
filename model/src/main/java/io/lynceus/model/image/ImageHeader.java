package io.lynceus.model.image;

import java.nio.ByteBuffer;

/**
 * What an image file says of itself, read without decoding a pixel.
 *
 * @param width stored columns, before orientation, at least 1
 * @param height stored rows, before orientation, at least 1
 * @param orientation EXIF orientation, 1 (upright) to 8
 */
public record ImageHeader(ImageFormat format, int width, int height, int orientation) {

  /**
   * Reads the header of a whole file and checks that the file can be decoded within bounds: its
   * format, its size against the limits, that its image is there to the end, and that it has bytes
   * enough for the pixels it claims. Allocates next to nothing, whatever the file claims. Bytes
   * after the image are tolerated: cameras append their own.
   *
   * @param file from its position to its limit, which are left as they are
   * @throws RefusedImageException for an image that is not let in, with the reason for the client
   */
  public static ImageHeader read(ByteBuffer file, ImageLimits limits) throws RefusedImageException {
    ByteBuffer bytes = file.slice();
    return switch (FirstBytes.formatOf(bytes)) {
      case JPEG -> JpegHeader.read(bytes, limits);
      case PNG -> PngHeader.read(bytes, limits);
      case WEBP -> WebpHeader.read(bytes, limits);
      case BMP -> BmpHeader.read(bytes, limits);
    };
  }

  /** Columns as a viewer shows them: orientations 5 to 8 lie on their side. */
  public int displayWidth() {
    return orientation >= 5 ? height : width;
  }

  /** Rows as a viewer shows them. */
  public int displayHeight() {
    return orientation >= 5 ? width : height;
  }

  public long pixels() {
    return (long) width * height;
  }
}
