package io.lynceus.model.image;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.OptionalInt;

/** Finds the end of formats that declare their length near their start: WebP and BMP. */
final class DeclaredEndFinder implements ImageEndFinder {

  /** More than any of these formats needs to declare its length. */
  private static final int HEAD_BYTES = 64;

  /**
   * How far an image reaches, in bytes from its start.
   *
   * @param whole the bytes that its picture needs
   * @param end the declared end, at least {@code whole}
   */
  record Extent(int whole, int end) {}

  /** Reads the extent from an image's first bytes. */
  interface Declaration {
    /**
     * Reads the declared length.
     *
     * @param head the first bytes, from 0 to its limit
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
