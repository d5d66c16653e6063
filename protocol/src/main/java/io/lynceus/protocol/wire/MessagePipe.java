package io.lynceus.protocol.wire;

import io.lynceus.protocol.message.Message;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.EncoderException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The protocol's frames over two byte streams: the pipes between a slave and a child process. The
 * same limits hold as on the slaves' port. There is no handshake, since nobody else has the pipes.
 *
 * <p>Blocks. One thread may read while others write.
 */
public final class MessagePipe {
  private static final int READ_BYTES = 64 << 10;

  private final InputStream in;
  private final OutputStream out;
  private final EmbeddedChannel decoder;
  private final EmbeddedChannel encoder;
  private final byte[] buffer = new byte[READ_BYTES];
  private @Nullable WireException fault;

  /**
   * @param peer who is at the other end: the frames that it may send follow from that
   */
  public MessagePipe(InputStream in, OutputStream out, Role peer) {
    this.in = in;
    this.out = out;
    MessageCodec codec = new MessageCodec();
    FrameDecoder frames = new FrameDecoder(WireEndpoint.FRAME_LIMIT);
    frames.authenticated(peer, codec);
    decoder = new EmbeddedChannel(frames);
    encoder = new EmbeddedChannel(new FrameEncoder(codec));
  }

  /** Takes what is read. */
  public interface Receiver {
    void message(Message message);

    /**
     * A part of an image.
     *
     * @param bytes valid only during the call
     */
    void imageChunk(long task, ByteBuffer bytes);
  }

  /**
   * Waits for the next frame and passes it on.
   *
   * @return false when the stream has ended instead
   * @throws WireException when the bytes are no frame that the peer may send
   */
  public boolean read(Receiver receiver) throws IOException {
    Object frame = decoder.readInbound();
    while (frame == null) {
      if (fault != null) {
        throw fault;
      }
      int bytes = in.read(buffer);
      if (bytes < 0) {
        return false;
      }
      decode(Unpooled.wrappedBuffer(Arrays.copyOf(buffer, bytes)));
      frame = decoder.readInbound();
    }
    if (frame instanceof ImageChunk chunk) {
      try {
        receiver.imageChunk(chunk.task(), chunk.bytes().nioBuffer());
      } finally {
        chunk.release();
      }
    } else if (frame instanceof Message message) {
      receiver.message(message);
    }
    return true;
  }

  private void decode(ByteBuf bytes) {
    try {
      decoder.writeInbound(bytes);
    } catch (WireException e) {
      fault = e; // the frames before the fault come first
    }
  }

  /**
   * Writes a message.
   *
   * @throws WireException when it breaks a limit; then nothing is written
   */
  public void write(Message message) throws IOException {
    writeFrame(message);
  }

  /** Writes a file in chunks. */
  public void writeImage(long task, ByteBuffer file) throws IOException {
    ByteBuffer left = file.duplicate();
    while (left.hasRemaining()) {
      int bytes = Math.min(left.remaining(), ImageChunk.MAX_BYTES);
      writeFrame(new ImageChunk(task, Unpooled.wrappedBuffer(left.slice(left.position(), bytes))));
      left.position(left.position() + bytes);
    }
  }

  private synchronized void writeFrame(Object frame) throws IOException {
    try {
      encoder.writeOutbound(frame);
    } catch (EncoderException e) {
      throw new WireException(String.valueOf(e.getMessage()), e);
    }
    for (ByteBuf bytes = encoder.readOutbound(); bytes != null; bytes = encoder.readOutbound()) {
      try {
        bytes.readBytes(out, bytes.readableBytes());
      } finally {
        bytes.release();
      }
    }
    out.flush();
  }
}
