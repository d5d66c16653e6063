package io.lynceus.slave.net;

import io.lynceus.common.Backoff;
import io.lynceus.common.port.AddressText;
import io.lynceus.common.tls.ClientTls;
import io.lynceus.protocol.message.MasterMessage.Welcome;
import io.lynceus.protocol.message.SlaveMessage.Draining;
import io.lynceus.protocol.message.SlaveMessage.Register;
import io.lynceus.protocol.wire.Role;
import io.lynceus.protocol.wire.WireEndpoint;
import io.lynceus.slave.work.UnitService;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.RecvByteBufAllocator;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a slave connected to its master: connects, registers, carries orders to a {@link
 * UnitService} and its reports back, and begins anew, for ever, when the connection is lost. One
 * thread, the event loop, does it all; the public methods are callable by any other.
 */
public final class MasterLink implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(MasterLink.class);

  /** How much is read at a time: an image may come in one read. */
  private static final RecvByteBufAllocator READS =
      new AdaptiveRecvByteBufAllocator(64, 4 << 10, 512 << 10);

  /** How long a master that is heard may take to read what was sent last. */
  private static final Duration CLOSE_LIMIT = Duration.ofSeconds(8);

  private static final Duration LOOP_LIMIT = Duration.ofSeconds(3);

  private final MasterLinkConfig config;
  private final String master;
  private final UnitService service;
  private final Optional<ClientTls> tls;
  private final WireEndpoint endpoint;
  private final Backoff backoff;
  private final long process;
  private final OutageLog outages;
  private final EventLoopGroup loop =
      new MultiThreadIoEventLoopGroup(
          1, new DefaultThreadFactory("master-link", true), NioIoHandler.newFactory());
  private final CountDownLatch disconnected = new CountDownLatch(1);
  private volatile boolean ready;

  // The event loop's own.
  private @Nullable MasterConnection connection;
  private boolean draining;
  private boolean closed;

  private MasterLink(
      MasterLinkConfig config,
      UnitService service,
      Optional<ClientTls> tls,
      RandomGenerator random,
      InstantSource clock) {
    this.config = config;
    this.master = AddressText.of(config.host(), config.port());
    this.service = service;
    this.tls = tls;
    this.endpoint =
        new WireEndpoint(
            Role.SLAVE,
            config.secret(),
            config.version(),
            WireEndpoint.HANDSHAKE_LIMIT,
            WireEndpoint.FRAME_LIMIT);
    this.backoff = new Backoff(random);
    this.process = random.nextLong();
    this.outages = new OutageLog(master, clock);
  }

  /**
   * Begins to connect and returns at once.
   *
   * @param tls if the master's port speaks it
   * @param random for the waits between attempts, and for the number of this process
   * @param clock for the pauses between log lines
   */
  public static MasterLink start(
      MasterLinkConfig config,
      UnitService service,
      Optional<ClientTls> tls,
      RandomGenerator random,
      InstantSource clock) {
    MasterLink link = new MasterLink(config, service, tls, random, clock);
    link.loop.execute(link::connect);
    return link;
  }

  /** Whether a master has taken this slave, and it takes work. */
  public boolean isReady() {
    return ready;
  }

  /**
   * Tells the master that this slave takes no more units. The connection stays for the results of
   * those that it has; once it is lost it is not made again. {@link #close} follows when they are
   * done.
   */
  public void drain() {
    loop.execute(
        () -> {
          boolean again = draining;
          draining = true;
          if (again || connection == null) {
            return;
          }
          if (ready) {
            connection.report(new Draining());
          } else {
            connection.goodbye();
          }
          ready = false;
        });
  }

  /**
   * Sends what has been reported, for as long as the master is heard, 8 s at most, and closes for
   * good. Blocks until then.
   */
  @Override
  public void close() {
    if (loop.isShuttingDown()) {
      return;
    }
    loop.execute(
        () -> {
          closed = true;
          if (connection == null) {
            disconnected.countDown();
          } else {
            connection.goodbye();
          }
        });
    try {
      if (!disconnected.await(CLOSE_LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
        LOG.warn("the connection to the master at {} did not close in time", master);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    loop.shutdownGracefully(0, LOOP_LIMIT.toMillis(), TimeUnit.MILLISECONDS).awaitUninterruptibly();
  }

  private void connect() {
    if (draining || closed) {
      return;
    }
    new Bootstrap()
        .group(loop)
        .channel(NioSocketChannel.class)
        .option(ChannelOption.TCP_NODELAY, true)
        .option(ChannelOption.RECVBUF_ALLOCATOR, READS)
        .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int) Backoff.CONNECT_LIMIT.toMillis())
        .handler(new Connector())
        .connect(config.host(), config.port())
        .addListener(
            attempt -> {
              if (!attempt.isSuccess()) {
                lost(reason(attempt.cause()));
              }
            });
  }

  private static String reason(Throwable cause) {
    return cause instanceof UnknownHostException
        ? "its name cannot be resolved: check master.host"
        : cause.getMessage() + ": check master.host, master.port, and that the master runs";
  }

  private void welcomed(Welcome welcome) {
    backoff.reset();
    outages.connected();
    ready = true;
    LOG.info(
        "ready: the master at {} (Lynceus {}) has taken this slave as {}",
        master,
        welcome.version(),
        config.name());
  }

  private void lost(String reason) {
    connection = null;
    if (closed) {
      disconnected.countDown();
    } else if (draining) {
      LOG.info("disconnected from the master at {}: {}", master, reason);
    } else {
      if (ready) {
        LOG.warn("lost the master at {}: {}; connecting again", master, reason);
      } else {
        outages.failed(reason);
      }
      var unused = loop.schedule(this::connect, backoff.next().toNanos(), TimeUnit.NANOSECONDS);
    }
    ready = false;
  }

  /** Gives a new connection its handlers. */
  private final class Connector extends ChannelInitializer<Channel>
      implements MasterConnection.Watcher {

    @Override
    protected void initChannel(Channel channel) {
      Register registration =
          new Register(
              config.name(),
              process,
              config.version(),
              service.slots(),
              service.processors(),
              config.analyses(),
              service.networks());
      connection = new MasterConnection(channel, registration, service, this);
      channel.pipeline().addLast(MasterConnection.silenceWatch(MasterConnection.FIRST_SILENCE));
      endpoint.install(channel.pipeline());
      channel.pipeline().addLast(connection);
      tls.ifPresent(
          client ->
              client.install(
                  channel.pipeline(), config.host(), config.port(), WireEndpoint.HANDSHAKE_LIMIT));
    }

    @Override
    public void welcomed(Welcome welcome) {
      MasterLink.this.welcomed(welcome);
    }

    @Override
    public void gone(String reason) {
      lost(reason);
    }
  }
}
