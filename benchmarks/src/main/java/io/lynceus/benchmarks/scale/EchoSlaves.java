package io.lynceus.benchmarks.scale;

import io.lynceus.protocol.wire.ClusterSecret;
import io.lynceus.protocol.wire.Role;
import io.lynceus.protocol.wire.WireEndpoint;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Many {@link EchoSlave}s on one thread, each with its own connection. */
final class EchoSlaves implements AutoCloseable {
  private static final Duration TIMEOUT = Duration.ofSeconds(60);

  /** Fewer than the master's limit of unauthenticated connections. */
  private static final int AT_A_TIME = 32;

  /** Connections from one address, which has ports for some more. */
  private static final int PER_ADDRESS = 8192;

  private final EventLoopGroup loop = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());

  private final int number;
  private final ArrayDeque<Channel> connected = new ArrayDeque<>();

  private EchoSlaves(int number) {
    this.number = number;
  }

  /**
   * Connects the slaves and waits until the master has accepted all.
   *
   * @param work the time that each unit takes
   * @throws IOException when that takes longer than a minute
   */
  static EchoSlaves connect(int number, int port, String secret, Duration work)
      throws IOException, InterruptedException {
    WireEndpoint endpoint =
        new WireEndpoint(
            Role.SLAVE, ClusterSecret.of(secret), "simulated", TIMEOUT, WireEndpoint.FRAME_LIMIT);
    EchoSlaves slaves = new EchoSlaves(number);
    for (int first = 1; first <= number; first += AT_A_TIME) {
      int count = Math.min(AT_A_TIME, number - first + 1);
      CountDownLatch welcomed = new CountDownLatch(count);
      for (int i = first; i < first + count; i++) {
        slaves.connect(endpoint, port, i, new EchoSlave("simulated-" + i, work, welcomed));
      }
      if (!welcomed.await(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)) {
        slaves.close();
        throw new IOException("the master does not accept slaves from number " + first + " on");
      }
    }
    return slaves;
  }

  int number() {
    return number;
  }

  /** Kills some of them: their connections are reset. */
  void kill(int count) {
    for (int i = 0; i < count; i++) {
      Channel channel = connected.remove();
      channel.config().setOption(ChannelOption.SO_LINGER, 0);
      var unused = channel.close();
    }
  }

  /** Cuts some of them off: their connections stay, without a word. */
  void silence(int count) {
    for (int i = 0; i < count; i++) {
      Channel channel = connected.remove();
      channel.config().setAutoRead(false);
      EchoSlave slave = channel.pipeline().get(EchoSlave.class);
      channel.eventLoop().execute(slave::fallSilent);
    }
  }

  private void connect(WireEndpoint endpoint, int port, int place, EchoSlave slave) {
    ChannelFuture connecting =
        new Bootstrap()
            .group(loop)
            .channel(NioSocketChannel.class)
            .option(ChannelOption.TCP_NODELAY, true)
            .handler(
                new ChannelInitializer<Channel>() {
                  @Override
                  protected void initChannel(Channel channel) {
                    endpoint.install(channel.pipeline());
                    channel.pipeline().addLast(slave);
                  }
                })
            .connect(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), port),
                new InetSocketAddress("127.0.0." + (1 + place / PER_ADDRESS), 0));
    connected.add(connecting.channel());
  }

  @Override
  public void close() {
    loop.shutdownGracefully(0, 5, TimeUnit.SECONDS).awaitUninterruptibly();
  }
}
