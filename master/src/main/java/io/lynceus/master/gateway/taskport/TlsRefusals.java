package io.lynceus.master.gateway.taskport;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.lynceus.common.port.AddressText;
import io.lynceus.common.port.LingeringClose;
import io.lynceus.common.port.RefusalLog;
import io.lynceus.common.tls.TlsException;
import io.lynceus.master.gateway.ClientPorts;
import io.lynceus.master.gateway.Timeouts;
import io.lynceus.master.gateway.WrongPort;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.InstantSource;

/**
 * Closes connections whose TLS has failed. It logs the reason, and answers a client that does not
 * speak TLS in its own protocol. It stands between TLS and the item decoder; one instance serves
 * all connections.
 */
@ChannelHandler.Sharable
final class TlsRefusals extends ChannelInboundHandlerAdapter {
  private static final String NO_TLS =
      "this port speaks TLS only: use lynceus submit --tls, or ncat --ssl instead of nc";

  private final RefusalLog log = new RefusalLog("task port", InstantSource.system());
  private final Timeouts timeouts;
  private final ClientPorts ports;

  TlsRefusals(Timeouts timeouts, ClientPorts ports) {
    this.timeouts = timeouts;
    this.ports = ports;
  }

  /** The answer to a client that does not speak TLS. */
  ByteBuf toPlain(ByteBuffer start) {
    return Unpooled.copiedBuffer(WrongPort.answer(start, ports.atTaskPort(), NO_TLS), UTF_8);
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
