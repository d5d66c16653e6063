package io.lynceus.common.tls;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import java.nio.channels.ClosedChannelException;

/**
 * Makes TLS look like a plain connection: its end of bytes (close_notify) becomes a half-close,
 * once, and its first failure becomes a {@link TlsException}.
 */
final class TlsEdge extends ChannelInboundHandlerAdapter {
  private final boolean delaysActive;
  private boolean inputEnded;
  private boolean failed;

  /**
   * @param delaysActive whether the handlers behind see the connection as active only after the
   *     handshake
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
    if (TlsException.isCausedBy(cause)) {
      fail(ctx, cause);
    } else {
      ctx.fireExceptionCaught(cause);
    }
  }

  private void fail(ChannelHandlerContext ctx, Throwable cause) {
    // A client that has sent no byte has only checked whether the port is open.
    boolean portCheck =
        cause instanceof ClosedChannelException && ctx.pipeline().get(PlainGuard.class) != null;
    if (!failed && !portCheck) {
      failed = true;
      ctx.fireExceptionCaught(TlsException.of(cause));
    }
  }
}
