package io.lynceus.master.slaves;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.lynceus.common.port.AddressText;
import io.lynceus.common.port.LingeringClose;
import io.lynceus.common.port.RefusalLog;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.function.Function;

/**
 * Looks at the first byte of a connection only. A slave starts with a frame, whose first byte is 0,
 * or with TLS; anything else is a client that has taken the wrong port, and is told so.
 */
final class StrangerGuard extends ChannelInboundHandlerAdapter {
  private static final int TLS_ALERT = 0x15;
  private static final int TLS_HANDSHAKE = 0x16;

  private final Function<ByteBuffer, String> answers;
  private final Duration limit;
  private final RefusalLog refusals;

  /**
   * @param answers makes the answer of a stranger's first bytes
   * @param limit how long the stranger may go on sending
   */
  StrangerGuard(Function<ByteBuffer, String> answers, Duration limit, RefusalLog refusals) {
    this.answers = answers;
    this.limit = limit;
    this.refusals = refusals;
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object read) {
    ByteBuf bytes = (ByteBuf) read;
    int first = bytes.getUnsignedByte(bytes.readerIndex());
    if (first == 0 || first == TLS_ALERT || first == TLS_HANDSHAKE) {
      ctx.fireChannelRead(bytes);
      ctx.pipeline().remove(this);
      return;
    }
    String answer = answers.apply(bytes.nioBuffer());
    bytes.release();
    refusals.refused(AddressText.of(ctx.channel().remoteAddress()), "it is no slave, but a client");
    while (ctx.pipeline().last() != this) {
      ctx.pipeline().removeLast();
    }
    ctx.writeAndFlush(Unpooled.copiedBuffer(answer, UTF_8))
        .addListener(
            written -> {
              LingeringClose.start(ctx.channel(), limit, limit);
              ctx.pipeline().remove(this);
            });
  }
}
