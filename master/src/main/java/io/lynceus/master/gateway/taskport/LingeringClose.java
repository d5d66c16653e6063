package io.lynceus.master.gateway.taskport;

import io.lynceus.common.port.ConnectionClock;
import io.lynceus.common.tls.HalfClose;
import io.lynceus.master.gateway.Timeouts;
import io.lynceus.master.gateway.taskport.TaskConnection.GiveWay;
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
 * Ends a connection whose client may still be sending. To close at once would answer the client's
 * next bytes with a reset, which may overtake the last lines on their way to it. So the end of the
 * lines is signalled, what still comes is thrown away, and the connection is closed when the client
 * closes it, when nothing has come for the time of an idle close, or at the latest after that of a
 * stall.
 */
final class LingeringClose extends ChannelInboundHandlerAdapter {
  private final ConnectionClock quiet;
  private final ScheduledFuture<?> latest;

  private LingeringClose(Channel channel, Timeouts patience) {
    quiet = new ConnectionClock(channel.eventLoop(), () -> none(channel));
    quiet.setLimit(Optional.of(patience.idleClose()));
    latest =
        channel
            .eventLoop()
            .schedule(() -> none(channel), patience.stall().toNanos(), TimeUnit.NANOSECONDS);
  }

  /** Ends a channel whose lines have all been written and which no other handler reads any more. */
  static void begin(Channel channel, Timeouts patience) {
    if (channel instanceof DuplexChannel duplex && !duplex.isInputShutdown()) {
      HalfClose.shutdownOutput(duplex);
      channel.pipeline().addLast(new LingeringClose(channel, patience));
      channel.config().setAutoRead(true);
    } else {
      none(channel);
    }
  }

  /** Closes a channel at once: nobody is there, or deserves to be waited for. */
  static void none(Channel channel) {
    ChannelFuture unused = channel.close();
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object bytes) {
    ReferenceCountUtil.release(bytes);
    quiet.touch();
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    if (event instanceof ChannelInputShutdownEvent || event instanceof GiveWay) {
      none(ctx.channel());
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    none(ctx.channel());
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext ctx) {
    quiet.stop();
    latest.cancel(false);
  }
}
