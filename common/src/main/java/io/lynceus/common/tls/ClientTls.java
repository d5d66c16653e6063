package io.lynceus.common.tls;

import io.netty.channel.ChannelPipeline;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/**
 * TLS at the end that connects. It trusts the given CAs, or those of the JVM if none are given. It
 * accepts only a certificate for the name or address that it connects to, unless {@link
 * Settings#verifyHost} is off. TLS 1.3 only, because in earlier versions neither side can close its
 * direction alone. Any thread may call it.
 */
public final class ClientTls {
  private static final String VERSION = "TLSv1.3";

  /**
   * The settings.
   *
   * @param files may name no file: then the CAs of the JVM are trusted
   * @param verifyHost whether the certificate must be for the host
   */
  public record Settings(TlsFiles files, boolean verifyHost) {}

  private final ReloadingContext contexts;

  /** How the certificate's name is checked, RFC 2818; empty if it is not. */
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
            settings.files(), identity -> newBuilder(identity, nameCheck), InstantSource.system()),
        nameCheck);
  }

  private static SslContextBuilder newBuilder(Optional<TlsIdentity> identity, String nameCheck) {
    SslContextBuilder builder =
        SslContextBuilder.forClient().protocols(VERSION).endpointIdentificationAlgorithm(nameCheck);
    identity.ifPresent(own -> builder.keyManager(own.key(), own.certificates()));
    return builder;
  }

  /**
   * Puts TLS in front of a new connection, as {@link ServerTls#install} does.
   *
   * @param host the host that the connection goes to
   * @param limit for the TLS handshake
   */
  public void install(ChannelPipeline pipeline, String host, int port, Duration limit) {
    SslHandler tls = contexts.current().newHandler(pipeline.channel().alloc(), host, port);
    tls.setHandshakeTimeoutMillis(limit.toMillis());
    tls.setCloseNotifyFlushTimeoutMillis(ServerTls.CLOSE_LIMIT.toMillis());
    pipeline.addFirst(tls, new TlsEdge(false));
  }

  /**
   * Puts TLS on top of a connected socket. Use the returned socket for reading and writing; closing
   * the given one closes both at once.
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

  /** The context of connections that others make, which check the name of the host themselves. */
  public SSLContext context() {
    return contexts.current().context();
  }

  /** The failure with a message for users, if it is a failure of TLS; else the failure itself. */
  public static IOException fault(IOException failure) {
    return failure instanceof SSLException ? TlsException.of(failure) : failure;
  }
}
