package io.lynceus.protocol.wire;

import io.lynceus.protocol.message.Message;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.MessageToMessageEncoder;
import java.util.List;

/**
 * Writes messages, image chunks and the parts of the handshake as frames, which {@link
 * FrameDecoder} draws. Writing a message that cannot be encoded fails with an {@code
 * EncoderException} and sends nothing. The bytes of a chunk are not copied.
 */
final class FrameEncoder extends MessageToMessageEncoder<Object> {
  private static final int HEADER_BYTES = Integer.BYTES + 1;
  private static final int USUAL_MESSAGE_BYTES = 256;

  private final MessageCodec codec;

  FrameEncoder(MessageCodec codec) {
    super(Object.class);
    this.codec = codec;
  }

  @Override
  public boolean acceptOutboundMessage(Object written) {
    return written instanceof Message
        || written instanceof ImageChunk
        || written instanceof HandshakeFrame;
  }

  @Override
  protected void encode(ChannelHandlerContext ctx, Object written, List<Object> out) {
    if (written instanceof Message message) {
      out.add(frame(ctx.alloc(), codec, message));
    } else if (written instanceof ImageChunk chunk) {
      int payload = Long.BYTES + chunk.bytes().readableBytes();
      ByteBuf start = ctx.alloc().ioBuffer(HEADER_BYTES + Long.BYTES);
      out.add(header(start, FrameType.IMAGE_CHUNK, payload).writeLong(chunk.task()));
      out.add(chunk.bytes());
    } else if (written instanceof HandshakeFrame frame) {
      byte[] payload = frame.payload();
      ByteBuf whole = ctx.alloc().ioBuffer(HEADER_BYTES + payload.length);
      out.add(header(whole, frame.type(), payload.length).writeBytes(payload));
    }
  }

  /** The message's frame, in a buffer of that allocator. */
  static ByteBuf frame(ByteBufAllocator allocator, MessageCodec codec, Message message) {
    ByteBuf frame = allocator.ioBuffer(USUAL_MESSAGE_BYTES);
    try {
      // The length is known only when the message is encoded.
      codec.encode(message, header(frame, FrameType.MESSAGE, 0));
    } catch (WireException e) {
      frame.release();
      throw e;
    }
    return frame.setInt(0, frame.writerIndex() - Integer.BYTES);
  }

  private static ByteBuf header(ByteBuf frame, FrameType type, int payloadBytes) {
    return frame.writeInt(1 + payloadBytes).writeByte(type.code());
  }
}
