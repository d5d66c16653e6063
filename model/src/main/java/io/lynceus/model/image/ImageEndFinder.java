package io.lynceus.model.image;

import java.nio.ByteBuffer;
import java.util.OptionalInt;

/**
 * Finds the end of one image whose bytes arrive in pieces of any size. Reads every byte once and
 * does not keep it: the caller holds the image. Takes less than 16 KB itself.
 *
 * <p>One finder serves one image, and one thread at a time. After a result or an exception it must
 * not be fed again.
 */
public interface ImageEndFinder {

  /**
   * Takes the next bytes of the image.
   *
   * @param piece from its position to its limit, which are left as they are; it may hold bytes of
   *     what follows the image
   * @return the image's length in bytes, counted from the first byte ever fed; empty while more
   *     bytes are needed. The end may lie in an earlier piece: only the bytes after a JPEG tell
   *     whether the further pictures that it announces are there. An image with an end may still be
   *     refused by {@link #header}
   * @throws RefusedImageException TOO_LARGE as soon as the image is known to be longer than the
   *     limit, CORRUPT when no end can be found
   */
  OptionalInt feed(ByteBuffer piece) throws RefusedImageException;

  /**
   * How many of the fed bytes are a whole image even if nothing more comes; empty when the image is
   * not whole. For a caller whose bytes end, or stop, before {@link #feed} has found the end.
   */
  OptionalInt wholeUpTo();

  /**
   * The header of the image whose end was found: what {@link ImageHeader#read} says of its bytes,
   * without another walk over the coded data of a JPEG.
   *
   * @param image exactly the image, from its position to its limit, which are left as they are
   */
  default ImageHeader header(ByteBuffer image, ImageLimits limits) throws RefusedImageException {
    return ImageHeader.read(image, limits);
  }

  /** A finder for an image whose first bytes say that it has this format. */
  static ImageEndFinder of(ImageFormat format, ImageLimits limits) {
    return switch (format) {
      case JPEG -> new JpegEndFinder(limits);
      case PNG -> new PngEndFinder(limits);
      case WEBP -> new DeclaredEndFinder(WebpHeader::extent, limits);
      case BMP -> new DeclaredEndFinder(BmpLayout::extent, limits);
    };
  }
}
