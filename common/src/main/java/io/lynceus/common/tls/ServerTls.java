package io.lynceus.common.tls;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import javax.net.ssl.SSLSocket;

/**
 * TLS at a port that listens. It shows its certificate and, if a CA is set, requires a certificate
 * of that CA from the client. Any thread may call it.
 */
public final class ServerTls {
  /** How long a TLS handshake may take at the client ports. */
  public static final Duration LIMIT = Duration.ofSeconds(5);

  /** A record with a fatal alert, unexpected_message (RFC 8446, 6). */
  private static final byte[] ALERT = {21, 3, 3, 0, 2, 2, 10};

  /** How long TLS may take to say that it closes, before the connection is closed anyway. */
  static final Duration CLOSE_LIMIT = Duration.ofMillis(200);

  /** For the members of the cluster, which all have a JVM that speaks it. */
  public static final List<String> TLS_1_3 = List.of("TLSv1.3");

  /** For clients, which may be old. */
  public static final List<String> SINCE_TLS_1_2 = List.of("TLSv1.3", "TLSv1.2");

  private final ReloadingContext contexts;
  private final List<String> versions;
  private final boolean asksClients;

  private ServerTls(ReloadingContext contexts, List<String> versions, boolean asksClients) {
    this.contexts = contexts;
    this.versions = List.copyOf(versions);
    this.asksClients = asksClients;
  }

  /**
   * Reads the files.
   *
   * @param files with a certificate
   * @param versions of TLS that are spoken
   * @throws IOException naming the setting and the file that cannot be used
   */
  public static ServerTls open(TlsFiles files, List<String> versions) throws IOException {
    ClientAuth clientAuth = files.ca().isPresent() ? ClientAuth.REQUIRE : ClientAuth.NONE;
    return new ServerTls(
        new ReloadingContext(
            files,
            identity -> newBuilder(identity).protocols(versions).clientAuth(clientAuth),
            InstantSource.system()),
        versions,
        clientAuth == ClientAuth.REQUIRE);
  }

  private static SslContextBuilder newBuilder(Optional<TlsIdentity> identity) {
    TlsIdentity own = identity.orElseThrow();
    return SslContextBuilder.forServer(own.key(), own.certificates());
  }

  /**
   * Puts TLS in front of a new connection. Its handlers, present and later ones, see what they
   * would see without TLS: bytes, and the end of the other side's bytes as a half-close. They get
   * failures of TLS as a {@link TlsException} in {@code exceptionCaught}, and must close the
   * connection then.
   *
   * @param limit for the TLS handshake
   * @param toPlain makes what is sent to a client that does not start with TLS, from its first
   *     bytes, which it leaves as they are
   */
  public void install(
      ChannelPipeline pipeline, Duration limit, Function<ByteBuffer, ByteBuf> toPlain) {
    SslHandler tls = contexts.current().newHandler(pipeline.channel().alloc());
    tls.setHandshakeTimeoutMillis(limit.toMillis());
    tls.setCloseNotifyFlushTimeoutMillis(CLOSE_LIMIT.toMillis());
    pipeline.addFirst(new PlainGuard(toPlain), tls, new TlsEdge(true));
  }

  /**
   * Puts TLS on top of a connected socket, without Netty. Use the returned socket for reading and
   * writing; closing the given one closes both at once. The handshake waits for bytes as long as
   * the given socket's timeout says.
   *
   * @throws IOException when the handshake fails; {@link #reason} says why
   */
  public Socket over(Socket connected) throws IOException {
    SSLSocket socket =
        (SSLSocket)
            contexts.current().context().getSocketFactory().createSocket(connected, null, true);
    socket.setEnabledProtocols(versions.toArray(String[]::new));
    socket.setNeedClientAuth(asksClients);
    socket.startHandshake();
    return socket;
  }

  /** Why a handshake has failed, in words that can follow the peer's name. */
  public static String reason(Throwable failure) {
    return String.valueOf(TlsException.of(failure).getMessage());
  }

  /** A fatal TLS alert, for a peer that speaks TLS where this side does not, or the other way. */
  public static ByteBuf alert() {
    return Unpooled.wrappedBuffer(ALERT);
  }
}
