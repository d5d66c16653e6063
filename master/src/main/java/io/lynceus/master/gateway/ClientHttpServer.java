package io.lynceus.master.gateway;

import io.lynceus.common.http.HttpServer;
import io.lynceus.common.http.HttpServerConfig;
import io.lynceus.common.http.HttpTimeouts;
import io.lynceus.common.http.Routes;
import io.lynceus.common.port.ConnectionLimit;
import io.lynceus.common.port.ConnectionLimit.GivesWay;
import io.lynceus.common.port.ListeningPort;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The HTTP server of a port for clients: its connections are limited, its wrong tokens are counted.
 *
 * <p>One thread calls {@link #bind}, {@link #serve} and {@link #close}, and it is not one of the
 * server's own. Any thread may call the others.
 */
public final class ClientHttpServer {
  private static final Logger LOG = LoggerFactory.getLogger(ClientHttpServer.class);

  private final String name;
  private final HttpServer server;
  private final ConnectionLimit connections;
  private final WrongTokens.Door door;
  private final Duration drain;

  /**
   * How logs and errors call the port.
   *
   * @param name such as {@code HTTP port}
   * @param clients such as {@code HTTP clients}
   * @param setting whose {@code host} and {@code port} say where it listens, such as {@code http}
   */
  public record Names(String name, String clients, String setting) {}

  private ClientHttpServer(
      String name, HttpServer server, ConnectionLimit connections, Gateway gateway) {
    this.name = name;
    this.server = server;
    this.connections = connections;
    this.door = gateway.wrongTokens().at(name);
    this.drain = gateway.config().timeouts().drain();
  }

  /**
   * Binds an address, with event loops of its own. Nothing is answered before {@link #serve}.
   *
   * @param address port 0 is a free one here
   * @param gateway shares its limits and its tokens with the other ports
   * @throws IOException when the address cannot be used; names the settings
   */
  public static ClientHttpServer bind(Names names, InetSocketAddress address, Gateway gateway)
      throws IOException {
    GatewayLimits limits = gateway.config().limits();
    ConnectionLimit connections =
        new ConnectionLimit(
            limits.connections(),
            limits.connectionsPerAddress(),
            GivesWay.TO_FEWER,
            System::nanoTime);
    Timeouts timeouts = gateway.config().timeouts();
    HttpServerConfig config =
        new HttpServerConfig(
            names.name(),
            address,
            ListeningPort.THREADS_BY_PROCESSORS,
            new HttpTimeouts(timeouts.stall(), timeouts.idleClose(), gateway.held()::leastRate),
            connections::acquire,
            gateway.tls());
    try {
      return new ClientHttpServer(names.name(), HttpServer.bind(config), connections, gateway);
    } catch (IOException e) {
      throw new IOException(
          "cannot listen for %s: %s (%3$s.host, %3$s.port)"
              .formatted(names.clients(), e.getMessage(), names.setting()),
          e);
    }
  }

  /** Answers by these routes from now on. */
  public void serve(Routes routes) {
    server.serve(routes);
  }

  /** The address that clients can connect to. */
  public InetSocketAddress address() {
    return server.address();
  }

  /** The limit on connections of clients, and how many there are. */
  public ConnectionLimit connections() {
    return connections;
  }

  /** Where wrong tokens of this port are counted. */
  public WrongTokens.Door door() {
    return door;
  }

  /**
   * Waits until the requests that are there are answered, or the time for draining is over, and
   * ends.
   *
   * @param answered waits for so long at most; false if some are not answered then
   */
  public void close(Predicate<Duration> answered) {
    if (!answered.test(drain)) {
      LOG.warn("some clients of the {} had not got their answer when time was over", name);
    }
    server.close();
  }
}
