package io.lynceus.master.sources.ffmpeg;

import io.lynceus.model.image.ImageEndFinder;
import io.lynceus.model.image.ImageFormat;
import io.lynceus.model.image.ImageLimits;
import io.lynceus.model.image.RefusedImageException;
import java.nio.ByteBuffer;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** Cuts JPEGs that follow each other without anything between them. Used by one thread. */
final class JpegCutter {
  private final ImageLimits limits;
  private final Sink sink;
  private @Nullable ImageEndFinder finder;
  private long fed;

  /** Where the JPEGs go. */
  interface Sink {
    /** A JPEG begins. */
    void begins();

    /** Its next bytes. */
    void bytes(ByteBuffer some);

    /** It is whole. */
    void ends();
  }

  JpegCutter(ImageLimits limits, Sink sink) {
    this.limits = limits;
    this.sink = sink;
  }

  /**
   * Takes the next bytes, all of them.
   *
   * @throws RefusedImageException when these are no JPEGs, or one is too large
   */
  void take(ByteBuffer bytes) throws RefusedImageException {
    while (bytes.hasRemaining()) {
      if (finder == null) {
        finder = ImageEndFinder.of(ImageFormat.JPEG, limits);
        fed = 0;
        sink.begins();
      }
      OptionalInt end = finder.feed(bytes);
      int count = end.isPresent() ? (int) Math.max(0, end.getAsInt() - fed) : bytes.remaining();
      sink.bytes(bytes.slice(bytes.position(), count));
      bytes.position(bytes.position() + count);
      fed += count;
      if (end.isPresent()) {
        finder = null;
        sink.ends();
      }
    }
  }
}
