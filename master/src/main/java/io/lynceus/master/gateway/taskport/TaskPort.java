package io.lynceus.master.gateway.taskport;

import io.lynceus.common.port.AcceptFaults;
import io.lynceus.master.gateway.Gateway;
import io.lynceus.master.gateway.GatewayConfig;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.RecvByteBufAllocator;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The netcat-style port: images, archives and command lines in, one line of JSON for each image
 * out. Its language is described in {@code docs/task-port.md}.
 *
 * <p>{@link #open} and {@link #close} are called by one thread, which is none of the event loops.
 */
public final class TaskPort implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(TaskPort.class);

  static final String NAME = "task port";

  /** Answers beyond so many bytes stop the work for their client until it has read some. */
  private static final WriteBufferWaterMark WRITE_MARKS =
      new WriteBufferWaterMark(128 << 10, 512 << 10);

  /**
   * The system's own buffer of a connection would otherwise grow to megabytes, and hide for long
   * that a client does not read.
   */
  private static final int SEND_BUFFER_BYTES = 256 << 10;

  private static final int BACKLOG = 256;

  /** How much is read at a time, learned from what there was to read. */
  private static final RecvByteBufAllocator READS =
      new AdaptiveRecvByteBufAllocator(64, 4 << 10, 256 << 10);

  private final EventLoopGroup loops;
  private final Channel listening;
  private final ChannelGroup connections;
  private final Duration drain;

  private TaskPort(
      EventLoopGroup loops, Channel listening, ChannelGroup connections, Duration drain) {
    this.loops = loops;
    this.listening = listening;
    this.connections = connections;
    this.drain = drain;
  }

  /**
   * Listens from now on, with event loops of its own. Each image is read once on them, for its
   * SHA-256.
   *
   * @throws IOException when the address cannot be used; names the settings
   */
  public static TaskPort open(Gateway gateway) throws IOException {
    GatewayConfig config = gateway.config();
    EventLoopGroup loops =
        new MultiThreadIoEventLoopGroup(
            new DefaultThreadFactory("task-port", true), NioIoHandler.newFactory());
    ChannelGroup connections = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE, true);
    ChannelFuture bound =
        new ServerBootstrap()
            .group(loops)
            .channel(NioServerSocketChannel.class)
            .option(ChannelOption.SO_BACKLOG, BACKLOG)
            .option(ChannelOption.SO_REUSEADDR, true)
            .childOption(ChannelOption.ALLOW_HALF_CLOSURE, true)
            .childOption(ChannelOption.TCP_NODELAY, true)
            .childOption(ChannelOption.SO_SNDBUF, SEND_BUFFER_BYTES)
            .childOption(ChannelOption.RECVBUF_ALLOCATOR, READS)
            .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, WRITE_MARKS)
            .handler(new AcceptFaults(NAME))
            .childHandler(new TaskPortInitializer(gateway, connections))
            .bind(config.address())
            .awaitUninterruptibly();
    if (!bound.isSuccess()) {
      shutDown(loops);
      throw new IOException(
          "cannot listen for clients on %s:%d: %s (tasks.host, tasks.port)"
              .formatted(config.host(), config.port(), bound.cause().getMessage()),
          bound.cause());
    }
    return new TaskPort(loops, bound.channel(), connections, config.patience().drain());
  }

  /** The address that clients can connect to. */
  public InetSocketAddress address() {
    return (InetSocketAddress) listening.localAddress();
  }

  /**
   * Lets nobody in any more, takes nothing more from the clients, and waits until each has the
   * replies it is owed, or the time for draining is over. Dispatch has to be at work until then.
   */
  @Override
  public void close() {
    listening.close().awaitUninterruptibly();
    for (Channel connection : connections) {
      connection
          .eventLoop()
          .execute(() -> connection.pipeline().fireUserEventTriggered(TaskConnection.ShutDown.NOW));
    }
    if (!connections.newCloseFuture().awaitUninterruptibly(drain.toMillis())) {
      LOG.warn("{} clients had not got all their replies when time was over", connections.size());
    }
    connections.close().awaitUninterruptibly();
    shutDown(loops);
  }

  private static void shutDown(EventLoopGroup loops) {
    loops.shutdownGracefully(0, 2, TimeUnit.SECONDS).awaitUninterruptibly();
  }
}
