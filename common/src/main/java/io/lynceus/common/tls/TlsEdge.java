package io.lynceus.common.tls;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import java.nio.channels.ClosedChannelException;

/**
 * Says what TLS says in the words of plain connections: its end of bytes (close_notify) is a
 * half-close, once, and its failures are {@link TlsException}s, the first one only.
 */
final class TlsEdge extends ChannelInboundHandlerAdapter {
  private final boolean delaysActive;
  private boolean inputEnded;
  private boolean failed;

  /**
   * @param delaysActive whether the connection is active, for the handlers behind, only when the
   *     handshake is done
   */
  TlsEdge(boolean delaysActive) {
    this.delaysActive = delaysActive;
  }

  @Override
  public void channelActive(ChannelHandlerContext ctx) {
    if (!delaysActive) {
      ctx.fireChannelActive();
    }
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    if (event instanceof SslHandshakeCompletionEvent handshake) {
      if (!handshake.isSuccess()) {
        fail(ctx, handshake.cause());
      } else if (delaysActive) {
        ctx.fireChannelActive();
      }
    } else if (event instanceof SslCloseCompletionEvent close) {
      if (close.isSuccess()) {
        endInput(ctx);
      }
    } else if (event == ChannelInputShutdownEvent.INSTANCE) {
      endInput(ctx);
    } else {
      ctx.fireUserEventTriggered(event);
    }
  }

  private void endInput(ChannelHandlerContext ctx) {
    if (!inputEnded) {
      inputEnded = true;
      ctx.fireUserEventTriggered(ChannelInputShutdownEvent.INSTANCE);
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    if (TlsFault.is(cause)) {
      fail(ctx, cause);
    } else {
      ctx.fireExceptionCaught(cause);
    }
  }

  private void fail(ChannelHandlerContext ctx, Throwable cause) {
    // Whoever has sent no byte has only looked whether the port is open.
    boolean aLook =
        cause instanceof ClosedChannelException && ctx.pipeline().get(PlainGuard.class) != null;
    if (!failed && !aLook) {
      failed = true;
      ctx.fireExceptionCaught(TlsFault.of(cause));
    }
  }
}
