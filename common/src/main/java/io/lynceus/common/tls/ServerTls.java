package io.lynceus.common.tls;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import javax.net.ssl.SSLEngine;

/**
 * TLS at a port that connections come to. It shows its certificate; where a CA is named, it asks
 * for one of that CA as well. Callable by any thread.
 */
public final class ServerTls {
  /** How long a TLS handshake may take at the clients' ports. */
  public static final Duration LIMIT = Duration.ofSeconds(5);

  /** RFC 8446, 6: a fatal alert, unexpected_message. */
  private static final byte[] ALERT = {21, 3, 3, 0, 2, 2, 10};

  /** What is being said when a connection ends may take so long; more would delay the end. */
  static final Duration GOODBYE_LIMIT = Duration.ofMillis(200);

  private final ReloadingContext contexts;

  private ServerTls(ReloadingContext contexts) {
    this.contexts = contexts;
  }

  /**
   * Reads the files.
   *
   * @param files with a certificate
   * @throws IOException naming the setting and the file that cannot be used
   */
  public static ServerTls open(TlsFiles files) throws IOException {
    return open(files, InstantSource.system());
  }

  static ServerTls open(TlsFiles files, InstantSource clock) throws IOException {
    ClientAuth asked = files.ca().isPresent() ? ClientAuth.REQUIRE : ClientAuth.NONE;
    return new ServerTls(
        new ReloadingContext(files, identity -> begin(identity).clientAuth(asked), clock));
  }

  private static SslContextBuilder begin(Optional<TlsIdentity> identity) {
    TlsIdentity own = identity.orElseThrow();
    return SslContextBuilder.forServer(own.key(), own.certificates())
        .protocols("TLSv1.3", "TLSv1.2");
  }

  /**
   * Puts TLS in front of a new connection whose handlers, present and to come, see what they would
   * see without: bytes, and the end of the other side's bytes as a half-close. What goes wrong they
   * see as a {@link TlsException}, through {@code exceptionCaught}; they close the connection then.
   *
   * @param limit for the TLS handshake
   * @param toPlain what a client that speaks no TLS is told
   */
  public void install(ChannelPipeline pipeline, Duration limit, ByteBuf toPlain) {
    SslHandler tls = contexts.current().newHandler(pipeline.channel().alloc());
    tls.setHandshakeTimeoutMillis(limit.toMillis());
    tls.setCloseNotifyFlushTimeoutMillis(GOODBYE_LIMIT.toMillis());
    pipeline.addFirst(new PlainGuard(toPlain), tls, new TlsEdge(true));
  }

  /** Why a handshake has failed, in words that follow the peer's name. */
  public static String reason(Throwable failure) {
    return String.valueOf(TlsFault.of(failure).getMessage());
  }

  /** What tells one that speaks no TLS that TLS is spoken here, if it knows how that looks. */
  public static ByteBuf alert() {
    return Unpooled.wrappedBuffer(ALERT);
  }

  /** A new connection's TLS, for a server that is not Netty's, with the client's address. */
  public SSLEngine newEngine(String host, int port) {
    return contexts.current().newEngine(ByteBufAllocator.DEFAULT, host, port);
  }
}
