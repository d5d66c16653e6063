package io.lynceus.master.gateway.taskport;

import io.lynceus.common.port.ByteAllowance;
import io.lynceus.master.gateway.items.Item;
import java.util.function.LongSupplier;

/**
 * Bounds what a connection is told beside the replies to its images: answers to commands, and
 * refusals, which may be far longer than what they answer. Beyond an allowance that fills with time
 * and with what the client sends, it has to wait. Refusals that follow each other end the
 * connection when they are several times as long as the bytes that they refuse: no image is left
 * among these. Used by one thread.
 */
final class AnswerBounds {
  private static final long BURST = 256L << 10;
  private static final long PER_SECOND = 64L << 10;

  /** Bytes of answers that one byte from the client pays for. */
  private static final int FOR_EACH_RECEIVED = 2;

  /** Refusals in a row may have this many bytes, */
  private static final long REFUSED_ALWAYS = 16L << 10;

  /** and as many more for each byte that was read. A file of an archive has a longer head. */
  private static final int REFUSED_FOR_EACH_READ = 4;

  private final ByteAllowance allowance;
  private long readBefore;
  private long refused;

  /**
   * @param clock nanoseconds that never go back
   */
  AnswerBounds(LongSupplier clock) {
    allowance = new ByteAllowance(BURST, PER_SECOND, Long.MAX_VALUE, clock);
  }

  /** Bytes of the client have come. */
  void received(int bytes) {
    allowance.give((long) bytes * FOR_EACH_RECEIVED);
  }

  /**
   * An item has been answered.
   *
   * @param read bytes that the connection has sent, with what was unpacked of them
   * @param bytes of its answer
   * @return false if too much in a row has been refused
   */
  boolean answered(Item item, long read, long bytes) {
    if (item instanceof Item.Refused) {
      refused += bytes;
    } else if (item instanceof Item.Image) {
      refused = 0;
      readBefore = read;
    }
    return refused <= REFUSED_ALWAYS + REFUSED_FOR_EACH_READ * (read - readBefore);
  }

  /** Takes what is told from the allowance; returns nanoseconds to wait before the next item. */
  long tell(long bytes) {
    return bytes == 0 ? 0 : allowance.take(bytes);
  }
}
