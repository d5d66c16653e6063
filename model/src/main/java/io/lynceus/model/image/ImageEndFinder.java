package io.lynceus.model.image;

import java.nio.ByteBuffer;
import java.util.OptionalInt;

/**
 * Finds the end of one image whose bytes arrive in pieces of any size. Reads every byte once, keeps
 * none of them, and so leaves holding the image to its caller. Takes less than 8 KB itself.
 *
 * <p>One finder for one image, used by one thread at a time. After an answer or an exception it is
 * not fed again.
 */
public interface ImageEndFinder {

  /**
   * Takes the next bytes of the image.
   *
   * @param piece from its position to its limit, which are left as they are; it may hold bytes of
   *     what follows the image
   * @return the image's length in bytes, counted from the first byte ever fed; empty while more
   *     bytes are needed. The end may lie in an earlier piece: only the bytes that follow a JPEG
   *     tell whether the further pictures that it announces are there. What ends here may still be
   *     refused by {@link ImageHeader#read}
   * @throws RefusedImageException TOO_LARGE as soon as the image is known to be longer than the
   *     limit, CORRUPT when no end can be found
   */
  OptionalInt feed(ByteBuffer piece) throws RefusedImageException;

  /**
   * How much of what was fed is a whole image even if nothing more comes; empty when none is. For
   * the caller whose bytes end, or stop, before {@link #feed} has found the end.
   */
  OptionalInt wholeUpTo();

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
