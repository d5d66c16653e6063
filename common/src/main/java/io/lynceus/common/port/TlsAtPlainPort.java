package io.lynceus.common.port;

import io.lynceus.common.tls.ServerTls;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.time.Duration;

/**
 * Stands at a port without TLS, in front of all other handlers, and looks at the first bytes of a
 * connection only. A client that begins with a TLS handshake gets an alert, which its TLS
 * understands; the log says what to do.
 */
public final class TlsAtPlainPort extends ChannelInboundHandlerAdapter {
  /** A record of TLS with a handshake, RFC 8446, 5.1: its type, then the version's first byte. */
  private static final int HANDSHAKE = 22;

  private static final int VERSION = 3;

  private final RefusalLog refusals;
  private final Duration limit;

  /**
   * @param limit how long the client may go on sending
   */
  public TlsAtPlainPort(RefusalLog refusals, Duration limit) {
    this.refusals = refusals;
    this.limit = limit;
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object read) {
    ByteBuf bytes = (ByteBuf) read;
    if (!isHandshake(bytes)) {
      ctx.fireChannelRead(bytes);
      ctx.pipeline().remove(this);
      return;
    }
    bytes.release();
    refusals.refused(
        AddressText.of(ctx.channel().remoteAddress()),
        "it speaks TLS, which this port does not: set it up here, or switch it off there");
    while (ctx.pipeline().last() != this) {
      ctx.pipeline().removeLast();
    }
    ctx.writeAndFlush(ServerTls.alert())
        .addListener(
            written -> {
              LingeringClose.start(ctx.channel(), limit, limit);
              ctx.pipeline().remove(this);
            });
  }

  private static boolean isHandshake(ByteBuf bytes) {
    int at = bytes.readerIndex();
    return bytes.getByte(at) == HANDSHAKE
        && (bytes.readableBytes() == 1 || bytes.getByte(at + 1) == VERSION);
  }
}
