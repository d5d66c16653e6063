package io.lynceus.master.gateway.taskport;

import io.lynceus.common.port.AddressText;
import io.lynceus.common.port.LingeringClose;
import io.lynceus.common.port.RefusalLog;
import io.lynceus.common.tls.TlsException;
import io.lynceus.master.gateway.Timeouts;
import io.lynceus.model.Reply.Rejection;
import io.lynceus.model.Reply.RejectionCode;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.net.InetSocketAddress;
import java.time.InstantSource;

/**
 * Closes connections whose TLS has failed. It logs the reason, and sends a line to a client that
 * does not speak TLS. It stands between TLS and the item decoder; one instance serves all
 * connections.
 */
@ChannelHandler.Sharable
final class TlsRefusals extends ChannelInboundHandlerAdapter {
  private static final Rejection NO_TLS =
      new Rejection(
          RejectionCode.BAD_COMMAND,
          "this port speaks TLS only: use lynceus submit --tls, or ncat --ssl instead of nc");

  private final RefusalLog log = new RefusalLog("task port", InstantSource.system());
  private final Timeouts timeouts;

  TlsRefusals(Timeouts timeouts) {
    this.timeouts = timeouts;
  }

  /** The line for a client that does not speak TLS. */
  ByteBuf toPlain() {
    return Lines.encode(Lines.refusal(NO_TLS));
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    if (!(cause instanceof TlsException)) {
      ctx.fireExceptionCaught(cause);
      return;
    }
    if (ctx.channel().remoteAddress() instanceof InetSocketAddress client) {
      log.refused(AddressText.of(client), String.valueOf(cause.getMessage()));
    }
    if (cause instanceof TlsException.PlainBytes) {
      while (ctx.pipeline().last() != this) {
        ctx.pipeline().removeLast();
      }
      LingeringClose.start(ctx.channel(), timeouts.idleClose(), timeouts.stall());
    } else {
      LingeringClose.now(ctx.channel());
    }
  }
}
