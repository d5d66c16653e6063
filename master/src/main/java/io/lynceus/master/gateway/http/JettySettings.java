package io.lynceus.master.gateway.http;

import io.javalin.config.JettyConfig;
import io.lynceus.common.tls.ServerTls;
import io.lynceus.master.gateway.ConnectionLimit;
import io.lynceus.master.gateway.Gateway;
import io.lynceus.master.gateway.GatewayConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.ServerSocketChannel;
import java.util.Optional;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/** How the web server beneath the HTTP port is set up. */
final class JettySettings {
  private static final int BACKLOG = 256;
  private static final int INPUT_BYTES = 32 << 10;

  /** Threads compute, and never wait for a client: a few are enough. */
  private static final int MOST_THREADS =
      Math.max(16, 2 * Runtime.getRuntime().availableProcessors());

  private static final int FEWEST_THREADS = 2;

  private final GatewayConfig config;
  private final ServerSocketChannel listening;
  private final QueuedThreadPool pool;
  private final ConnectionLimit seats;
  private final Optional<ServerTls> tls;

  /**
   * @param seats for the HTTP port alone
   */
  JettySettings(
      Gateway gateway,
      ServerSocketChannel listening,
      QueuedThreadPool pool,
      ConnectionLimit seats) {
    this.config = gateway.config();
    this.tls = gateway.tls();
    this.listening = listening;
    this.pool = pool;
    this.seats = seats;
  }

  /**
   * Takes the address, before anything is started.
   *
   * @throws IOException when it cannot be used; names the settings
   */
  static ServerSocketChannel bind(HttpConfig config) throws IOException {
    ServerSocketChannel channel = ServerSocketChannel.open();
    try {
      return channel.bind(config.address(), BACKLOG);
    } catch (IOException e) {
      channel.close();
      throw new IOException(
          "cannot listen for HTTP clients on %s:%d: %s (http.host, http.port)"
              .formatted(config.host(), config.port(), e.getMessage()),
          e);
    }
  }

  static QueuedThreadPool newPool() {
    QueuedThreadPool pool = new QueuedThreadPool(MOST_THREADS, FEWEST_THREADS);
    pool.setName("http-port");
    pool.setDaemon(true);
    return pool;
  }

  void apply(JettyConfig jetty) {
    jetty.threadPool = pool;
    jetty.addConnector(this::connector);
    // Requests are waited for before, and idle connections are not worth waiting.
    jetty.modifyServer(server -> server.setStopTimeout(0));
    jetty.modifyServer(server -> server.setErrorHandler(new JsonErrors()));
  }

  /** A silent client is let go after {@code tasks.stall}, in a request and between two. */
  private Connector connector(Server server, HttpConfiguration http) {
    HttpConnectionFactory factory = new HttpConnectionFactory(http);
    factory.setInputBufferSize(INPUT_BYTES);
    ServerConnector connector =
        tls.isPresent()
            ? TlsConnections.connector(server, factory, tls.get(), ServerTls.LIMIT)
            : new ClientConnector(server, factory);
    connector.setIdleTimeout(config.timeouts().stall().toMillis());
    connector.addBean(
        new org.eclipse.jetty.server.ConnectionLimit(config.limits().connections(), connector));
    connector.addBean(new AddressLimit(seats));
    try {
      connector.open(listening);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return connector;
  }
}
