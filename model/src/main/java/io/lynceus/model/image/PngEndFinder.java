package io.lynceus.model.image;

import java.nio.ByteBuffer;
import java.util.OptionalInt;

/** A PNG ends with its IEND chunk; the other chunks are skipped by their length. */
final class PngEndFinder implements ImageEndFinder {
  private final ImageLimits limits;
  private final ByteBuffer head = ByteBuffer.allocate(PngChunk.HEAD_BYTES);
  private long fed;
  private long next = PngChunk.SIGNATURE_BYTES;
  private boolean last;

  PngEndFinder(ImageLimits limits) {
    this.limits = limits;
  }

  @Override
  public OptionalInt feed(ByteBuffer piece) throws RefusedImageException {
    long pieceStart = fed - piece.position();
    fed += piece.remaining();
    while (!last && next + head.position() < fed) {
      head.put(piece.get((int) (next + head.position() - pieceStart)));
      if (!head.hasRemaining()) {
        enterChunk();
      }
    }
    return wholeUpTo();
  }

  @Override
  public OptionalInt wholeUpTo() {
    return last && next <= fed ? OptionalInt.of((int) next) : OptionalInt.empty();
  }

  private void enterChunk() throws RefusedImageException {
    PngChunk chunk = PngChunk.at(0, head.clear());
    last = chunk.is(PngChunk.IEND);
    next += chunk.totalBytes();
    limits.checkBytes(last ? next : next + PngChunk.MIN_BYTES);
  }
}
