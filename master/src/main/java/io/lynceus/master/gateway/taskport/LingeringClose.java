package io.lynceus.master.gateway.taskport;

import io.lynceus.common.tls.HalfClose;
import io.lynceus.master.gateway.Timeouts;
import io.lynceus.master.gateway.taskport.TaskConnection.Evicted;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.DuplexChannel;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Closes a connection whose client may still be sending. If the master closed it at once, the
 * client's next bytes would get a reset, which could overtake the last lines on their way to the
 * client. So the master closes its own direction, discards what still comes, and closes the
 * connection when the client does, when nothing has come for {@link Timeouts#idleClose}, or at the
 * latest after {@link Timeouts#stall}.
 */
final class LingeringClose extends ChannelInboundHandlerAdapter {
  private final ConnectionClock quiet;
  private final ScheduledFuture<?> latest;

  private LingeringClose(Channel channel, Timeouts timeouts) {
    quiet = new ConnectionClock(channel.eventLoop(), () -> now(channel));
    quiet.setLimit(Optional.of(timeouts.idleClose()));
    latest =
        channel
            .eventLoop()
            .schedule(() -> now(channel), timeouts.stall().toNanos(), TimeUnit.NANOSECONDS);
  }

  /** Starts to close a channel whose lines are all written and which no other handler reads. */
  static void start(Channel channel, Timeouts timeouts) {
    if (channel instanceof DuplexChannel duplex && !duplex.isInputShutdown()) {
      HalfClose.shutdownOutput(duplex);
      channel.pipeline().addLast(new LingeringClose(channel, timeouts));
      channel.config().setAutoRead(true);
    } else {
      now(channel);
    }
  }

  /** Closes a channel at once, because its client is gone or need not be waited for. */
  static void now(Channel channel) {
    ChannelFuture unused = channel.close();
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object bytes) {
    ReferenceCountUtil.release(bytes);
    quiet.touch();
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    if (event instanceof ChannelInputShutdownEvent || event instanceof Evicted) {
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
