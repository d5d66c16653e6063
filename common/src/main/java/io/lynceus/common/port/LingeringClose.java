package io.lynceus.common.port;

import io.lynceus.common.tls.HalfClose;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.DuplexChannel;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.ScheduledFuture;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Closes a connection whose client may still be sending. If it were closed at once, the client's
 * next bytes would get a reset, which could overtake the last lines on their way to the client. So
 * this side closes its own direction, discards what still comes, and closes the connection when the
 * client does, when it has been quiet for some time, or at the latest after another time. Used on
 * the channel's event loop.
 */
public final class LingeringClose extends ChannelInboundHandlerAdapter {

  /** An event, fired through the pipeline, that ends a connection for the good of others. */
  public interface Eviction {}

  private final ConnectionClock quiet;
  private final ScheduledFuture<?> latest;

  private LingeringClose(Channel channel, Duration quietTime, Duration most) {
    quiet = new ConnectionClock(channel.eventLoop(), () -> now(channel));
    quiet.setLimit(Optional.of(quietTime));
    latest = channel.eventLoop().schedule(() -> now(channel), most.toNanos(), TimeUnit.NANOSECONDS);
  }

  /**
   * Starts to close a channel whose output is all written and which no other handler reads.
   *
   * @param quietTime after which a client that sends nothing is disconnected
   * @param most after which any client is disconnected
   */
  public static void start(Channel channel, Duration quietTime, Duration most) {
    if (channel instanceof DuplexChannel duplex && !duplex.isInputShutdown()) {
      HalfClose.shutdownOutput(duplex);
      channel.pipeline().addLast(new LingeringClose(channel, quietTime, most));
      channel.config().setAutoRead(true);
    } else {
      now(channel);
    }
  }

  /** Closes a channel at once, because its client is gone or need not be waited for. */
  public static void now(Channel channel) {
    ChannelFuture unused = channel.close();
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object bytes) {
    ReferenceCountUtil.release(bytes);
    quiet.touch();
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    if (event instanceof ChannelInputShutdownEvent || event instanceof Eviction) {
      now(ctx.channel());
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    now(ctx.channel());
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext ctx) {
    quiet.stop();
    latest.cancel(false);
  }
}
