package io.lynceus.slave.net;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.lynceus.common.metrics.ProcessMetrics;
import io.lynceus.model.Reply.Rejection;
import io.lynceus.model.Reply.RejectionCode;
import io.lynceus.protocol.reply.Problem;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells by HTTP how a slave is: {@code /healthz} that its process lives, {@code /readyz} whether a
 * master has taken it, {@code /metrics} what it counts and measures.
 *
 * <p>The JDK's own server: the master's Jetty adds about 0.3 s to its start, too much for a slave.
 */
public final class HealthPort implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(HealthPort.class);
  private static final String JSON = "application/json";
  private static final List<String> PATHS = List.of("/healthz", "/readyz", "/metrics");
  private static final int THREADS = 4;
  private static final int BACKLOG = 64;

  /** Seconds after which the server lets a client go that is slow to ask or to read. */
  private static final String PATIENCE = "10";

  private final HttpServer server;
  private final ExecutorService threads =
      Executors.newFixedThreadPool(
          THREADS,
          work -> {
            Thread thread = new Thread(work, "health-port");
            thread.setDaemon(true);
            return thread;
          });

  private HealthPort(HttpServer server) {
    this.server = server;
  }

  /**
   * Takes the address. Who connects is answered from {@link #serve} on.
   *
   * @throws IOException when the address cannot be used; names the settings
   */
  public static HealthPort open(HealthConfig config) throws IOException {
    // The server has no other way to be told; without them a silent client keeps a thread for ever.
    System.setProperty("sun.net.httpserver.maxReqTime", PATIENCE);
    System.setProperty("sun.net.httpserver.maxRspTime", PATIENCE);
    try {
      return new HealthPort(bind(config));
    } catch (IOException | IllegalArgumentException e) {
      throw new IOException(
          "cannot listen for health checks on %s:%d: %s (http.host, http.port)"
              .formatted(config.host(), config.port(), e.getMessage()),
          e);
    }
  }

  private static HttpServer bind(HealthConfig config) throws IOException {
    try {
      return server(config.host(), config.port());
    } catch (BindException e) {
      if (!config.orAnother()) {
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
    return HttpServer.create(new InetSocketAddress(host, port), BACKLOG);
  }

  /** The address that can be asked. */
  public InetSocketAddress address() {
    return server.getAddress();
  }

  /**
   * Begins to answer. Called once.
   *
   * @param ready asked by any thread
   * @param metrics makes the page for Prometheus; called by any thread
   */
  public void serve(BooleanSupplier ready, Supplier<String> metrics) {
    server.setExecutor(threads);
    server.createContext("/", exchange -> answer(exchange, ready, metrics));
    server.start();
  }

  private static void answer(HttpExchange exchange, BooleanSupplier ready, Supplier<String> metrics)
      throws IOException {
    try (exchange) {
      String path = String.valueOf(exchange.getRequestURI().getPath());
      boolean known = PATHS.contains(path);
      String method = exchange.getRequestMethod();
      if (!known) {
        refuse(exchange, 404, "Not Found", "there are GET " + String.join(" and ", PATHS));
      } else if (!method.equals("GET") && !method.equals("HEAD")) {
        exchange.getResponseHeaders().set("Allow", "GET, HEAD");
        refuse(exchange, 405, "Method Not Allowed", "only GET is answered");
      } else if (path.equals("/healthz")) {
        send(exchange, 200, JSON, "{\"healthy\":true}");
      } else if (path.equals("/metrics")) {
        send(exchange, 200, ProcessMetrics.MEDIA_TYPE, metrics.get().stripTrailing());
      } else {
        boolean taken = ready.getAsBoolean();
        send(exchange, taken ? 200 : 503, JSON, "{\"ready\":" + taken + "}");
      }
    }
  }

  private static void refuse(HttpExchange exchange, int status, String title, String detail)
      throws IOException {
    Rejection rejection = new Rejection(RejectionCode.BAD_COMMAND, detail);
    send(exchange, status, Problem.MEDIA_TYPE, Problem.of(status, title, rejection).json());
  }

  private static void send(HttpExchange exchange, int status, String type, String text)
      throws IOException {
    byte[] body = (text + '\n').getBytes(UTF_8);
    exchange.getResponseHeaders().set("Content-Type", type);
    if (exchange.getRequestMethod().equals("HEAD")) {
      exchange.sendResponseHeaders(status, -1);
    } else {
      exchange.sendResponseHeaders(status, body.length);
      exchange.getResponseBody().write(body);
    }
  }

  /** Answers no more. */
  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
