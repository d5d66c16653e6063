package io.lynceus.master.gateway.items;

import io.lynceus.master.gateway.ByteBudget;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Holds the bytes of one image as they arrive. It grows with the bytes that came, never with the
 * size that was announced, and takes its memory from a {@link ByteBudget}. Used by one thread.
 */
public final class ImageBuffer {
  /** Small, because a client may send many images of a few bytes. */
  private static final int SMALLEST = 1 << 10;

  /** Each growth copies all bytes. Smaller buffers grow by 4, from here on by 2. */
  private static final int LARGE = 256 << 10;

  private final ByteBudget budget;
  private final int limit;
  private byte[] bytes = new byte[0];
  private int size;

  /**
   * @param limit the most bytes that it holds
   */
  public ImageBuffer(ByteBudget budget, int limit) {
    this.budget = budget;
    this.limit = limit;
  }

  public int size() {
    return size;
  }

  /**
   * Takes the next bytes of {@code source}.
   *
   * @param count at most what remains in the source and below the limit
   * @return false, with nothing taken, when the budget does not have room for them
   */
  public boolean append(ByteBuffer source, int count) {
    int needed = size + count;
    if (needed > bytes.length) {
      long larger = Math.max(SMALLEST, (bytes.length < LARGE ? 4L : 2L) * bytes.length);
      int capacity = (int) Math.min(limit, Math.max(needed, larger));
      if (!budget.tryTake(capacity - bytes.length)) {
        return false;
      }
      bytes = Arrays.copyOf(bytes, capacity);
    }
    source.get(bytes, size, count);
    budget.moved(count);
    size = needed;
    return true;
  }

  /** A view of the first bytes, valid until the next change. */
  public ByteBuffer upTo(int length) {
    return ByteBuffer.wrap(bytes, 0, length);
  }

  /** A copy of the bytes from an offset on. */
  ByteBuffer from(int offset) {
    return ByteBuffer.wrap(Arrays.copyOfRange(bytes, offset, size));
  }

  /**
   * Hands over the first bytes and drops the others. The caller must give {@code length} bytes back
   * to the budget.
   */
  public ByteBuffer take(int length) {
    return take(0, length);
  }

  /** As {@link #take(int)}, the bytes between two offsets. */
  ByteBuffer take(int from, int to) {
    int length = to - from;
    byte[] file = bytes.length == length ? bytes : Arrays.copyOfRange(bytes, from, to);
    budget.giveBack(bytes.length - length);
    bytes = new byte[0];
    size = 0;
    return ByteBuffer.wrap(file);
  }

  /** Drops all bytes. */
  public void clear() {
    take(0);
  }
}
