package io.lynceus.model.image;

import java.nio.ByteBuffer;

/**
 * What an image file says of itself, without its pixels.
 *
 * @param width stored columns, before orientation, at least 1
 * @param height stored rows, before orientation, at least 1
 */
public record ImageHeader(ImageFormat format, int width, int height, Exif exif) {

  /**
   * A header without the time of EXIF.
   *
   * @param orientation EXIF orientation, 1 (upright) to 8
   */
  public ImageHeader(ImageFormat format, int width, int height, int orientation) {
    this(format, width, height, Exif.ofOrientation(orientation));
  }

  /**
   * Reads the header of a whole file and checks that the file can be decoded within bounds: that
   * its format is accepted, its size is within the limits, its image is complete, and it has enough
   * bytes for the pixels that it claims. Allocates very little, whatever the file claims. Bytes
   * after the image are ignored, because cameras append their own.
   *
   * @param file from its position to its limit, which are left as they are
   * @throws RefusedImageException for an image that is not accepted, with the reason for the client
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

  /** EXIF orientation, 1 (upright) to 8. */
  public int orientation() {
    return exif.orientation();
  }

  /** Columns as a viewer shows them: orientations 5 to 8 swap columns and rows. */
  public int displayWidth() {
    return orientation() >= 5 ? height : width;
  }

  /** Rows as a viewer shows them. */
  public int displayHeight() {
    return orientation() >= 5 ? width : height;
  }

  /**
   * Whether the file has 16 bits a channel, as some PNGs do; others have 8 or fewer.
   *
   * @param file whose header this is, from its position to its limit
   */
  public boolean isDeep(ByteBuffer file) {
    return format == ImageFormat.PNG && PngSize.isDeep(file.slice());
  }

  public long pixels() {
    return (long) width * height;
  }
}
