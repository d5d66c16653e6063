package io.lynceus.common.tls;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.ssl.SslHandler;
import java.nio.ByteBuffer;
import java.util.function.Function;

/**
 * Stands in front of TLS and looks at the first byte of a connection only. If that byte starts no
 * handshake, it sends the client a refusal in the client's own protocol, removes TLS, and throws to
 * the handlers behind. TLS itself would put the received bytes, perhaps a token, into its error
 * message.
 */
final class PlainGuard extends ChannelInboundHandlerAdapter {
  /** The content type of a TLS record with a handshake, RFC 8446, 5.1. */
  private static final int HANDSHAKE = 22;

  private final Function<ByteBuffer, ByteBuf> toPlain;

  PlainGuard(Function<ByteBuffer, ByteBuf> toPlain) {
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
    var unused = ctx.writeAndFlush(toPlain.apply(bytes.nioBuffer()));
    bytes.release();
    ctx.pipeline().remove(TlsEdge.class);
    ctx.pipeline().remove(SslHandler.class);
    ctx.fireExceptionCaught(new TlsException.PlainBytes());
    ctx.pipeline().remove(this);
  }
}
