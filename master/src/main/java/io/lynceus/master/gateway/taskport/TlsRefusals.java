package io.lynceus.master.gateway.taskport;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.lynceus.common.port.LingeringClose;
import io.lynceus.common.port.RefusalLog;
import io.lynceus.common.tls.TlsException;
import io.lynceus.master.gateway.Timeouts;
import io.lynceus.model.Reply;
import io.lynceus.model.Reply.Rejection;
import io.lynceus.model.Reply.RejectionCode;
import io.lynceus.protocol.reply.ReplyJson;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Ends connections whose TLS has failed, behind TLS and in front of what reads the items: says why
 * in the log, and to a client without TLS in a line. One for all connections.
 */
@ChannelHandler.Sharable
final class TlsRefusals extends ChannelInboundHandlerAdapter {
  private static final Rejection NO_TLS =
      new Rejection(
          RejectionCode.BAD_COMMAND,
          "this port speaks TLS only: lynceus submit --tls, or ncat --ssl in place of nc");

  private final RefusalLog log = new RefusalLog("task port", InstantSource.system());
  private final Timeouts patience;

  TlsRefusals(Timeouts patience) {
    this.patience = patience;
  }

  /** The line for a client that speaks no TLS. */
  ByteBuf toPlain() {
    String line = ReplyJson.write(Reply.rejected(Optional.empty(), NO_TLS));
    return Unpooled.wrappedBuffer((line + '\n').getBytes(UTF_8));
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    if (!(cause instanceof TlsException)) {
      ctx.fireExceptionCaught(cause);
      return;
    }
    if (ctx.channel().remoteAddress() instanceof InetSocketAddress client) {
      log.refused(
          client.getAddress().getHostAddress() + ":" + client.getPort(),
          String.valueOf(cause.getMessage()));
    }
    if (cause instanceof TlsException.PlainBytes) {
      while (ctx.pipeline().last() != this) {
        ctx.pipeline().removeLast();
      }
      LingeringClose.begin(ctx.channel(), patience.idleClose(), patience.stall());
    } else {
      LingeringClose.none(ctx.channel());
    }
  }
}
