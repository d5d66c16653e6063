package io.lynceus.common.port;

import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;

/**
 * Handles failed accepts of a listening channel. If a connection cannot be accepted, most likely
 * because the process may open no more files, accepting pauses for 200 ms. Without the pause the
 * event loop would try the same connection again and again.
 */
@Sharable
public final class AcceptFaults extends ChannelInboundHandlerAdapter {
  private static final Duration PAUSE = Duration.ofMillis(200);

  private final RefusalLog log;

  /**
   * @param port name of the port in the log
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
