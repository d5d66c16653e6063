package io.lynceus.common.port;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.RecvByteBufAllocator;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * A socket that clients connect to, with event loops of its own. One thread, which is not an event
 * loop, opens and closes it.
 */
public final class ListeningPort implements AutoCloseable {
  /** The most connections that wait to be accepted. */
  public static final int BACKLOG = 256;

  /** Event loops: two for each processor. */
  public static final int THREADS_BY_PROCESSORS = 0;

  /**
   * Otherwise the system's own buffer would grow to megabytes, and hide for a long time that a
   * client does not read.
   */
  private static final int SEND_BUFFER_BYTES = 256 << 10;

  /** How much is read at a time; adapts to what the earlier reads brought. */
  private static final RecvByteBufAllocator READS =
      new AdaptiveRecvByteBufAllocator(64, 4 << 10, 256 << 10);

  private final EventLoopGroup loops;
  private final Channel listening;
  private final ChannelGroup connections;

  private ListeningPort(EventLoopGroup loops, Channel listening, ChannelGroup connections) {
    this.loops = loops;
    this.listening = listening;
    this.connections = connections;
  }

  /**
   * Takes the address.
   *
   * @param name such as {@code task port}, for the log and the threads
   * @param threads the number of event loops, or {@link #THREADS_BY_PROCESSORS}
   * @param connections closed with the port
   * @param settings sets the handler of new connections, and what this port does in its own way
   * @throws IOException when the address cannot be used; its cause and its message say why
   */
  public static ListeningPort open(
      String name,
      int threads,
      InetSocketAddress address,
      ChannelGroup connections,
      Consumer<ServerBootstrap> settings)
      throws IOException {
    String ofThreads = name.toLowerCase(Locale.ROOT).replace(' ', '-');
    EventLoopGroup loops =
        new MultiThreadIoEventLoopGroup(
            threads, new DefaultThreadFactory(ofThreads, true), NioIoHandler.newFactory());
    ServerBootstrap bootstrap =
        new ServerBootstrap()
            .group(loops)
            .channel(NioServerSocketChannel.class)
            .option(ChannelOption.SO_BACKLOG, BACKLOG)
            .option(ChannelOption.SO_REUSEADDR, true)
            .childOption(ChannelOption.ALLOW_HALF_CLOSURE, true)
            .childOption(ChannelOption.TCP_NODELAY, true)
            .childOption(ChannelOption.SO_SNDBUF, SEND_BUFFER_BYTES)
            .childOption(ChannelOption.RECVBUF_ALLOCATOR, READS)
            .handler(new AcceptFaults(name));
    settings.accept(bootstrap);
    ChannelFuture bound = bootstrap.bind(address).awaitUninterruptibly();
    if (!bound.isSuccess()) {
      shutDown(loops);
      throw new IOException(bound.cause().getMessage(), bound.cause());
    }
    return new ListeningPort(loops, bound.channel(), connections);
  }

  /** Begins to accept connections, if the settings have {@link ChannelOption#AUTO_READ} off. */
  public void accept() {
    listening.config().setAutoRead(true);
  }

  /** The address that clients can connect to. */
  public InetSocketAddress address() {
    return (InetSocketAddress) listening.localAddress();
  }

  /** Accepts no more connections; those that are there live on. */
  public void stopListening() {
    listening.close().awaitUninterruptibly();
  }

  /** Closes all connections at once, and the address. */
  @Override
  public void close() {
    stopListening();
    connections.close().awaitUninterruptibly();
    shutDown(loops);
  }

  private static void shutDown(EventLoopGroup loops) {
    loops.shutdownGracefully(0, 2, TimeUnit.SECONDS).awaitUninterruptibly();
  }
}
