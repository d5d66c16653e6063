package io.lynceus.protocol.image;

/**
 * What an image file says of itself, read without decoding a pixel.
 *
 * @param width stored columns, before orientation, at least 1
 * @param height stored rows, before orientation, at least 1
 * @param orientation EXIF orientation, 1 (upright) to 8
 */
public record ImageHeader(ImageFormat format, int width, int height, int orientation) {

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
