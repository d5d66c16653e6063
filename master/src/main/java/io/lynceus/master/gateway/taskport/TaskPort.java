package io.lynceus.master.gateway.taskport;

import io.lynceus.common.port.AcceptFaults;
import io.lynceus.common.port.AddressText;
import io.lynceus.master.gateway.Gateway;
import io.lynceus.master.gateway.GatewayConfig;
import io.lynceus.master.gateway.Timeouts;
import io.lynceus.master.gateway.WrongTokens;
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
 * The task port for clients such as netcat: images, archives and command lines in, one line of JSON
 * for each image out. {@code docs/task-port.md} specifies its protocol.
 *
 * <p>{@link #open} and {@link #close} must be called by one thread, outside the event loops.
 */
public final class TaskPort implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(TaskPort.class);

  static final String NAME = "task port";

  /**
   * Above 512 KiB of unsent lines the master stops reading from the client, until below 128 KiB.
   */
  private static final WriteBufferWaterMark WRITE_MARKS =
      new WriteBufferWaterMark(128 << 10, 512 << 10);

  /**
   * Otherwise the system's own buffer would grow to megabytes, and hide for a long time that a
   * client does not read.
   */
  private static final int SEND_BUFFER_BYTES = 256 << 10;

  private static final int BACKLOG = 256;

  /** How much is read at a time; adapts to what the earlier reads brought. */
  private static final RecvByteBufAllocator READS =
      new AdaptiveRecvByteBufAllocator(64, 4 << 10, 256 << 10);

  private final EventLoopGroup loops;
  private final Channel listening;
  private final ChannelGroup connections;
  private final WrongTokens.Door door;
  private final Duration drain;

  private TaskPort(
      EventLoopGroup loops,
      Channel listening,
      ChannelGroup connections,
      WrongTokens.Door door,
      Duration drain) {
    this.loops = loops;
    this.listening = listening;
    this.connections = connections;
    this.door = door;
    this.drain = drain;
  }

  /**
   * Starts to listen, with event loops of its own. They also compute the SHA-256 of each image.
   *
   * @throws IOException when the address cannot be used; the message names the settings
   */
  public static TaskPort open(Gateway gateway) throws IOException {
    GatewayConfig config = gateway.config();
    EventLoopGroup loops =
        new MultiThreadIoEventLoopGroup(
            new DefaultThreadFactory("task-port", true), NioIoHandler.newFactory());
    ChannelGroup connections = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE, true);
    WrongTokens.Door door = gateway.wrongTokens().at(NAME);
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
            .childHandler(new TaskPortInitializer(gateway, connections, door))
            .bind(config.address())
            .awaitUninterruptibly();
    if (!bound.isSuccess()) {
      shutDown(loops);
      throw new IOException(
          "cannot listen for clients on %s: %s (tasks.host, tasks.port)"
              .formatted(AddressText.of(config.host(), config.port()), bound.cause().getMessage()),
          bound.cause());
    }
    gateway.ports().tasksOpened(((InetSocketAddress) bound.channel().localAddress()).getPort());
    return new TaskPort(loops, bound.channel(), connections, door, config.timeouts().drain());
  }

  /** The address that clients can connect to. */
  public InetSocketAddress address() {
    return (InetSocketAddress) listening.localAddress();
  }

  /** Wrong tokens so far. */
  public long wrongTokens() {
    return door.count();
  }

  /**
   * Accepts no more connections or items, and waits until the clients have the replies that are
   * due, or until {@link Timeouts#drain} is over. Dispatch must keep running until then.
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
      LOG.warn(
          "{} clients had not received all their replies when the time for draining was over",
          connections.size());
    }
    connections.close().awaitUninterruptibly();
    shutDown(loops);
  }

  private static void shutDown(EventLoopGroup loops) {
    loops.shutdownGracefully(0, 2, TimeUnit.SECONDS).awaitUninterruptibly();
  }
}
