package io.lynceus.common.http;

import io.lynceus.common.http.ConnectionGate.Pass;
import io.lynceus.common.port.AddressText;
import io.lynceus.common.port.RefusalLog;
import io.lynceus.common.port.TlsAtPlainPort;
import io.lynceus.common.tls.ServerTls;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.group.ChannelGroup;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.timeout.IdleStateHandler;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Sets up new connections: asks the gate, and tells a client that is refused. */
final class HttpInitializer extends ChannelInitializer<Channel> {
  private static final int MAX_HEAD_BYTES = 8 << 10;
  private static final int MAX_PIECE_BYTES = 64 << 10;

  /** At most this many refused connections are told so at a time; more are just closed. */
  private static final int MAX_TOLD = 64;

  /** The gate does not know connections that it has refused. */
  private static final Pass NO_PASS =
      ConnectionGate.atMost(Integer.MAX_VALUE)
          .enter(InetAddress.getLoopbackAddress(), () -> {})
          .orElseThrow();

  private final HttpServerConfig config;
  private final ChannelGroup connections;
  private final RefusalLog refusals;
  private final ConnectionFaults faults;
  private final AtomicInteger told = new AtomicInteger();
  private volatile @Nullable Routes routes;

  /**
   * @param connections gets all that are let in
   */
  HttpInitializer(HttpServerConfig config, ChannelGroup connections) {
    this.config = config;
    this.connections = connections;
    this.refusals = new RefusalLog(config.name(), InstantSource.system());
    this.faults = new ConnectionFaults(refusals);
  }

  /** Called once, before the first connection is accepted. */
  void serve(Routes served) {
    routes = served;
  }

  @Override
  protected void initChannel(Channel channel) {
    if (!(channel.remoteAddress() instanceof InetSocketAddress client)) {
      var unused = channel.close(); // the client is gone since it was accepted
      return;
    }
    Optional<Pass> pass = config.gate().enter(client.getAddress(), () -> evict(channel));
    if (pass.isEmpty()) {
      refuse(channel, client);
      return;
    }
    channel.closeFuture().addListener(closed -> pass.get().release());
    connections.add(channel);
    if (config.tls().isPresent()) {
      // A client without TLS is answered by the HttpConnection.
      config
          .tls()
          .get()
          .install(channel.pipeline(), ServerTls.LIMIT, start -> Unpooled.EMPTY_BUFFER);
    } else {
      channel.pipeline().addLast(new TlsAtPlainPort(refusals, config.timeouts().linger()));
    }
    addHttp(channel, pass.get());
  }

  private static void evict(Channel channel) {
    channel
        .eventLoop()
        .execute(() -> channel.pipeline().fireUserEventTriggered(HttpConnection.Evicted.NOW));
  }

  private HttpConnection addHttp(Channel channel, Pass pass) {
    HttpConnection connection =
        new HttpConnection(channel, served(), config.timeouts(), faults, pass);
    channel
        .pipeline()
        .addLast(
            new IdleStateHandler(
                true, 0, config.timeouts().stall().toNanos(), 0, TimeUnit.NANOSECONDS),
            new RequestStart(served().problems()),
            new HttpServerCodec(
                new HttpDecoderConfig()
                    .setMaxInitialLineLength(MAX_HEAD_BYTES)
                    .setMaxHeaderSize(MAX_HEAD_BYTES)
                    .setMaxChunkSize(MAX_PIECE_BYTES)
                    .setStrictLineParsing(true)
                    .setUseRfc9112TransferEncoding(true)),
            connection);
    return connection;
  }

  private Routes served() {
    return Objects.requireNonNull(routes);
  }

  private void refuse(Channel channel, InetSocketAddress client) {
    refusals.refused(AddressText.of(client.getAddress()), "there are too many connections");
    channel.closeFuture().addListener(closed -> told.decrementAndGet());
    if (told.incrementAndGet() > MAX_TOLD || config.tls().isPresent()) {
      var unused = channel.close(); // with TLS, only a handshake would make us understood
      return;
    }
    addHttp(channel, NO_PASS).refuse(served().problems().response(429, "too many connections"));
  }
}
