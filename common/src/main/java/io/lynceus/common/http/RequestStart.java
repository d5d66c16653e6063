package io.lynceus.common.http;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpVersion;

/**
 * Stands in front of Netty's decoder until a connection's first bytes are a method and a space. If
 * they are not, it drops them, and hands a request that cannot be decoded to the handler behind the
 * decoder. The decoder itself would wait for the end of a line, or call the line too long. A client
 * of HTTP/2 gets its refusal in that protocol too.
 */
final class RequestStart extends ChannelInboundHandlerAdapter {
  private static final int LONGEST_METHOD = 32;

  private final Problems problems;
  private final StringBuilder method = new StringBuilder();

  RequestStart(Problems problems) {
    this.problems = problems;
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object read) {
    ByteBuf bytes = (ByteBuf) read;
    for (int i = bytes.readerIndex(); i < bytes.writerIndex(); i++) {
      int b = bytes.getByte(i);
      if (b == ' ' && method.length() > 0) {
        if (method.toString().equals(Http2Refusal.PREFACE)) {
          HttpResponse refusal = problems.response(505, RequestHead.OTHER_VERSION);
          var unused = ctx.writeAndFlush(Http2Refusal.of(refusal));
        }
        ctx.fireChannelRead(bytes);
        ctx.pipeline().remove(this);
        return;
      }
      boolean emptyLine = method.length() == 0 && (b == '\r' || b == '\n');
      if (!emptyLine && (!isLetter(b) || method.length() == LONGEST_METHOD)) {
        bytes.release();
        refuse(ctx);
        return;
      }
      method.append(emptyLine ? "" : (char) b);
    }
    ctx.fireChannelRead(bytes);
  }

  private static boolean isLetter(int b) {
    return (b >= 'A' && b <= 'Z') || (b >= 'a' && b <= 'z') || b == '-' || b == '_';
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    if (event instanceof ChannelInputShutdownEvent && method.length() > 0) {
      refuse(ctx);
    }
    ctx.fireUserEventTriggered(event);
  }

  private void refuse(ChannelHandlerContext ctx) {
    DefaultHttpRequest request =
        new DefaultHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.GET, "/bad-request");
    request.setDecoderResult(DecoderResult.failure(new NoRequestException()));
    ctx.pipeline().context(HttpServerCodec.class).fireChannelRead(request);
    ctx.pipeline().remove(this);
  }

  /** These bytes start no request of HTTP. */
  static final class NoRequestException extends Exception {
    private static final long serialVersionUID = 1L;
  }
}
