package io.lynceus.master.gateway.http;

import io.lynceus.common.tls.ServerTls;
import io.lynceus.master.port.RefusalLog;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLEngine;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.ssl.SslConnection;
import org.eclipse.jetty.io.ssl.SslHandshakeListener;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.ssl.SslContextFactory;

/**
 * TLS at the HTTP port: every connection has the certificate of the moment, a limited time for its
 * handshake, and a line in the log when that fails.
 */
final class TlsConnections implements Connection.Listener, SslHandshakeListener {
  /** What the session of an engine says until its handshake is done, by its Javadoc. */
  private static final String NOT_YET = "SSL_NULL_WITH_NULL_NULL";

  private final RefusalLog log = new RefusalLog("HTTP port", InstantSource.system());
  private final ServerConnector connector;
  private final Duration limit;

  private TlsConnections(ServerConnector connector, Duration limit) {
    this.connector = connector;
    this.limit = limit;
  }

  /**
   * A connector that speaks TLS.
   *
   * @param limit for the TLS handshake
   */
  static ServerConnector connector(
      Server server, HttpConnectionFactory http, ServerTls tls, Duration limit) {
    SslConnectionFactory factory = new SslConnectionFactory(new Engines(tls), http.getProtocol());
    ServerConnector connector = new ClientConnector(server, factory, http);
    TlsConnections watch = new TlsConnections(connector, limit);
    factory.addBean(watch);
    connector.addBean(watch);
    return connector;
  }

  @Override
  public void onOpened(Connection connection) {
    if (connection instanceof SslConnection tls) {
      connector.getScheduler().schedule(() -> due(tls), limit.toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  private static void due(SslConnection connection) {
    if (connection.getSSLEngine().getSession().getCipherSuite().equals(NOT_YET)) {
      connection.close();
    }
  }

  @Override
  public void onClosed(Connection connection) {}

  @Override
  public void handshakeFailed(Event event, Throwable failure) {
    SSLEngine engine = event.getSSLEngine();
    log.refused(engine.getPeerHost() + ":" + engine.getPeerPort(), ServerTls.reason(failure));
  }

  /** Makes engines of certificates that may change, in place of one context for ever. */
  private static final class Engines extends SslContextFactory.Server {
    private final ServerTls tls;

    Engines(ServerTls tls) {
      this.tls = tls;
    }

    @Override
    protected void doStart() {
      // The engines come ready; there is no key store to load.
    }

    /** Only looked at for the sizes of its buffers. */
    @Override
    public SSLEngine newSSLEngine() {
      return tls.newEngine("", -1);
    }

    @Override
    public SSLEngine newSSLEngine(String host, int port) {
      return tls.newEngine(host, port);
    }
  }
}
