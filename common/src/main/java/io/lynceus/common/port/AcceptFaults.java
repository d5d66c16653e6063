package io.lynceus.common.port;

import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;

/**
 * Stands at a listening channel, whose connections it does not see: when none can be accepted, most
 * likely because this process may open no more files, it leaves the next ones in the system's
 * backlog for a moment. The event loop would otherwise find the same connection again at once, for
 * ever.
 */
@Sharable
public final class AcceptFaults extends ChannelInboundHandlerAdapter {
  private static final Duration PAUSE = Duration.ofMillis(200);

  private final RefusalLog log;

  /**
   * @param port how the port is called in the log
   */
  public AcceptFaults(String port) {
    this.log = new RefusalLog(port, InstantSource.system());
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext listening, Throwable cause) {
    log.refused(
        "a connection",
        "it cannot be accepted (" + cause.getMessage() + "): raise the limit of open files");
    listening.channel().config().setAutoRead(false);
    var unused =
        listening
            .executor()
            .schedule(
                () -> listening.channel().config().setAutoRead(true),
                PAUSE.toMillis(),
                TimeUnit.MILLISECONDS);
  }
}
