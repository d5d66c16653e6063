package io.lynceus.common.tls;

import io.netty.channel.ChannelPipeline;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/**
 * TLS at the end that connects. It trusts the CAs that it is told, else those of the JVM, and only
 * a certificate for the name or address that was connected to, unless told otherwise. TLS 1.3 only:
 * in earlier versions neither side could end its direction alone. Callable by any thread.
 */
public final class ClientTls {
  private static final String VERSION = "TLSv1.3";

  /**
   * How to open one.
   *
   * @param files of which all may be missing: the JVM's CAs are trusted then
   * @param verifyHost whether the certificate has to be for the host
   */
  public record Settings(TlsFiles files, boolean verifyHost) {}

  private final ReloadingContext contexts;

  /** How the certificate's name is compared, RFC 2818; empty for not at all. */
  private final String nameCheck;

  private ClientTls(ReloadingContext contexts, String nameCheck) {
    this.contexts = contexts;
    this.nameCheck = nameCheck;
  }

  /**
   * Reads the files.
   *
   * @throws IOException naming the setting and the file that cannot be used
   */
  public static ClientTls open(Settings settings) throws IOException {
    String nameCheck = settings.verifyHost() ? "HTTPS" : "";
    return new ClientTls(
        new ReloadingContext(
            settings.files(), identity -> begin(identity, nameCheck), InstantSource.system()),
        nameCheck);
  }

  private static SslContextBuilder begin(Optional<TlsIdentity> identity, String nameCheck) {
    SslContextBuilder builder =
        SslContextBuilder.forClient().protocols(VERSION).endpointIdentificationAlgorithm(nameCheck);
    identity.ifPresent(own -> builder.keyManager(own.key(), own.certificates()));
    return builder;
  }

  /**
   * Puts TLS in front of a new connection, as {@link ServerTls#install} does.
   *
   * @param host that is connected to
   * @param limit for the TLS handshake
   */
  public void install(ChannelPipeline pipeline, String host, int port, Duration limit) {
    SslHandler tls = contexts.current().newHandler(pipeline.channel().alloc(), host, port);
    tls.setHandshakeTimeoutMillis(limit.toMillis());
    tls.setCloseNotifyFlushTimeoutMillis(ServerTls.GOODBYE_LIMIT.toMillis());
    pipeline.addFirst(tls, new TlsEdge(false));
  }

  /**
   * Puts TLS over a connected socket. The new one is to be read and written; closing the one below
   * ends both at once.
   *
   * @throws IOException when the handshake fails; {@link #fault} says why
   */
  public Socket over(Socket connected, String host, int port) throws IOException {
    SSLSocket socket =
        (SSLSocket)
            contexts
                .current()
                .context()
                .getSocketFactory()
                .createSocket(connected, host, port, true);
    SSLParameters parameters = socket.getSSLParameters();
    parameters.setProtocols(new String[] {VERSION});
    parameters.setEndpointIdentificationAlgorithm(nameCheck);
    socket.setSSLParameters(parameters);
    socket.startHandshake();
    return socket;
  }

  /** A failure in words, if it is one of TLS; else itself. */
  public static IOException fault(IOException failure) {
    return failure instanceof SSLException ? TlsFault.of(failure) : failure;
  }
}
