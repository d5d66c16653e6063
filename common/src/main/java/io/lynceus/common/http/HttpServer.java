package io.lynceus.common.http;

import io.lynceus.common.port.AcceptFaults;
import io.lynceus.common.port.AddressText;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.RecvByteBufAllocator;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * An HTTP/1.1 server, with event loops of its own. One thread calls {@link #bind}, {@link #serve}
 * and {@link #close}, and it is not an event loop.
 */
public final class HttpServer implements AutoCloseable {
  private static final int BACKLOG = 256;

  /**
   * Connections at a time beyond what the gate allows. If all that wait to be accepted come at
   * once, none of them gives way to another before its request has been read.
   */
  public static final int BEYOND_LIMIT = BACKLOG;

  /** A larger buffer of the system would hide for long that a client does not read. */
  private static final int SEND_BUFFER_BYTES = 256 << 10;

  /** How much is read at a time; Netty learns it from what there was to read. */
  private static final RecvByteBufAllocator READS =
      new AdaptiveRecvByteBufAllocator(64, 4 << 10, 256 << 10);

  private final EventLoopGroup loops;
  private final Channel listening;
  private final HttpInitializer initializer;
  private final ChannelGroup connections;

  private HttpServer(
      EventLoopGroup loops,
      Channel listening,
      HttpInitializer initializer,
      ChannelGroup connections) {
    this.loops = loops;
    this.listening = listening;
    this.initializer = initializer;
    this.connections = connections;
  }

  /**
   * Takes the address. Clients that connect are answered from {@link #serve} on.
   *
   * @throws IOException when the address cannot be used; its cause says why
   */
  public static HttpServer bind(HttpServerConfig config) throws IOException {
    String threads = config.name().toLowerCase(Locale.ROOT).replace(' ', '-');
    EventLoopGroup loops =
        new MultiThreadIoEventLoopGroup(
            config.threads(), new DefaultThreadFactory(threads, true), NioIoHandler.newFactory());
    ChannelGroup connections = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE, true);
    HttpInitializer initializer = new HttpInitializer(config, connections);
    ChannelFuture bound =
        new ServerBootstrap()
            .group(loops)
            .channel(NioServerSocketChannel.class)
            .option(ChannelOption.SO_BACKLOG, BACKLOG)
            .option(ChannelOption.SO_REUSEADDR, true)
            .option(ChannelOption.AUTO_READ, false)
            .childOption(ChannelOption.ALLOW_HALF_CLOSURE, true)
            .childOption(ChannelOption.TCP_NODELAY, true)
            .childOption(ChannelOption.SO_SNDBUF, SEND_BUFFER_BYTES)
            .childOption(ChannelOption.RECVBUF_ALLOCATOR, READS)
            .handler(new AcceptFaults(config.name()))
            .childHandler(initializer)
            .bind(config.address())
            .awaitUninterruptibly();
    if (!bound.isSuccess()) {
      shutDown(loops);
      throw new IOException(
          "cannot listen on "
              + AddressText.of(config.address())
              + ": "
              + bound.cause().getMessage(),
          bound.cause());
    }
    return new HttpServer(loops, bound.channel(), initializer, connections);
  }

  /** Begins to answer. Called once. */
  public void serve(Routes routes) {
    initializer.serve(routes);
    listening.config().setAutoRead(true);
  }

  /** The address that clients can connect to. */
  public InetSocketAddress address() {
    return (InetSocketAddress) listening.localAddress();
  }

  /** Closes all connections at once, and the address. */
  @Override
  public void close() {
    listening.close().awaitUninterruptibly();
    connections.close().awaitUninterruptibly();
    shutDown(loops);
  }

  private static void shutDown(EventLoopGroup loops) {
    loops.shutdownGracefully(0, 2, TimeUnit.SECONDS).awaitUninterruptibly();
  }
}
