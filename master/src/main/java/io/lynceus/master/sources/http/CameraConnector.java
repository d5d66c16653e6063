package io.lynceus.master.sources.http;

import io.lynceus.common.tls.PinnedTls;
import io.lynceus.master.sources.still.FetchFailure;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.ConnectTimeoutException;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpDecoderConfig;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Connects to one camera, with TLS where the place has it. All of it belongs to one event loop. */
final class CameraConnector {
  /** The most bytes of the lines before a body. */
  static final int MAX_HEAD = 16 << 10;

  private static final int MAX_LINE = 4 << 10;
  private static final int MAX_CHUNK = 16 << 10;

  private final EventLoop loop;
  private final HostLookup lookup;
  private final Optional<Path> certificate;
  private final Duration limit;

  /** Hears what came of connecting, on the event loop. */
  interface Listener {
    /** Whether a connection is still wanted. */
    boolean isWaiting();

    /** There is one; its TLS may not have begun yet. */
    void connected(Channel made);

    /** There is none. */
    void failed(FetchFailure why);
  }

  /**
   * A connector.
   *
   * @param certificate the only one that is accepted with {@code https}; absent: those of public
   *     CAs
   * @param limit for connecting to one address
   */
  CameraConnector(EventLoop loop, HostLookup lookup, Optional<Path> certificate, Duration limit) {
    this.loop = loop;
    this.lookup = lookup;
    this.certificate = certificate;
    this.limit = limit;
  }

  /**
   * Tries the addresses of the place one after the other.
   *
   * @param reader behind the HTTP codec of the connection
   */
  void connect(Place place, ChannelHandler reader, Listener listener) {
    lookup.find(
        place.host(),
        loop,
        addresses -> {
          if (addresses.isEmpty() && listener.isWaiting()) {
            listener.failed(
                FetchFailure.failed("there is no host " + place.host() + ": check the url"));
          } else if (listener.isWaiting()) {
            new Attempt(place, reader, listener, addresses).begin(0);
          }
        });
  }

  /** What a failure of TLS means, and what to do. */
  FetchFailure tlsFailure(Throwable cause) {
    String advice =
        certificate.isPresent()
            ? ""
            : "; a certificate that the camera has made itself is accepted if certificate names its"
                + " file";
    return FetchFailure.failed(PinnedTls.reason(cause) + advice);
  }

  private final class Attempt {
    private final Place place;
    private final ChannelHandler reader;
    private final Listener listener;
    private final List<InetAddress> addresses;

    Attempt(Place place, ChannelHandler reader, Listener listener, List<InetAddress> addresses) {
      this.place = place;
      this.reader = reader;
      this.listener = listener;
      this.addresses = addresses;
    }

    void begin(int index) {
      PinnedTls tls;
      try {
        tls = place.tls() ? PinnedTls.open("certificate", certificate) : null;
      } catch (IOException e) {
        listener.failed(FetchFailure.failed(String.valueOf(e.getMessage())));
        return;
      }
      var unused =
          new Bootstrap()
              .group(loop)
              .channel(NioSocketChannel.class)
              .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int) limit.toMillis())
              .option(ChannelOption.TCP_NODELAY, true)
              .handler(pipeline(tls))
              .connect(new InetSocketAddress(addresses.get(index), place.port()))
              .addListener((ChannelFuture done) -> ended(done, index));
    }

    private ChannelInitializer<NioSocketChannel> pipeline(@Nullable PinnedTls tls) {
      return new ChannelInitializer<>() {
        @Override
        protected void initChannel(NioSocketChannel made) {
          if (tls != null) {
            tls.install(made.pipeline(), place.host(), place.port(), limit);
          }
          HttpDecoderConfig bounds =
              new HttpDecoderConfig()
                  .setMaxInitialLineLength(MAX_LINE)
                  .setMaxHeaderSize(MAX_HEAD)
                  .setMaxChunkSize(MAX_CHUNK)
                  .setValidateHeaders(false); // nothing of them is sent on
          made.pipeline().addLast(new HttpClientCodec(bounds, false, false), reader);
        }
      };
    }

    private void ended(ChannelFuture done, int index) {
      if (!listener.isWaiting()) {
        var unused = done.channel().close();
      } else if (done.isSuccess()) {
        listener.connected(done.channel());
      } else if (index + 1 < addresses.size()) {
        begin(index + 1);
      } else {
        listener.failed(unreachable(done.cause()));
      }
    }

    private FetchFailure unreachable(Throwable cause) {
      String why =
          cause instanceof ConnectTimeoutException
              ? "it does not answer"
              : String.valueOf(cause.getMessage()).contains("refused")
                  ? "nothing listens there"
                  : "there is no way to it";
      return FetchFailure.failed(
          "%s cannot be reached: %s; check the url and the network"
              .formatted(place.authority(), why));
    }
  }
}
