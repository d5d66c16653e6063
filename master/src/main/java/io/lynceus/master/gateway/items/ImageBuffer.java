package io.lynceus.master.gateway.items;

import io.lynceus.master.gateway.ByteBudget;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Gathers the bytes of one image. Grows as they arrive, whatever size was announced, and takes what
 * it allocates from a {@link ByteBudget}. Used by one thread.
 */
public final class ImageBuffer {
  /** Two bytes can be an image, of sorts: they must not take much more than themselves. */
  private static final int SMALLEST = 1 << 10;

  /** Each step copies what is there; up to here the steps are wider. */
  private static final int LARGE = 256 << 10;

  private final ByteBudget budget;
  private final int limit;
  private byte[] bytes = new byte[0];
  private int size;

  /**
   * @param limit more bytes than this are never gathered
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
   * @param count at most what the source and the limit leave
   * @return false, with nothing taken, when the budget has not room for them
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
    size = needed;
    return true;
  }

  /** A copy of the bytes from an offset on. */
  ByteBuffer from(int offset) {
    return ByteBuffer.wrap(Arrays.copyOfRange(bytes, offset, size));
  }

  /**
   * Hands over the first bytes and forgets the others. Whoever takes them has to give {@code
   * length} bytes back to the budget.
   */
  public ByteBuffer take(int length) {
    byte[] file = bytes.length == length ? bytes : Arrays.copyOf(bytes, length);
    budget.giveBack(bytes.length - length);
    bytes = new byte[0];
    size = 0;
    return ByteBuffer.wrap(file);
  }

  /** Forgets all. */
  public void clear() {
    take(0);
  }
}
