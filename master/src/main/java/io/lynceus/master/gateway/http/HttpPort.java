package io.lynceus.master.gateway.http;

import io.lynceus.common.http.HttpExchange;
import io.lynceus.common.http.HttpResponse;
import io.lynceus.common.http.Problems;
import io.lynceus.common.http.Routes;
import io.lynceus.common.port.ConnectionLimit;
import io.lynceus.console.ConsolePages;
import io.lynceus.console.SettingLine;
import io.lynceus.console.live.LiveView;
import io.lynceus.master.cameras.CameraEditor;
import io.lynceus.master.gateway.ClientHttpServer;
import io.lynceus.master.gateway.ClientPorts;
import io.lynceus.master.gateway.Gateway;
import io.lynceus.master.gateway.WrongTokens;
import io.lynceus.master.gateway.access.AuditTrail;
import io.lynceus.master.gateway.access.BrowserSessions;
import io.lynceus.master.gateway.access.Right;
import io.lynceus.master.gateway.access.SessionCookie;
import io.lynceus.master.gateway.access.SignInLimit;
import io.lynceus.master.gateway.cameras.CameraHandlers;
import io.lynceus.master.gateway.people.PeopleHandlers;
import io.lynceus.master.gateway.search.StoreDesk;
import io.lynceus.master.gateway.webhooks.WebhookHandlers;
import io.lynceus.master.people.PeopleDesk;
import io.lynceus.master.webhooks.Webhooks;
import io.lynceus.model.ClusterStatus;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * The HTTP port: takes images one by one and tells how the cluster is. Described in {@code
 * docs/http.md}.
 *
 * <p>One thread calls {@link #open} and {@link #close}, and it is not one of the port's own.
 */
public final class HttpPort implements AutoCloseable {
  private static final ClientHttpServer.Names NAMES =
      new ClientHttpServer.Names("HTTP port", "HTTP clients", "http");

  private final ClientHttpServer server;
  private final ImagesHandler images;

  /**
   * What the console shows besides what clients of the port can ask.
   *
   * @param live the latest stills; whoever opens the port closes it
   * @param settings of the master
   * @param audit hears of sign-ins and of what is done to slaves
   * @param webhooks that events are told
   * @param people whom faces are compared with; empty if none may be compared
   */
  public record ForConsole(
      LiveView live,
      List<SettingLine> settings,
      AuditTrail audit,
      Webhooks webhooks,
      Optional<PeopleDesk> people) {
    public ForConsole {
      settings = List.copyOf(settings);
    }

    /** Of a master that compares no faces. */
    public ForConsole(
        LiveView live, List<SettingLine> settings, AuditTrail audit, Webhooks webhooks) {
      this(live, settings, audit, webhooks, Optional.empty());
    }
  }

  private HttpPort(ClientHttpServer server, ImagesHandler images) {
    this.server = server;
    this.images = images;
  }

  /**
   * Listens from now on, with event loops of its own.
   *
   * @param gateway shares its limits and its budget with the task port
   * @param version of Lynceus, for the description of the port
   * @param metrics makes the page of {@code /metrics}; called by any thread
   * @param store where what is remembered can be asked for; empty if the master has no store
   * @param console what the pages show besides
   * @throws IOException when the address cannot be used; names the settings
   */
  public static HttpPort open(
      HttpConfig config,
      Gateway gateway,
      String version,
      Function<ClusterStatus, String> metrics,
      Optional<StoreDesk> store,
      ForConsole console)
      throws IOException {
    OpenApi description = new OpenApi(version);
    ClientHttpServer server = ClientHttpServer.bind(NAMES, config.address(), gateway);
    gateway.ports().httpOpened(server.address().getPort());
    WrongTokens.Door door = server.door();
    int port = server.address().getPort();
    BrowserSessions sessions = new BrowserSessions(InstantSource.system());
    gateway.token().onChange(sessions::endOf);
    SessionCookie cookie = new SessionCookie(port, gateway.tls().isPresent());
    Guard guard = new Guard(gateway.token(), sessions, cookie, door);
    ImagesHandler images = new ImagesHandler(gateway);
    StatusHandlers status = new StatusHandlers(gateway, images::isClosing, metrics);
    QuarantineHandlers quarantine = new QuarantineHandlers(gateway);
    SessionHandlers session =
        new SessionHandlers(
            gateway.token(),
            sessions,
            cookie,
            new SignInLimit(InstantSource.system()),
            door,
            console.audit());
    SlaveHandlers slaves = new SlaveHandlers(gateway, console.audit());
    ConsoleHandlers pages = new ConsoleHandlers(console, guard);
    CameraHandlers cameras =
        new CameraHandlers(
            new CameraEditor(gateway.cameras(), config.edit()),
            gateway.cameras()::healths,
            console.audit(),
            problems(gateway.ports()));
    StoreRequests requests = new StoreRequests(store);
    ResultsHandlers results =
        new ResultsHandlers(requests, () -> gateway.cameras().described().ledger());
    StoreHandlers tending = new StoreHandlers(requests);
    WebhookHandlers webhooks =
        new WebhookHandlers(console.webhooks(), problems(gateway.ports()), console.audit());
    PeopleHandlers people =
        new PeopleHandlers(console.people(), gateway, problems(gateway.ports()), console.audit());
    Routes routes =
        new Routes(problems(gateway.ports()), config.hosts())
            .monitor("/healthz", status::health)
            .monitor("/readyz", status::readiness)
            .monitor("/metrics", status::metrics)
            .get(
                "/openapi.json",
                exchange -> exchange.respond(description.of(gateway.intake().catalog())))
            .post("/v1/session", session::begin)
            .delete("/v1/session", session::end);
    new GuardedRoutes(routes, guard)
        .post("/v1/images", Right.SEND, images)
        .get("/v1/status", Right.LOOK, status::status)
        .get("/v1/labels", Right.LOOK, status::labels)
        .get("/v1/cameras", Right.LOOK, status::cameras)
        .get("/v1/watches", Right.LOOK, cameras::watches)
        .get("/v1/tasks", Right.LOOK, status::tasks)
        .get("/v1/cameras/{name}", Right.ADMINISTER, cameras::show)
        .put("/v1/cameras/{name}", Right.ADMINISTER, cameras::write)
        .delete("/v1/cameras/{name}", Right.ADMINISTER, cameras::delete)
        .post("/v1/cameras/{name}/check", Right.ADMINISTER, cameras::check)
        .post("/v1/cameras/{name}/accept", Right.ADMINISTER, cameras::accept)
        .get("/v1/people", Right.ADMINISTER, people::list)
        .post("/v1/people", Right.ADMINISTER, people::add)
        .get("/v1/people/{name}", Right.ADMINISTER, people::export)
        .delete("/v1/people/{name}", Right.ADMINISTER, people::erase)
        .post("/v1/people/{name}/faces", Right.ADMINISTER, people::enrol)
        .get("/v1/live", Right.LOOK, pages::live)
        .get(LiveView.THUMBNAILS + "{number}", Right.LOOK, pages::thumbnail)
        .get("/v1/results", Right.LOOK, results::list)
        .delete("/v1/results", Right.ADMINISTER, results::erase)
        .get("/v1/results/{+id}", Right.LOOK, results::one)
        .delete("/v1/results/{+id}", Right.ADMINISTER, results::eraseOne)
        .get("/v1/pictures/{sha256}", Right.LOOK, results::picture)
        .get("/v1/summary", Right.LOOK, results::summary)
        .get("/v1/events", Right.LOOK, results::events)
        .get("/v1/ledger", Right.LOOK, results::ledger)
        .post("/v1/events/seen", Right.LOOK, results::markEvents)
        .get("/v1/events/{id}", Right.LOOK, results::event)
        .post("/v1/events/{id}/seen", Right.LOOK, results::markEvent)
        .delete("/v1/events/{id}/seen", Right.LOOK, results::markEvent)
        .get("/v1/webhooks", Right.LOOK, webhooks::list)
        .get("/v1/webhooks/dead", Right.LOOK, webhooks::dead)
        .post("/v1/webhooks/dead/{id}/retry", Right.DRAIN, webhooks::retryMessage)
        .post("/v1/webhooks/{name}/retry", Right.DRAIN, webhooks::retry)
        .post("/v1/webhooks/{name}/test", Right.DRAIN, webhooks::test)
        .get("/v1/audit", Right.ADMINISTER, tending::audit)
        .post("/v1/store/check", Right.ADMINISTER, tending::check)
        .post("/v1/store/backup", Right.ADMINISTER, tending::backup)
        .get("/v1/quarantine", Right.LOOK, quarantine::list)
        .delete("/v1/quarantine", Right.ADMINISTER, quarantine::clear)
        .get("/v1/session", session::show)
        .get("/v1/settings", Right.ADMINISTER, pages::settings)
        .post("/v1/slaves/{name}/drain", Right.DRAIN, slaves::drain)
        .delete("/v1/slaves/{name}/drain", Right.DRAIN, slaves::resume);
    FirstPage first = new FirstPage(gateway, port);
    if (config.console()) {
      ConsolePages files = new ConsolePages(version);
      routes
          .get("/", exchange -> first(exchange, files, first))
          .get(
              ConsolePages.ASSETS,
              exchange ->
                  exchange.respond(
                      files
                          .asset(exchange)
                          .orElseGet(() -> Responses.problem(404, "there is no such file"))));
    } else {
      routes.get("/", first::answer);
    }
    server.serve(routes);
    return new HttpPort(server, images);
  }

  private static void first(HttpExchange exchange, ConsolePages console, FirstPage text) {
    if (ConsolePages.isWantedBy(exchange)) {
      console.answer(exchange);
    } else {
      text.answer(exchange);
    }
  }

  private static Problems problems(ClientPorts ports) {
    return new Problems() {
      @Override
      public HttpResponse response(int status, String detail) {
        return Responses.problem(status, detail);
      }

      @Override
      public HttpResponse noRequest() {
        return response(400, ports.atHttpPort());
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
   * Refuses images from now on, waits until those that are there are answered, or the time for
   * draining is over, and ends. Dispatch has to be at work until then.
   */
  @Override
  public void close() {
    server.close(images::drain);
  }
}
