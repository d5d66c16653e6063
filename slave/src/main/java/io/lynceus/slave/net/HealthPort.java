package io.lynceus.slave.net;

import io.lynceus.common.http.AllowedHosts;
import io.lynceus.common.http.Cached;
import io.lynceus.common.http.HttpResponse;
import io.lynceus.common.http.HttpServer;
import io.lynceus.common.http.HttpServerConfig;
import io.lynceus.common.http.HttpTimeouts;
import io.lynceus.common.http.Routes;
import io.lynceus.common.metrics.ProcessMetrics;
import io.lynceus.common.port.ConnectionLimit;
import io.lynceus.common.port.ConnectionLimit.GivesWay;
import io.lynceus.model.Reply.Rejection;
import io.lynceus.model.Reply.RejectionCode;
import io.lynceus.protocol.reply.Problem;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells by HTTP how a slave is: {@code /healthz} that its process lives, {@code /readyz} whether a
 * master has taken it, {@code /metrics} what it counts and measures, made at most once a second.
 */
public final class HealthPort implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(HealthPort.class);
  private static final String JSON = "application/json";
  private static final int THREADS = 1;
  private static final int MAX_CONNECTIONS = 256;

  private static final HttpTimeouts TIMEOUTS =
      new HttpTimeouts(Duration.ofSeconds(10), Duration.ofSeconds(1), () -> 1024);

  private final HttpServer server;

  private final AllowedHosts hosts;

  private HealthPort(HttpServer server, AllowedHosts hosts) {
    this.server = server;
    this.hosts = hosts;
  }

  /**
   * Takes the address. Clients that connect are answered from {@link #serve} on.
   *
   * @throws IOException when the address cannot be used; names the settings
   */
  public static HealthPort open(HealthConfig config) throws IOException {
    try {
      return new HealthPort(bind(config), config.hosts());
    } catch (IOException e) {
      throw new IOException(
          "cannot listen for health checks: " + e.getMessage() + " (http.host, http.port)", e);
    }
  }

  private static HttpServer bind(HealthConfig config) throws IOException {
    try {
      return server(config.host(), config.port());
    } catch (IOException e) {
      if (!config.orAnother() || !(e.getCause() instanceof BindException)) {
        throw e;
      }
      HttpServer other = server(config.host(), 0);
      LOG.warn(
          "http.port {} is taken, by another slave perhaps: listening on a free one",
          config.port());
      return other;
    }
  }

  private static HttpServer server(String host, int port) throws IOException {
    ConnectionLimit connections =
        new ConnectionLimit(MAX_CONNECTIONS, MAX_CONNECTIONS, GivesWay.TO_ALL, System::nanoTime);
    return HttpServer.bind(
        new HttpServerConfig(
            "health port",
            new InetSocketAddress(host, port),
            THREADS,
            TIMEOUTS,
            connections::acquire,
            Optional.empty()));
  }

  /** The address that can be asked. */
  public InetSocketAddress address() {
    return server.address();
  }

  /**
   * Begins to answer. Called once.
   *
   * @param ready asked by any thread
   * @param metrics makes the page for Prometheus; called by any thread
   */
  public void serve(BooleanSupplier ready, Supplier<String> metrics) {
    Cached<HttpResponse> page =
        new Cached<>(
            () -> CompletableFuture.completedFuture(page(metrics.get())), System::nanoTime);
    server.serve(
        new Routes(HealthPort::problem, hosts)
            .monitor(
                "/healthz",
                exchange -> exchange.respond(HttpResponse.text(200, JSON, "{\"healthy\":true}")))
            .monitor("/readyz", exchange -> exchange.respond(readiness(ready.getAsBoolean())))
            .monitor("/metrics", exchange -> exchange.respond(page.get())));
  }

  private static HttpResponse page(String metrics) {
    return HttpResponse.text(200, ProcessMetrics.MEDIA_TYPE, metrics.stripTrailing());
  }

  private static HttpResponse readiness(boolean ready) {
    return HttpResponse.text(ready ? 200 : 503, JSON, "{\"ready\":" + ready + "}");
  }

  private static HttpResponse problem(int status, String detail) {
    Rejection rejection = new Rejection(RejectionCode.BAD_COMMAND, detail);
    Problem problem = Problem.of(status, HttpResponse.title(status), rejection);
    return HttpResponse.text(status, Problem.MEDIA_TYPE, problem.json());
  }

  /** Answers no more. */
  @Override
  public void close() {
    server.close();
  }
}
