package io.lynceus.protocol.wire;

import io.netty.buffer.ByteBuf;

/**
 * A part of an image on its way to a slave, beside the Kryo envelopes. The parts of an image travel
 * in order; their sum is what {@code ImageAnnounced} said.
 *
 * @param task the task whose image it is
 * @param bytes 1 to {@link #MAX_BYTES} bytes; owned by the receiver of this record, which releases
 *     it, or writes it to a channel, which does so then
 */
public record ImageChunk(long task, ByteBuf bytes) {
  /** Small enough to let heartbeats through on a slow line, large enough to cost no time. */
  public static final int MAX_BYTES = 64 << 10;

  /** Gives the bytes back. */
  public void release() {
    bytes.release();
  }
}
