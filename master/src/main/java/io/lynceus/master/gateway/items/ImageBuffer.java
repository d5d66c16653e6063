package io.lynceus.master.gateway.items;

import io.lynceus.master.gateway.ByteBudget;
import io.lynceus.master.gateway.ImageHash;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Holds the bytes of one image as they arrive, and hashes them. It grows with the bytes that came:
 * it takes at most four times their memory, whatever size was announced, from a {@link ByteBudget}.
 * Used by one thread.
 */
public final class ImageBuffer {
  /** Small, because a client may send many images of a few bytes. */
  private static final int SMALLEST = 1 << 10;

  /** Each growth copies all bytes. Smaller buffers grow by 4, from here on by 2. */
  private static final int LARGE = 256 << 10;

  private final ByteBudget budget;
  private final int limit;
  private final ImageHash hash = new ImageHash();
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
      int capacity = capacityFor(needed);
      if (!budget.tryTake(capacity - bytes.length)) {
        return false;
      }
      bytes = Arrays.copyOf(bytes, capacity);
    }
    source.get(bytes, size, count);
    budget.moved(count);
    hash.update(bytes, size, count);
    size = needed;
    return true;
  }

  /** All that the limit allows if that is not much more: an image of known size is copied once. */
  private int capacityFor(int needed) {
    if (limit <= (limit <= 4 * LARGE ? 4L : 2L) * needed) {
      return limit;
    }
    long larger = Math.max(SMALLEST, (bytes.length < LARGE ? 4L : 2L) * bytes.length);
    return (int) Math.min(limit, Math.max(needed, larger));
  }

  /**
   * The SHA-256 of the bytes between two offsets, in hexadecimal digits. Called once, before they
   * are taken.
   */
  public String sha256(int from, int to) {
    return hash.end(bytes, from, to);
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
    hash.reset();
    bytes = new byte[0];
    size = 0;
    return ByteBuffer.wrap(file);
  }

  /** Drops all bytes. */
  public void clear() {
    take(0);
  }
}
