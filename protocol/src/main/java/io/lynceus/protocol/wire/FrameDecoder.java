package io.lynceus.protocol.wire;

import io.lynceus.protocol.message.MasterMessage;
import io.lynceus.protocol.message.Message;
import io.lynceus.protocol.message.SlaveMessage;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Cuts what arrives into frames, and decodes them.
 *
 * <pre>
 *  0                4        5                      4+length
 *  +----------------+--------+----------------------+
 *  |     length     |  type  |       payload        |    big endian;
 *  |      u32       |   u8   |   length - 1 bytes   |    length counts the type, so it is never 0
 *  +----------------+--------+----------------------+
 * </pre>
 *
 * Type and length are checked against the {@link FrameRules} of the moment before a byte of the
 * payload is waited for. Messages and chunks are refused, undecoded, until {@link #authenticated}.
 * Nothing that follows a fault is looked at.
 */
final class FrameDecoder extends ByteToMessageDecoder {
  private static final int HEADER_BYTES = 5;

  private FrameRules rules = FrameRules.STRANGER;
  private Class<? extends Message> expected = Message.class;
  private @Nullable MessageCodec codec;
  private boolean faulty;

  /** The peer has proved itself: from the next frame on, its messages are read. */
  void authenticated(Role peer, MessageCodec codec) {
    rules = FrameRules.from(peer);
    expected = peer == Role.MASTER ? MasterMessage.class : SlaveMessage.class;
    this.codec = codec;
  }

  @Override
  protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) {
    if (faulty) {
      in.skipBytes(in.readableBytes());
      return;
    }
    try {
      decodeFrame(in, out);
    } catch (WireException e) {
      faulty = true;
      throw e;
    }
  }

  private void decodeFrame(ByteBuf in, List<Object> out) {
    if (in.readableBytes() < HEADER_BYTES) {
      return;
    }
    long length = in.getUnsignedInt(in.readerIndex());
    FrameType type = FrameType.ofCode(in.getByte(in.readerIndex() + Integer.BYTES));
    check(type, length);
    if (in.readableBytes() < Integer.BYTES + length) {
      return;
    }
    in.skipBytes(HEADER_BYTES);
    out.add(decodePayload(type, in.readSlice((int) length - 1)));
  }

  private void check(FrameType type, long length) {
    int limit = rules.maxPayload(type);
    if (limit == FrameRules.NOT_ALLOWED) {
      throw new WireException("a frame of type " + type + " is not allowed here");
    }
    if (length < 1 || length - 1 > limit) {
      throw new WireException(
          "a frame of type %s has length %d, allowed are 1 to %d"
              .formatted(type, length, limit + 1));
    }
  }

  private Object decodePayload(FrameType type, ByteBuf payload) {
    return switch (type) {
      case HELLO, PROOF, REFUSAL -> new HandshakeFrame(type, ByteBufUtil.getBytes(payload));
      case MESSAGE -> messages().decode(payload, expected);
      case IMAGE_CHUNK -> {
        if (payload.readableBytes() <= Long.BYTES) {
          throw new WireException("an image chunk without bytes");
        }
        yield new ImageChunk(payload.readLong(), payload.retain());
      }
    };
  }

  private MessageCodec messages() {
    if (codec == null) {
      throw new IllegalStateException("a message before authentication");
    }
    return codec;
  }
}
