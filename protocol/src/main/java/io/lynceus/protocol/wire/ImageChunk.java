package io.lynceus.protocol.wire;

import io.netty.buffer.ByteBuf;

/**
 * A part of an image on its way to a slave. It is a frame of its own, without Kryo. The parts of an
 * image are sent in order, and have together the length that {@code ImageAnnounced} told. What is
 * sent as one part may be received as several.
 *
 * @param task the task whose image it is
 * @param bytes 1 to {@link #MAX_BYTES} bytes; the receiver of this record owns them, and either
 *     releases them or writes them to a channel, which releases them
 */
public record ImageChunk(long task, ByteBuf bytes) {
  /**
   * Small enough for heartbeats to pass between on a slow line, large enough to cost little time.
   */
  public static final int MAX_BYTES = 64 << 10;

  /** Releases the bytes. */
  public void release() {
    bytes.release();
  }
}
