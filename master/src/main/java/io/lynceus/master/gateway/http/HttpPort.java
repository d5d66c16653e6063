package io.lynceus.master.gateway.http;

import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import io.lynceus.master.gateway.AccessToken;
import io.lynceus.master.gateway.ConnectionLimit;
import io.lynceus.master.gateway.Gateway;
import io.lynceus.model.ClusterStatus;
import io.lynceus.model.Reply.Rejection;
import io.lynceus.model.Reply.RejectionCode;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The HTTP port: takes images one by one and tells how the cluster is. Described in {@code
 * docs/http.md}.
 *
 * <p>{@link #open} and {@link #close} are called by one thread, which is none of the port's own.
 */
public final class HttpPort implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(HttpPort.class);

  /** How often clients that wait are looked at, whether they are there. */
  private static final Duration WATCH = Duration.ofMillis(500);

  private static final String ROUTES =
      "there are POST /v1/images, GET /v1/status, /healthz, /readyz, /metrics and /openapi.json";

  private final Javalin server;
  private final InetSocketAddress address;
  private final ConnectionLimit seats;
  private final ImagesHandler images;
  private final Duration drain;
  private final ScheduledExecutorService watch =
      Executors.newSingleThreadScheduledExecutor(HttpPort::watchThread);

  private HttpPort(
      Javalin server,
      InetSocketAddress address,
      ConnectionLimit seats,
      ImagesHandler images,
      Duration drain) {
    this.server = server;
    this.address = address;
    this.seats = seats;
    this.images = images;
    this.drain = drain;
    var unused =
        watch.scheduleWithFixedDelay(
            images::checkClients, WATCH.toMillis(), WATCH.toMillis(), TimeUnit.MILLISECONDS);
  }

  /**
   * Listens from now on, with threads of its own.
   *
   * @param gateway shares its limits and its budget with the task port
   * @param metrics makes the page of {@code /metrics}; called by any thread
   * @throws IOException when the address cannot be used; names the settings
   */
  public static HttpPort open(
      HttpConfig config, Gateway gateway, Function<ClusterStatus, String> metrics)
      throws IOException {
    ServerSocketChannel listening = JettySettings.bind(config);
    InetSocketAddress address = (InetSocketAddress) listening.getLocalAddress();
    QueuedThreadPool pool = JettySettings.newPool();
    BearerToken token = new BearerToken(new AccessToken(config.token()));
    ImagesHandler images = new ImagesHandler(gateway, token, pool);
    StatusHandlers status = new StatusHandlers(gateway, token, pool, images::isClosing);
    ConnectionLimit seats = new ConnectionLimit(gateway.config().limits(), System::nanoTime);
    Answer description = OpenApi.load();
    JettySettings jetty = new JettySettings(gateway, listening, pool, seats);
    Javalin server =
        Javalin.create(settings -> apply(settings, jetty))
            .post("/v1/images", images)
            .get("/v1/status", status::status)
            .get("/healthz", status::health)
            .get("/readyz", status::readiness)
            .get("/metrics", ctx -> status.metrics(ctx, metrics))
            .get("/openapi.json", ctx -> StatusHandlers.answer(ctx, description))
            .exception(HttpResponseException.class, HttpPort::noRoute)
            .exception(Exception.class, HttpPort::failed);
    try {
      server.start();
    } catch (RuntimeException e) {
      server.stop();
      listening.close();
      throw new IOException("cannot serve HTTP: " + e.getMessage(), e);
    }
    return new HttpPort(server, address, seats, images, gateway.config().timeouts().drain());
  }

  private static Thread watchThread(Runnable work) {
    Thread thread = new Thread(work, "http-watch");
    thread.setDaemon(true);
    return thread;
  }

  private static void apply(JavalinConfig settings, JettySettings jetty) {
    settings.showJavalinBanner = false;
    settings.startupWatcherEnabled = false;
    settings.http.prefer405over404 = true;
    settings.http.disableCompression();
    jetty.apply(settings.jetty);
  }

  private static void noRoute(HttpResponseException e, Context ctx) {
    String allowed = e.getDetails().get("availableMethods");
    if (allowed != null) {
      ctx.header("Allow", allowed);
    }
    String message = "there is no " + ctx.method() + " " + ctx.path() + ": " + ROUTES;
    send(ctx, Answer.problem(e.getStatus(), new Rejection(RejectionCode.BAD_COMMAND, message)));
  }

  private static void failed(Exception e, Context ctx) {
    LOG.warn("{} {} has failed", ctx.method(), ctx.path(), e);
    send(ctx, Answer.failure("the master has failed at this request; its log says more"));
  }

  private static void send(Context ctx, Answer answer) {
    ctx.status(answer.status()).contentType(answer.type()).result(answer.body() + '\n');
  }

  /** The address that clients can connect to. */
  public InetSocketAddress address() {
    return address;
  }

  /** The places of clients that are connected. */
  public ConnectionLimit seats() {
    return seats;
  }

  /**
   * Refuses images from now on, waits until those that are there are answered, or the time for
   * draining is over, and ends. Dispatch has to be at work until then.
   */
  @Override
  public void close() {
    if (!images.drain(drain)) {
      LOG.warn("some HTTP clients had not got their reply when time was over");
    }
    watch.shutdown();
    server.stop();
  }
}
