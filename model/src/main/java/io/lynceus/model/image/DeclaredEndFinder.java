package io.lynceus.model.image;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.OptionalInt;

/** Finds the end of formats that say near their beginning how long they are: WebP and BMP. */
final class DeclaredEndFinder implements ImageEndFinder {

  /** Longer than what any of them needs to say it. */
  private static final int HEAD_BYTES = 64;

  /**
   * How far an image reaches, in bytes from its beginning.
   *
   * @param whole everything that its picture needs
   * @param end as it says itself, at least {@code whole}
   */
  record Extent(int whole, int end) {}

  /** Reads the extent from an image's first bytes. */
  interface Declaration {
    /**
     * Reads what the image says of its length.
     *
     * @param head from 0 to its limit
     * @return empty while the head is too short
     * @throws RefusedImageException also for an extent beyond the limits
     */
    Optional<Extent> extent(ByteBuffer head, ImageLimits limits) throws RefusedImageException;
  }

  private final Declaration declaration;
  private final ImageLimits limits;
  private final ByteBuffer head = ByteBuffer.allocate(HEAD_BYTES);
  private Optional<Extent> extent = Optional.empty();
  private long fed;

  DeclaredEndFinder(Declaration declaration, ImageLimits limits) {
    this.declaration = declaration;
    this.limits = limits;
  }

  @Override
  public OptionalInt feed(ByteBuffer piece) throws RefusedImageException {
    if (extent.isEmpty()) {
      head.put(piece.slice(piece.position(), Math.min(piece.remaining(), head.remaining())));
      extent = declaration.extent(head.duplicate().flip(), limits);
    }
    fed += piece.remaining();
    return fedTo(extent.map(Extent::end));
  }

  @Override
  public OptionalInt wholeUpTo() {
    return fedTo(extent.map(Extent::whole));
  }

  private OptionalInt fedTo(Optional<Integer> offset) {
    return offset.isPresent() && offset.get() <= fed
        ? OptionalInt.of(offset.get())
        : OptionalInt.empty();
  }
}
