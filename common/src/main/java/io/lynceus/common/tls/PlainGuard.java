package io.lynceus.common.tls;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.ReferenceCountUtil;

/**
 * Stands in front of TLS and looks at a connection's first byte only. Where it is no handshake's,
 * the client is told so in its own way, TLS is taken out, and the handlers behind hear of it. TLS
 * itself would say what it got in its error message, a token perhaps.
 */
final class PlainGuard extends ChannelInboundHandlerAdapter {
  /** The content type of a TLS record with a handshake, RFC 8446, 5.1. */
  private static final int HANDSHAKE = 22;

  private final ByteBuf toPlain;

  PlainGuard(ByteBuf toPlain) {
    this.toPlain = toPlain;
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object read) {
    ByteBuf bytes = (ByteBuf) read;
    if (bytes.getUnsignedByte(bytes.readerIndex()) == HANDSHAKE) {
      ctx.fireChannelRead(bytes);
      ctx.pipeline().remove(this);
      return;
    }
    bytes.release();
    var unused = ctx.writeAndFlush(toPlain.retainedDuplicate());
    ctx.pipeline().remove(TlsEdge.class);
    ctx.pipeline().remove(SslHandler.class);
    ctx.fireExceptionCaught(new TlsException.PlainBytes());
    ctx.pipeline().remove(this);
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext ctx) {
    ReferenceCountUtil.release(toPlain);
  }
}
