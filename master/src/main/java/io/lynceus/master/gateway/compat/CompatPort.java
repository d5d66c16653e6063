package io.lynceus.master.gateway.compat;

import io.lynceus.common.http.HttpExchange;
import io.lynceus.common.http.HttpResponse;
import io.lynceus.common.http.Problems;
import io.lynceus.common.http.RequestHandler;
import io.lynceus.common.http.Routes;
import io.lynceus.common.port.ConnectionLimit;
import io.lynceus.master.gateway.ClientHttpServer;
import io.lynceus.master.gateway.Gateway;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.function.Function;

/**
 * The compat port: takes pictures as DeepStack and CodeProject.AI Server do. Described in {@code
 * docs/deepstack.md}. Answers are never chunked: Blue Iris cannot read that.
 *
 * <p>One thread calls {@link #open} and {@link #close}, and it is not one of the port's own.
 */
public final class CompatPort implements AutoCloseable {
  private static final ClientHttpServer.Names NAMES =
      new ClientHttpServer.Names("compat port", "clients of DeepStack", "compat");

  private static final String VISION = "/v1/vision/";

  /** What needs people, behind {@code /v1/vision/face/}. */
  private static final List<String> OF_PEOPLE =
      List.of("recognize", "register", "list", "delete", "match");

  private final ClientHttpServer server;
  private final VisionHandler pictures;
  private final ScheduledExecutorService line;

  private CompatPort(
      ClientHttpServer server, VisionHandler pictures, ScheduledExecutorService line) {
    this.server = server;
    this.pictures = pictures;
    this.line = line;
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
    ClientHttpServer server = ClientHttpServer.bind(NAMES, config.address(), gateway);
    ScheduledExecutorService thread = lineThread();
    Answers answers = Answers.of(config.dialect(), InstantSource.system());
    CompatDesk desk =
        new CompatDesk(
            gateway,
            config,
            new ApiKeys(config.access(), gateway, server.door()),
            answers,
            new BusyLine(gateway.intake()::busy, thread));
    VisionHandler pictures = new VisionHandler(desk);
    Routes routes = new Routes(problems(answers), config.access().hosts());
    addPictures(routes, desk, pictures);
    addStatus(routes, new VersionAnswers(version, hostName(), config.dialect()));
    server.serve(routes);
    return new CompatPort(server, pictures, thread);
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
              Thread made = new Thread(work, NAMES.name() + " line");
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

  /** The address that clients can connect to. */
  public InetSocketAddress address() {
    return server.address();
  }

  /** The limit on connections of clients, and how many there are. */
  public ConnectionLimit connections() {
    return server.connections();
  }

  /** Wrong tokens so far. */
  public long wrongTokens() {
    return server.door().count();
  }

  /**
   * Refuses pictures from now on, waits until those that are there are answered, or the time for
   * draining is over, and ends. Dispatch has to be at work until then.
   */
  @Override
  public void close() {
    server.close(pictures::drain);
    line.shutdownNow();
  }
}
