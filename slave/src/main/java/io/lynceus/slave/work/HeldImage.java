package io.lynceus.slave.work;

import io.lynceus.model.image.ImageHeader;
import io.lynceus.vision.image.SharedPicture;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The image of a task that lives: its file as it arrives, and its picture, which is freed when
 * neither the task nor a unit needs it any more.
 *
 * <p>The event loop receives and holds; worker threads look at the picture between {@link #retain}
 * and {@link #release}, after they have taken its memory from the {@link PictureBudget}.
 */
final class HeldImage {
  private final ByteBuffer file;
  private final ImageHeader header;
  private final PictureBudget budget;
  private final List<UnitAttempt> waiting = new ArrayList<>();
  private final AtomicInteger holders = new AtomicInteger(1);
  private @Nullable SharedPicture picture;
  private @Nullable SharedPicture forTiles;

  /**
   * Takes its place before the first chunk comes.
   *
   * @param bytes of the file, found within limits
   * @param header what the master has read in the file, found within limits
   */
  HeldImage(int bytes, ImageHeader header, PictureBudget budget) {
    this.file = ByteBuffer.allocate(bytes);
    this.header = header;
    this.budget = budget;
  }

  ImageHeader header() {
    return header;
  }

  /** The file, whole. */
  ByteBuffer file() {
    return file.duplicate().flip();
  }

  int size() {
    return file.capacity();
  }

  boolean isWhole() {
    return !file.hasRemaining();
  }

  /** Units that wait for the rest of the file; the event loop alone touches the list. */
  List<UnitAttempt> waiting() {
    return waiting;
  }

  /** Takes the next bytes; those beyond the announced size are passed over. */
  void append(ByteBuffer chunk) {
    ByteBuffer fitting = chunk.duplicate();
    fitting.limit(fitting.position() + Math.min(fitting.remaining(), file.remaining()));
    file.put(fitting);
    if (isWhole() && picture == null) {
      picture = SharedPicture.of(file(), header);
      forTiles = picture.forTiles();
    }
  }

  /** The picture, not decoded yet. The file is whole, and the caller has retained the image. */
  SharedPicture picture() {
    if (picture == null) {
      throw new IllegalStateException("the image is not whole");
    }
    return picture;
  }

  /** The picture for units that look at tiles; the same, or one that is decoded for itself. */
  SharedPicture pictureForTiles() {
    if (forTiles == null) {
      throw new IllegalStateException("the image is not whole");
    }
    return forTiles;
  }

  void retain() {
    holders.incrementAndGet();
  }

  /** The last one frees the picture's native memory. */
  void release() {
    if (holders.decrementAndGet() == 0 && picture != null && forTiles != null) {
      picture.close();
      budget.forget(picture);
      forTiles.close(); // once more, if it is the same
      budget.forget(forTiles);
    }
  }
}
