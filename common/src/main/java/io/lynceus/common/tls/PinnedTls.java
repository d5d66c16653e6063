package io.lynceus.common.tls;

import io.netty.channel.ChannelPipeline;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * TLS at the end that connects to a device, such as a camera. Devices make their own certificates,
 * for no name and often for no time: so either exactly one known certificate is accepted, or one of
 * a public CA for the host. Nothing else is ever trusted. TLS 1.2 and later. Any thread may call
 * it.
 */
public final class PinnedTls {
  private static final String[] VERSIONS = {"TLSv1.3", "TLSv1.2"};

  private final SslContext context;

  private PinnedTls(SslContext context) {
    this.context = context;
  }

  /** Holds the CAs of the JVM, which take a while to read. */
  private static final class Public {
    private static final SslContext CONTEXT = build();

    private static SslContext build() {
      try {
        return builder().endpointIdentificationAlgorithm("HTTPS").build();
      } catch (IOException e) {
        throw new IllegalStateException("the JVM's own CAs cannot be read", e);
      }
    }
  }

  private static SslContextBuilder builder() {
    return SslContextBuilder.forClient().sslProvider(SslProvider.JDK).protocols(VERSIONS);
  }

  /**
   * Reads the certificate.
   *
   * @param setting that names the file, for messages
   * @param certificate the PEM file with the one that is accepted; absent: those of public CAs are
   * @throws IOException naming the setting and the file that cannot be used
   */
  public static PinnedTls open(String setting, Optional<Path> certificate) throws IOException {
    if (certificate.isEmpty()) {
      return new PinnedTls(Public.CONTEXT);
    }
    X509Certificate[] known = new PemFile(setting, certificate.get()).certificates();
    return new PinnedTls(
        builder()
            .endpointIdentificationAlgorithm("") // the certificate says who it is
            .trustManager(new OneCertificate(setting, known[0]))
            .build());
  }

  /** Puts TLS in front of a new connection. */
  public void install(ChannelPipeline pipeline, String host, int port, Duration limit) {
    SslHandler tls = context.newHandler(pipeline.channel().alloc(), host, port);
    tls.setHandshakeTimeoutMillis(limit.toMillis());
    tls.setCloseNotifyFlushTimeoutMillis(ServerTls.CLOSE_LIMIT.toMillis());
    pipeline.addFirst(tls);
  }

  /** Whether a failure comes from TLS; {@link #reason} says which. */
  public static boolean isCausedBy(Throwable failure) {
    return TlsException.isCausedBy(failure);
  }

  /** What to check, of a failure of TLS; calls the other end "it". */
  public static String reason(Throwable failure) {
    return String.valueOf(TlsException.of(failure).getMessage());
  }

  /** Accepts one certificate, whatever its name and dates, and no other. */
  private static final class OneCertificate extends X509ExtendedTrustManager {
    private final String setting;
    private final X509Certificate known;

    OneCertificate(String setting, X509Certificate known) {
      this.setting = setting;
      this.known = known;
    }

    private void check(X509Certificate[] chain) throws CertificateException {
      if (chain.length == 0 || !known.equals(chain[0])) {
        throw new CertificateException("it shows another certificate than the one of " + setting);
      }
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type)
        throws CertificateException {
      check(chain);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket)
        throws CertificateException {
      check(chain);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine)
        throws CertificateException {
      check(chain);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type)
        throws CertificateException {
      throw new CertificateException("this end accepts no clients");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket)
        throws CertificateException {
      checkClientTrusted(chain, type);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine)
        throws CertificateException {
      checkClientTrusted(chain, type);
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
