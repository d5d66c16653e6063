package io.lynceus.protocol.wire;

import io.lynceus.protocol.message.MasterMessage;
import io.lynceus.protocol.message.Message;
import io.lynceus.protocol.message.SlaveMessage;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Cuts the bytes that arrive into frames, and decodes them.
 *
 * <pre>
 *  0                4        5                      4+length
 *  +----------------+--------+----------------------+
 *  |     length     |  type  |       payload        |    big endian;
 *  |      u32       |   u8   |   length - 1 bytes   |    length counts the type, so it is never 0
 *  +----------------+--------+----------------------+
 * </pre>
 *
 * Type and length are checked against the current {@link FrameRules} before the payload is awaited.
 * Messages and chunks are refused, undecoded, until {@link #authenticated}. A frame must be
 * complete within the limit: a peer that drips bytes would reset the idle timeout for ever. After a
 * fault, everything that follows is ignored.
 *
 * <p>The bytes of an image chunk are handed on as they come, in as many parts as they are read: to
 * gather a frame that was read in two parts, its bytes would have to be copied.
 */
final class FrameDecoder extends ByteToMessageDecoder {
  private static final int HEADER_BYTES = 5;

  /** A TLS record starts with its type and version (RFC 8446, 5.1). No frame has such a length. */
  private static final int TLS_HANDSHAKE = 0x1603;

  private static final int TLS_ALERT = 0x1503;

  /** The start of a response, {@code HTTP}. */
  private static final int HTTP = 0x48545450;

  /** The start of a task port's line, <code>{"</code>. */
  private static final int JSON = 0x7b22;

  private final Duration limit;
  private FrameRules rules = FrameRules.STRANGER;
  private Class<? extends Message> expected = Message.class;
  private @Nullable MessageCodec codec;
  private boolean faulty;

  /** The task of the chunk that is arriving, and how many of its bytes are still to come. */
  private long chunkTask;

  private int chunkLeft;

  /** Whether a part of a frame has arrived, and when its first byte did. */
  private boolean begun;

  private long begunAt;

  /**
   * Not cancelled at a frame's end: when it fires, it is set again if a newer frame has started.
   */
  private @Nullable Future<?> clock;

  /**
   * @param limit how long one frame may take to arrive
   */
  FrameDecoder(Duration limit) {
    this.limit = limit;
  }

  /** Tells that the peer has proved itself: its messages are read from the next frame on. */
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
      int before = out.size();
      decodeFrame(in, out);
      if (out.size() > before && chunkLeft == 0) {
        begun = false;
      } else if (!begun) {
        begin(ctx);
      }
    } catch (WireException e) {
      faulty = true;
      throw e;
    }
  }

  private void begin(ChannelHandlerContext ctx) {
    begun = true;
    begunAt = ctx.executor().ticker().nanoTime();
    if (clock == null) {
      look(ctx, limit.toNanos());
    }
  }

  private void look(ChannelHandlerContext ctx, long nanos) {
    clock = ctx.executor().schedule(() -> due(ctx), nanos, TimeUnit.NANOSECONDS);
  }

  private void due(ChannelHandlerContext ctx) {
    clock = null;
    if (faulty || !begun) {
      return;
    }
    long left = begunAt + limit.toNanos() - ctx.executor().ticker().nanoTime();
    if (left > 0) {
      look(ctx, left);
    } else {
      faulty = true;
      ctx.fireExceptionCaught(
          new WireException("a frame took more than " + limit.toMillis() + " ms to arrive"));
    }
  }

  @Override
  protected void handlerRemoved0(ChannelHandlerContext ctx) {
    if (clock != null) {
      clock.cancel(false);
    }
  }

  private void decodeFrame(ByteBuf in, List<Object> out) {
    if (chunkLeft > 0) {
      out.add(partOfChunk(in));
      return;
    }
    if (in.readableBytes() < HEADER_BYTES) {
      return;
    }
    rejectTls(in.getUnsignedShort(in.readerIndex()));
    rejectOtherPorts(in.getInt(in.readerIndex()));
    long length = in.getUnsignedInt(in.readerIndex());
    FrameType type = FrameType.ofCode(in.getByte(in.readerIndex() + Integer.BYTES));
    check(type, length);
    if (type == FrameType.IMAGE_CHUNK) {
      beginChunk((int) length - 1, in, out);
      return;
    }
    if (in.readableBytes() < Integer.BYTES + length) {
      return;
    }
    in.skipBytes(HEADER_BYTES);
    out.add(decodePayload(type, in.readSlice((int) length - 1)));
  }

  private void beginChunk(int payloadBytes, ByteBuf in, List<Object> out) {
    if (payloadBytes <= Long.BYTES) {
      throw new WireException("an image chunk without bytes");
    }
    if (in.readableBytes() > HEADER_BYTES + Long.BYTES) {
      in.skipBytes(HEADER_BYTES);
      chunkTask = in.readLong();
      chunkLeft = payloadBytes - Long.BYTES;
      out.add(partOfChunk(in));
    }
  }

  private ImageChunk partOfChunk(ByteBuf in) {
    int bytes = Math.min(chunkLeft, in.readableBytes());
    chunkLeft -= bytes;
    return new ImageChunk(chunkTask, in.readRetainedSlice(bytes));
  }

  /** Says what a start of TLS is, instead of refusing it as a frame that is too long. */
  private static void rejectTls(int firstBytes) {
    if (firstBytes == TLS_HANDSHAKE) {
      throw new WireException(
          "it speaks TLS, and this port does not: set slaves.tls.certificate and slaves.tls.key"
              + " here, or master.tls.enabled = false there");
    }
    if (firstBytes == TLS_ALERT) {
      throw new WireException("it speaks TLS only: set master.tls.enabled = true");
    }
  }

  /**
   * Names the port that a slave has reached by mistake: as a frame's length, its text is too long.
   */
  private static void rejectOtherPorts(int firstBytes) {
    boolean http = firstBytes == HTTP;
    if (http || firstBytes >>> Short.SIZE == JSON) {
      throw new WireException(
          "this is "
              + (http ? "an HTTP port" : "a task port, for images and commands")
              + ": slaves connect to the master's slaves.port, 7071 unless it says otherwise");
    }
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
      case IMAGE_CHUNK -> throw new IllegalStateException("a chunk is decoded in parts");
    };
  }

  private MessageCodec messages() {
    if (codec == null) {
      throw new IllegalStateException("a message before authentication");
    }
    return codec;
  }
}
