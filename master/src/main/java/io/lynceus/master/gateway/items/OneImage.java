package io.lynceus.master.gateway.items;

import io.lynceus.master.gateway.items.archive.TarBlock;
import io.lynceus.model.image.FirstBytes;
import io.lynceus.model.image.FurtherPictures;
import io.lynceus.model.image.ImageEndFinder;
import io.lynceus.model.image.ImageFormat;
import io.lynceus.model.image.ImageHeader;
import io.lynceus.model.image.ImageLimits;
import io.lynceus.model.image.RefusedImageException;
import java.nio.ByteBuffer;
import java.util.OptionalInt;

/**
 * The one image of a file, apart from what its maker has put around it.
 *
 * @param from where it starts in the file
 * @param to where it ends
 * @param passedOver bytes behind it that are no padding
 */
public record OneImage(ImageHeader header, int from, int to, int passedOver) {

  /**
   * Finds the image of a file.
   *
   * @param file from its position to its limit, which are left as they are
   * @throws RefusedImageException also when the file holds several images, and the first one does
   *     not announce the others
   */
  public static OneImage of(ByteBuffer file, ImageLimits limits) throws RefusedImageException {
    return of(file, limits, false);
  }

  /**
   * @param first whether the first image is taken if there are several
   */
  static OneImage of(ByteBuffer file, ImageLimits limits, boolean first)
      throws RefusedImageException {
    ByteBuffer bytes = file.slice();
    int from = 0;
    while (bytes.hasRemaining() && ItemStart.of(bytes) instanceof ItemStart.DoubledStart doubled) {
      from += doubled.bytes();
      bytes = file.slice(file.position() + from, file.remaining() - from);
    }
    OneImage image = read(bytes, formatOf(bytes), limits);
    bytes.position(image.to);
    while (bytes.hasRemaining() && ItemStart.isPaddingBeforeEnd(bytes)) {
      bytes.get();
    }
    if (!first && startsAnother(bytes) && !announcesAll(bytes.duplicate().rewind(), limits)) {
      throw FirstBytes.notOneImage("a file of several images");
    }
    return new OneImage(image.header, from, from + image.to, bytes.remaining());
  }

  private static ImageFormat formatOf(ByteBuffer bytes) throws RefusedImageException {
    if (TarBlock.looksLikeHeader(bytes) == TarBlock.Match.YES) {
      throw FirstBytes.notOneImage("a tar archive");
    }
    if (bytes.hasRemaining() && ItemStart.of(bytes) instanceof ItemStart.Part) {
      throw FirstBytes.notOneImage("a stream of images");
    }
    return FirstBytes.formatOf(bytes);
  }

  private static OneImage read(ByteBuffer bytes, ImageFormat format, ImageLimits limits)
      throws RefusedImageException {
    ImageEndFinder finder = ImageEndFinder.of(format, limits);
    OptionalInt end;
    try {
      end = finder.feed(bytes);
      end = end.isPresent() ? end : finder.wholeUpTo(); // a picture that it announces is not there
    } catch (RefusedImageException e) {
      end = OptionalInt.empty(); // of a whole file, more can be said than of its beginning
    }
    if (end.isEmpty()) {
      return new OneImage(ImageHeader.read(bytes, limits), 0, bytes.limit(), 0);
    }
    ByteBuffer image = bytes.slice(0, end.getAsInt());
    return new OneImage(finder.header(image, limits), 0, image.limit(), 0);
  }

  /** Whether the first image announces all that follow, as those of phones do. */
  private static boolean announcesAll(ByteBuffer images, ImageLimits limits)
      throws RefusedImageException {
    if (FirstBytes.formatOf(images) != ImageFormat.JPEG) {
      return false;
    }
    FurtherPictures further = FurtherPictures.of(images);
    ByteBuffer rest = images.slice(further.primaryBytes(), images.limit() - further.primaryBytes());
    for (int left = further.announced(); ; left--) {
      while (rest.hasRemaining() && ItemStart.isPaddingBeforeEnd(rest)) {
        rest.get();
      }
      if (!startsAnother(rest)) {
        return true;
      } else if (left == 0) {
        return false;
      }
      rest.position(rest.position() + bytesOf(rest.slice(), limits));
    }
  }

  /** Of a picture that makes no sense, all bytes. */
  private static int bytesOf(ByteBuffer picture, ImageLimits limits) {
    try {
      return read(picture, FirstBytes.formatOf(picture), limits).to;
    } catch (RefusedImageException e) {
      return picture.limit();
    }
  }

  private static boolean startsAnother(ByteBuffer bytes) {
    if (!bytes.hasRemaining()) {
      return false;
    }
    ItemStart next = ItemStart.of(bytes);
    return next instanceof ItemStart.Image
        || next instanceof ItemStart.DoubledStart
        || (next instanceof ItemStart.Wrapped wrapped
            && wrapped.kind() == FirstBytes.Container.AVI);
  }
}
