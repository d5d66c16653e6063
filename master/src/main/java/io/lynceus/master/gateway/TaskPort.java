package io.lynceus.master.gateway;

import io.lynceus.master.dispatch.TaskIntake;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The netcat-style port: images, archives and command lines in, one line of JSON for each image
 * out. Its language is described in {@code docs/task-port.md}.
 *
 * <p>{@link #start} and {@link #close} are called by one thread, which is none of the event loops.
 */
public final class TaskPort implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(TaskPort.class);

  /** Answers beyond so many bytes stop the work for their client until it has read some. */
  private static final WriteBufferWaterMark WRITE_MARKS =
      new WriteBufferWaterMark(128 << 10, 512 << 10);

  private static final int BACKLOG = 256;

  private final GatewayConfig config;
  private final TaskIntake intake;
  private final EventLoopGroup loops;
  private final ChannelGroup connections =
      new DefaultChannelGroup(GlobalEventExecutor.INSTANCE, true);
  private Optional<Channel> server = Optional.empty();

  /**
   * @param loops NIO event loops; they have to outlive the port and are not closed by it. Each
   *     image is read once on them, for its SHA-256
   */
  public TaskPort(GatewayConfig config, TaskIntake intake, EventLoopGroup loops) {
    this.config = config;
    this.intake = intake;
    this.loops = loops;
  }

  /**
   * Listens from now on.
   *
   * @return where, with the port that was free when the setting is 0
   * @throws IOException when the address cannot be used; names the settings
   */
  public InetSocketAddress start() throws IOException {
    ChannelFuture bound =
        new ServerBootstrap()
            .group(loops)
            .channel(NioServerSocketChannel.class)
            .option(ChannelOption.SO_BACKLOG, BACKLOG)
            .option(ChannelOption.SO_REUSEADDR, true)
            .childOption(ChannelOption.ALLOW_HALF_CLOSURE, true)
            .childOption(ChannelOption.TCP_NODELAY, true)
            .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, WRITE_MARKS)
            .childHandler(new Doorkeeper(Gateway.of(config, intake), connections))
            .bind(config.address())
            .awaitUninterruptibly();
    if (!bound.isSuccess()) {
      throw new IOException(
          "tasks.host "
              + config.host()
              + ", tasks.port "
              + config.port()
              + " cannot be used: "
              + bound.cause().getMessage(),
          bound.cause());
    }
    server = Optional.of(bound.channel());
    return (InetSocketAddress) bound.channel().localAddress();
  }

  /**
   * Lets nobody in any more, takes nothing more from the clients, and waits until each has the
   * replies it is owed, or the time for draining is over. Dispatch has to be at work until then.
   */
  @Override
  public void close() {
    server.ifPresent(channel -> channel.close().awaitUninterruptibly());
    for (Channel connection : connections) {
      connection
          .eventLoop()
          .execute(() -> connection.pipeline().fireUserEventTriggered(TaskConnection.ShutDown.NOW));
    }
    long drainMillis = config.patience().drain().toMillis();
    if (!connections.newCloseFuture().awaitUninterruptibly(drainMillis)) {
      LOG.warn("{} clients had not got all their replies when time was over", connections.size());
    }
    connections.close().awaitUninterruptibly();
  }
}
