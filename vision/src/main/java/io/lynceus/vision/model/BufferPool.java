package io.lynceus.vision.model;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Direct buffers that are used again: as many as there were users at the same time, each as large
 * as was ever asked of it. Used by several threads.
 */
final class BufferPool {
  private final ConcurrentLinkedQueue<ByteBuffer> free = new ConcurrentLinkedQueue<>();

  /** A buffer with that many bytes to its limit, in the machine's byte order, of any content. */
  ByteBuffer take(int bytes) {
    ByteBuffer buffer = free.poll();
    if (buffer == null || buffer.capacity() < bytes) {
      buffer = ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder());
    }
    return buffer.clear().limit(bytes);
  }

  /** Drops the free ones: their memory is free with the next collection of garbage. */
  void clear() {
    free.clear();
  }

  /** Takes a buffer back that {@link #take} gave. */
  void back(ByteBuffer buffer) {
    free.add(buffer);
  }
}
