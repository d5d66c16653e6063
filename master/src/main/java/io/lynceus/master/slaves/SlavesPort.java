package io.lynceus.master.slaves;

import io.lynceus.common.port.AcceptFaults;
import io.lynceus.common.port.AddressText;
import io.lynceus.common.port.LingeringClose;
import io.lynceus.common.port.RefusalLog;
import io.lynceus.common.tls.ServerTls;
import io.lynceus.master.dispatch.SlaveEvents;
import io.lynceus.master.slaves.SlaveConnectionLimit.Place;
import io.lynceus.protocol.wire.Role;
import io.lynceus.protocol.wire.WireEndpoint;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Function;

/**
 * Where slaves connect. Those that know the secret of the cluster are handed to dispatch. {@code
 * docs/protocol.md} says what travels.
 */
public final class SlavesPort implements AutoCloseable {
  /** Chunks stop while a connection has this many unsent bytes, and go on below the half. */
  static final int HIGH_WATER_BYTES = 256 << 10;

  private static final String NAME = "slaves' port";

  private final SlavesLoop loop;
  private final Channel listening;
  private final WireEndpoint endpoint;
  private final SlaveConnectionLimit limit;
  private final ChannelGroup connections;

  private SlavesPort(
      SlavesLoop loop,
      Channel listening,
      WireEndpoint endpoint,
      SlaveConnectionLimit limit,
      ChannelGroup connections) {
    this.loop = loop;
    this.listening = listening;
    this.endpoint = endpoint;
    this.limit = limit;
    this.connections = connections;
  }

  /**
   * Binds and accepts from now on.
   *
   * @param loop does all work of the port, and is closed with it
   * @param version this master's Lynceus version, at most 64 printable ASCII characters
   * @param events told by the loop; must return at once
   * @param front what a connection meets first
   * @throws IOException when the address cannot be bound; the message says which
   */
  public static SlavesPort open(
      SlavesLoop loop, SlavesPortConfig config, String version, SlaveEvents events, Front front)
      throws IOException {
    WireEndpoint endpoint =
        new WireEndpoint(
            Role.MASTER,
            config.secret(),
            version,
            config.limits().handshake(),
            config.limits().frame());
    SlaveConnectionLimit limit = new SlaveConnectionLimit(config.limits(), System::nanoTime);
    ChannelGroup connections = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE, true);
    Heartbeats heartbeats =
        Heartbeats.start(loop.group().next(), config.liveness(), endpoint::frame);
    ChannelFuture bound =
        new ServerBootstrap()
            .group(loop.group())
            .channel(NioServerSocketChannel.class)
            .option(ChannelOption.SO_REUSEADDR, true)
            .childOption(ChannelOption.TCP_NODELAY, true)
            .childOption(
                ChannelOption.WRITE_BUFFER_WATER_MARK,
                new WriteBufferWaterMark(HIGH_WATER_BYTES / 2, HIGH_WATER_BYTES))
            .handler(new AcceptFaults(NAME))
            .childHandler(
                new Acceptor(config, endpoint, events, limit, connections, heartbeats, front))
            .bind(config.host(), config.port())
            .awaitUninterruptibly();
    if (!bound.isSuccess()) {
      loop.close();
      throw new IOException(
          "cannot listen for slaves on %s: %s"
              .formatted(AddressText.of(config.host(), config.port()), bound.cause().getMessage()),
          bound.cause());
    }
    return new SlavesPort(loop, bound.channel(), endpoint, limit, connections);
  }

  /** The address that slaves can connect to. */
  public InetSocketAddress address() {
    return (InetSocketAddress) listening.localAddress();
  }

  /** Messages decoded so far. Bytes of connections that have not authenticated never are. */
  public long messagesDecoded() {
    return endpoint.messagesDecoded();
  }

  /** Connections now, with those that have not authenticated. */
  public int connections() {
    return limit.connections();
  }

  /** Connections so far that were refused, or made room for others. */
  public long refusals() {
    return limit.refusals();
  }

  /** Stops listening and closes all connections. When it returns, their losses have been told. */
  @Override
  public void close() {
    listening.close().awaitUninterruptibly();
    connections.close().awaitUninterruptibly();
    loop.close();
  }

  /**
   * What a connection meets first.
   *
   * @param tls present if slaves must use TLS
   * @param toStrangers makes the answer to the first bytes of a client that is no slave; called by
   *     the loop
   */
  public record Front(Optional<ServerTls> tls, Function<ByteBuffer, String> toStrangers) {}

  /** Gives each admitted connection its handlers. */
  private static final class Acceptor extends ChannelInitializer<Channel> {
    private final SlavesPortConfig config;
    private final WireEndpoint endpoint;
    private final SlaveEvents events;
    private final SlaveConnectionLimit limit;
    private final ChannelGroup connections;
    private final Heartbeats heartbeats;
    private final Front front;
    private final RefusalLog refusals = new RefusalLog(NAME, InstantSource.system());

    Acceptor(
        SlavesPortConfig config,
        WireEndpoint endpoint,
        SlaveEvents events,
        SlaveConnectionLimit limit,
        ChannelGroup connections,
        Heartbeats heartbeats,
        Front front) {
      this.config = config;
      this.endpoint = endpoint;
      this.events = events;
      this.limit = limit;
      this.connections = connections;
      this.heartbeats = heartbeats;
      this.front = front;
    }

    @Override
    protected void initChannel(Channel channel) {
      if (!(channel.remoteAddress() instanceof InetSocketAddress client)) {
        LingeringClose.now(channel); // it has gone already
        return;
      }
      Optional<Place> place = limit.admit(client.getAddress(), () -> evict(channel));
      if (place.isEmpty()) {
        refusals.refused(AddressText.of(client), SlaveConnection.TOO_MANY);
        LingeringClose.now(channel);
        return;
      }
      channel.closeFuture().addListener(closed -> place.get().release());
      connections.add(channel);
      SlaveConnection connection =
          new SlaveConnection(
              channel, config.liveness(), events, refusals, place.get(), heartbeats);
      endpoint.install(channel.pipeline());
      channel.pipeline().addLast(connection);
      Duration handshake = config.limits().handshake();
      front
          .tls()
          .ifPresent(tls -> tls.install(channel.pipeline(), handshake, start -> ServerTls.alert()));
      channel.pipeline().addFirst(new StrangerGuard(front.toStrangers(), handshake, refusals));
    }

    private void evict(Channel channel) {
      refusals.refused(
          AddressText.of(channel.remoteAddress()),
          "it had not authenticated, and made room for another (slaves.strangers)");
      LingeringClose.now(channel);
    }
  }
}
