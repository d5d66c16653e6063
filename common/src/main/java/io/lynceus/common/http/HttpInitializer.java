package io.lynceus.common.http;

import io.lynceus.common.port.AddressText;
import io.lynceus.common.port.ConnectionLimit;
import io.lynceus.common.port.ConnectionLimit.GivesWay;
import io.lynceus.common.port.ConnectionLimit.Permit;
import io.lynceus.common.port.LingeringClose;
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
import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Sets up new connections. Some of those that the gate refuses are served too, so that a port with
 * all its connections still answers monitors and says to others that it is full.
 */
final class HttpInitializer extends ChannelInitializer<Channel> {
  private static final int MAX_HEAD_BYTES = 8 << 10;
  private static final int MAX_PIECE_BYTES = 64 << 10;

  private final HttpServerConfig config;
  private final ChannelGroup connections;
  private final RefusalLog refusals;
  private final ConnectionFaults faults;
  private final ConnectionLimit beyondLimit =
      new ConnectionLimit(
          HttpServer.BEYOND_LIMIT, HttpServer.BEYOND_LIMIT, GivesWay.TO_ALL, System::nanoTime);
  private final AnswerPace paces = new AnswerPace(System::nanoTime);
  private volatile @Nullable Routes routes;
  private volatile @Nullable Routes routesBeyondLimit;

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
    served.speak(config.tls().isPresent() ? "https" : "http");
    routesBeyondLimit = served.beyondLimit();
    routes = served;
  }

  @Override
  protected void initChannel(Channel channel) {
    if (!(channel.remoteAddress() instanceof InetSocketAddress client)) {
      LingeringClose.now(channel); // the client is gone since it was accepted
      return;
    }
    Runnable onEviction = () -> evict(channel);
    Optional<Permit> regular = config.gate().enter(client.getAddress(), onEviction);
    Optional<Permit> permit =
        regular.or(() -> beyondLimit.acquire(client.getAddress(), onEviction));
    if (regular.isEmpty()) {
      refusals.refused(AddressText.of(client.getAddress()), "there are too many connections");
    }
    if (permit.isEmpty()) {
      LingeringClose.now(channel);
      return;
    }
    channel.closeFuture().addListener(closed -> permit.get().release());
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
    addHttp(
        channel,
        Objects.requireNonNull(regular.isPresent() ? routes : routesBeyondLimit),
        permit.get());
  }

  private static void evict(Channel channel) {
    channel
        .eventLoop()
        .execute(() -> channel.pipeline().fireUserEventTriggered(HttpConnection.Evicted.NOW));
  }

  private void addHttp(Channel channel, Routes served, Permit permit) {
    channel
        .pipeline()
        .addLast(
            new IdleStateHandler(
                true, 0, config.timeouts().stall().toNanos(), 0, TimeUnit.NANOSECONDS),
            new RequestStart(served.problems()),
            new HttpServerCodec(
                new HttpDecoderConfig()
                    .setMaxInitialLineLength(MAX_HEAD_BYTES)
                    .setMaxHeaderSize(MAX_HEAD_BYTES)
                    .setMaxChunkSize(MAX_PIECE_BYTES)
                    .setStrictLineParsing(true)
                    .setUseRfc9112TransferEncoding(true)),
            new HttpConnection(channel, served, config.timeouts(), faults, permit, paces));
  }
}
