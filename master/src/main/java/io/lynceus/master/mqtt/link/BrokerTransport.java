package io.lynceus.master.mqtt.link;

import io.lynceus.common.tls.ClientTls;
import io.lynceus.master.mqtt.link.LinkFault.Kind;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.mqtt.MqttDecoder;
import io.netty.handler.codec.mqtt.MqttEncoder;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Connects over TCP, with TLS or without, on a thread of its own. Names are looked up on another
 * one, because the system's look-up blocks.
 */
public final class BrokerTransport implements MqttTransport, AutoCloseable {
  /** For the connection, for TLS, and for the broker's answer, each. */
  static final Duration LIMIT = Duration.ofSeconds(10);

  /** No larger message is taken. */
  static final int MOST_BYTES = 2 << 20;

  private static final WriteBufferWaterMark HEAP = new WriteBufferWaterMark(256 << 10, 1 << 20);

  private final EventLoopGroup loop =
      new MultiThreadIoEventLoopGroup(
          1, new DefaultThreadFactory("mqtt", true), NioIoHandler.newFactory());
  private final ExecutorService names =
      Executors.newSingleThreadExecutor(new DefaultThreadFactory("mqtt-names", true));

  /** The thread that calls the listeners, and has to call everything else. */
  public ScheduledExecutorService thread() {
    return loop.next();
  }

  @Override
  public Link connect(MqttLogin login, Listener listener) {
    BrokerLink link = new BrokerLink(login, listener, LIMIT);
    names.execute(
        () -> {
          InetAddress[] found = look(login.host());
          if (!loop.isShuttingDown()) {
            loop.execute(() -> connect(login, link, found));
          }
        });
    return link;
  }

  private static InetAddress[] look(String host) {
    try {
      return InetAddress.getAllByName(host);
    } catch (UnknownHostException e) {
      return new InetAddress[0];
    }
  }

  private void connect(MqttLogin login, BrokerLink link, InetAddress[] addresses) {
    if (addresses.length == 0) {
      link.fail(
          new LinkFault(Kind.UNREACHABLE, "there is no such host: check the name in mqtt.url"));
    } else {
      attempt(login, link, addresses, 0);
    }
  }

  /** Tries the addresses of the host one after the other. */
  private void attempt(MqttLogin login, BrokerLink link, InetAddress[] addresses, int index) {
    var unused =
        new Bootstrap()
            .group(loop)
            .channel(NioSocketChannel.class)
            .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int) LIMIT.toMillis())
            .option(ChannelOption.TCP_NODELAY, true)
            .option(ChannelOption.WRITE_BUFFER_WATER_MARK, HEAP)
            .handler(new ChannelInboundHandlerAdapter())
            .connect(new InetSocketAddress(addresses[index], login.port()))
            .addListener(
                (ChannelFuture done) -> {
                  if (done.isSuccess()) {
                    install(login, link, done.channel());
                  } else if (index + 1 < addresses.length) {
                    attempt(login, link, addresses, index + 1);
                  } else {
                    link.fail(
                        new LinkFault(
                            Kind.UNREACHABLE,
                            "nothing can be reached there (%s): does the broker run, and is the"
                                    .formatted(BrokerLink.reason(done.cause()))
                                + " port in mqtt.url right?"));
                  }
                });
  }

  private static void install(MqttLogin login, BrokerLink link, Channel channel) {
    ClientTls tls = login.tls().orElse(null);
    if (tls != null) {
      tls.install(channel.pipeline(), login.host(), login.port(), LIMIT);
    }
    channel.pipeline().addLast(new MqttDecoder(MOST_BYTES), MqttEncoder.INSTANCE, link);
  }

  @Override
  public void close() {
    names.shutdownNow();
    var unused = loop.shutdownGracefully(0, 1, TimeUnit.SECONDS);
  }
}
