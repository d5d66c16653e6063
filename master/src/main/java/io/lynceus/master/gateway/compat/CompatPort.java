package io.lynceus.master.gateway.compat;

import io.lynceus.common.http.HttpExchange;
import io.lynceus.common.http.HttpResponse;
import io.lynceus.common.http.HttpServer;
import io.lynceus.common.http.HttpServerConfig;
import io.lynceus.common.http.HttpTimeouts;
import io.lynceus.common.http.Problems;
import io.lynceus.common.http.RequestHandler;
import io.lynceus.common.http.Routes;
import io.lynceus.common.port.ConnectionLimit;
import io.lynceus.common.port.ConnectionLimit.GivesWay;
import io.lynceus.common.port.ListeningPort;
import io.lynceus.master.gateway.Gateway;
import io.lynceus.master.gateway.GatewayLimits;
import io.lynceus.master.gateway.Timeouts;
import io.lynceus.master.gateway.WrongTokens;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The compat port: takes pictures as DeepStack and CodeProject.AI Server do. Described in {@code
 * docs/deepstack.md}. Answers are never chunked: Blue Iris cannot read that.
 *
 * <p>One thread calls {@link #open} and {@link #close}, and it is not one of the port's own.
 */
public final class CompatPort implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(CompatPort.class);
  private static final String NAME = "compat port";
  private static final String VISION = "/v1/vision/";

  /** What needs people, behind {@code /v1/vision/face/}. */
  private static final List<String> OF_PEOPLE =
      List.of("recognize", "register", "list", "delete", "match");

  private final HttpServer server;
  private final ConnectionLimit connections;
  private final VisionHandler pictures;
  private final WrongTokens.Door door;
  private final ScheduledExecutorService line;
  private final Duration drain;

  private CompatPort(
      HttpServer server,
      ConnectionLimit connections,
      VisionHandler pictures,
      WrongTokens.Door door,
      ScheduledExecutorService line,
      Duration drain) {
    this.server = server;
    this.connections = connections;
    this.pictures = pictures;
    this.door = door;
    this.line = line;
    this.drain = drain;
  }

  /**
   * Listens from now on, with event loops of its own.
   *
   * @param config where to listen; port 0 is a free one here
   * @param gateway shares its limits, its memory, its tokens and its cameras with the other ports
   * @param version of Lynceus
   * @throws IOException when the address cannot be used; names the settings
   */
  public static CompatPort open(CompatConfig config, Gateway gateway, String version)
      throws IOException {
    GatewayLimits limits = gateway.config().limits();
    ConnectionLimit connections =
        new ConnectionLimit(
            limits.connections(),
            limits.connectionsPerAddress(),
            GivesWay.TO_FEWER,
            System::nanoTime);
    HttpServer server = bind(config, gateway, connections);
    WrongTokens.Door door = gateway.wrongTokens().at(NAME);
    ScheduledExecutorService thread = lineThread();
    Answers answers = Answers.of(config.dialect(), InstantSource.system());
    CompatDesk desk =
        new CompatDesk(
            gateway,
            config,
            new ApiKeys(config.access(), gateway, door),
            answers,
            new BusyLine(gateway.intake()::busy, thread));
    VisionHandler pictures = new VisionHandler(desk);
    Routes routes = new Routes(problems(answers), config.access().hosts());
    addPictures(routes, desk, pictures);
    addStatus(routes, new VersionAnswers(version, hostName(), config.dialect()));
    server.serve(routes);
    return new CompatPort(
        server, connections, pictures, door, thread, gateway.config().timeouts().drain());
  }

  private static void addPictures(Routes routes, CompatDesk desk, VisionHandler pictures) {
    routes
        .post(VISION + "detection", pictures.of(Endpoint.DETECTION))
        .post(VISION + "face", pictures.of(Endpoint.FACE))
        .post(VISION + "custom", pictures.of(Endpoint.CUSTOM))
        .post(VISION + "custom/list", afterBody(exchange -> desk.answers().models(desk.networks())))
        .get(
            VISION + "custom/list",
            exchange -> exchange.respond(desk.answers().models(desk.networks())))
        .post(VISION + "custom/{name}", pictures.ofNamedNetwork());
    for (String what : OF_PEOPLE) {
      String path = VISION + "face/" + what;
      routes.post(path, afterBody(exchange -> desk.answers().failed(Failure.noPeople(path))));
    }
  }

  private static void addStatus(Routes routes, VersionAnswers answers) {
    routes.get("/", answers::page);
    for (String path : List.of("/v1/status/", "/v1/server/status/")) {
      routes
          .get(path + "ping", answers::version)
          .get(path + "version", answers::version)
          .get(path + "updateavailable", answers::update);
    }
  }

  /** Answers a request whose body means nothing, once it is over or is no short one. */
  private static RequestHandler afterBody(Function<HttpExchange, HttpResponse> answer) {
    return exchange -> new PassedOverBody(exchange, answer);
  }

  private static ScheduledExecutorService lineThread() {
    ScheduledThreadPoolExecutor thread =
        new ScheduledThreadPoolExecutor(
            1,
            work -> {
              Thread made = new Thread(work, NAME + " line");
              made.setDaemon(true);
              return made;
            });
    thread.setRemoveOnCancelPolicy(true);
    return thread;
  }

  private static String hostName() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "localhost";
    }
  }

  private static Problems problems(Answers answers) {
    return new Problems() {
      @Override
      public HttpResponse response(int status, String detail) {
        return answers.failed(Failure.ofServer(status, detail));
      }

      @Override
      public HttpResponse noRequest() {
        return response(
            400,
            "this is the compat port, which answers HTTP requests as DeepStack or CodeProject.AI"
                + " Server do, and these bytes are no HTTP request");
      }
    };
  }

  private static HttpServer bind(CompatConfig config, Gateway gateway, ConnectionLimit connections)
      throws IOException {
    Timeouts limits = gateway.config().timeouts();
    HttpTimeouts timeouts =
        new HttpTimeouts(limits.stall(), limits.idleClose(), gateway.held()::leastRate);
    try {
      return HttpServer.bind(
          new HttpServerConfig(
              NAME,
              config.address(),
              ListeningPort.THREADS_BY_PROCESSORS,
              timeouts,
              connections::acquire,
              gateway.tls()));
    } catch (IOException e) {
      throw new IOException(
          "cannot listen for clients of DeepStack: "
              + e.getMessage()
              + " (compat.host, compat.port)",
          e);
    }
  }

  /** The address that clients can connect to. */
  public InetSocketAddress address() {
    return server.address();
  }

  /** The limit on connections of clients, and how many there are. */
  public ConnectionLimit connections() {
    return connections;
  }

  /** Wrong tokens so far. */
  public long wrongTokens() {
    return door.count();
  }

  /**
   * Refuses pictures from now on, waits until those that are there are answered, or the time for
   * draining is over, and ends. Dispatch has to be at work until then.
   */
  @Override
  public void close() {
    if (!pictures.drain(drain)) {
      LOG.warn("some clients of the compat port had not got their answer when time was over");
    }
    server.close();
    line.shutdownNow();
  }
}
