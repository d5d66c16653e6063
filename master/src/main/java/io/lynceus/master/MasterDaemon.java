package io.lynceus.master;

import io.lynceus.common.SafeText;
import io.lynceus.common.http.HttpServer;
import io.lynceus.common.port.AddressText;
import io.lynceus.common.tls.ServerTls;
import io.lynceus.common.tls.TlsFiles;
import io.lynceus.console.live.LiveView;
import io.lynceus.master.cameras.Cameras;
import io.lynceus.master.delivery.Deliveries;
import io.lynceus.master.delivery.EventChannel;
import io.lynceus.master.dispatch.DispatchClock;
import io.lynceus.master.dispatch.Listeners;
import io.lynceus.master.dispatch.QuarantineStore;
import io.lynceus.master.dispatch.TaskDispatcher;
import io.lynceus.master.dispatch.TaskDispatcher.Identity;
import io.lynceus.master.dispatch.tally.EventLog;
import io.lynceus.master.events.AreasNow;
import io.lynceus.master.events.EventDesk;
import io.lynceus.master.events.EventOutlet;
import io.lynceus.master.events.HealthDesk;
import io.lynceus.master.events.HealthWatch;
import io.lynceus.master.events.LedgerDesk;
import io.lynceus.master.events.WatchDesk;
import io.lynceus.master.gateway.ClientPorts;
import io.lynceus.master.gateway.Gateway;
import io.lynceus.master.gateway.GatewayConfig;
import io.lynceus.master.gateway.GatewayLimits;
import io.lynceus.master.gateway.WrongPort;
import io.lynceus.master.gateway.access.AuditTrail;
import io.lynceus.master.gateway.compat.CompatConfig;
import io.lynceus.master.gateway.compat.CompatPort;
import io.lynceus.master.gateway.http.HttpPort;
import io.lynceus.master.gateway.search.LedgerQuestion;
import io.lynceus.master.gateway.search.StoreAudit;
import io.lynceus.master.gateway.search.StoreDesk;
import io.lynceus.master.gateway.taskport.TaskPort;
import io.lynceus.master.metrics.MasterMetrics;
import io.lynceus.master.mqtt.MqttConfig;
import io.lynceus.master.mqtt.MqttDesk;
import io.lynceus.master.mqtt.MqttOutlet;
import io.lynceus.master.networks.NetworkSource;
import io.lynceus.master.networks.NetworkWatch;
import io.lynceus.master.outlets.LiveReplies;
import io.lynceus.master.outlets.Outlet;
import io.lynceus.master.outlets.Outlets;
import io.lynceus.master.people.JudgedResults;
import io.lynceus.master.people.PeopleConfig;
import io.lynceus.master.people.PeopleDesk;
import io.lynceus.master.port.OpenFiles;
import io.lynceus.master.quarantine.QuarantineConfig;
import io.lynceus.master.quarantine.QuarantineFolder;
import io.lynceus.master.slaves.SlavesLoop;
import io.lynceus.master.slaves.SlavesPort;
import io.lynceus.master.sources.CameraSources;
import io.lynceus.master.store.OpenStore;
import io.lynceus.master.tokens.TokenWatch;
import io.lynceus.master.webhooks.Webhooks;
import io.lynceus.model.Analysis;
import io.lynceus.model.Camera;
import io.lynceus.model.ClusterStatus;
import io.lynceus.model.people.SeenFace;
import io.lynceus.scene.health.Conditions;
import io.lynceus.scene.ledger.LedgerPeriod;
import io.lynceus.scene.presence.Presence;
import io.lynceus.scene.rules.SceneRules;
import io.lynceus.scene.watch.Watches;
import java.io.IOException;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A master: wires dispatch, the slaves' port and the clients' ports. */
public final class MasterDaemon implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(MasterDaemon.class);

  private final ScheduledFuture<?> ticks;
  private final TaskDispatcher dispatcher;
  private final SlavesPort slaves;
  private final CameraSources sources;
  private final TaskPort tasks;
  private final HttpPort http;
  private final Optional<CompatPort> compat;
  private final Runnable atLast;

  private MasterDaemon(
      ScheduledFuture<?> ticks,
      TaskDispatcher dispatcher,
      SlavesPort slaves,
      CameraSources sources,
      TaskPort tasks,
      HttpPort http,
      Optional<CompatPort> compat,
      Runnable atLast) {
    this.ticks = ticks;
    this.dispatcher = dispatcher;
    this.slaves = slaves;
    this.sources = sources;
    this.tasks = tasks;
    this.http = http;
    this.compat = compat;
    this.atLast = atLast;
  }

  /**
   * Listens on all ports.
   *
   * @param version of Lynceus
   * @throws IOException when a port cannot be bound; the message says which
   */
  public static MasterDaemon start(MasterConfig config, String version) throws IOException {
    return start(config, version, List.of(), NetworkSource.NONE);
  }

  /**
   * Listens on all ports.
   *
   * @param version of Lynceus
   * @param replyOutlets hear of the replies
   * @param source of networks that slaves may lack
   * @throws IOException when a port cannot be bound; the message says which
   */
  public static MasterDaemon start(
      MasterConfig config, String version, List<Outlet> replyOutlets, NetworkSource source)
      throws IOException {
    SlavesLoop loop = new SlavesLoop();
    OpenFiles.warnIfFewerThan(
        (config.compat().enabled() ? 3 : 2) * config.gateway().limits().connections()
            + (config.compat().enabled() ? 2 : 1) * HttpServer.BEYOND_LIMIT
            + config.slaves().limits().inAll());
    Deque<Runnable> opened = new ArrayDeque<>();
    opened.push(loop::close);
    try {
      MasterMetrics metrics = new MasterMetrics(version, config.dispatch());
      opened.push(metrics::close);
      Optional<QuarantineFolder> quarantine = quarantine(config.quarantine(), version);
      opened.push(() -> quarantine.ifPresent(QuarantineFolder::close));
      LiveView live = LiveView.start();
      opened.push(live::close);
      LiveReplies replies = new LiveReplies(live);
      Optional<OpenStore> store = OpenStore.open(config.store());
      opened.push(() -> store.ifPresent(OpenStore::close));
      AtomicReference<Predicate<String>> findable = new AtomicReference<>(label -> false);
      Predicate<String> canBeFound = label -> Objects.requireNonNull(findable.get()).test(label);
      Optional<MqttDesk> mqtt = mqtt(config.mqtt(), version, canBeFound);
      opened.push(() -> mqtt.ifPresent(MqttDesk::close));
      mqtt.ifPresent(desk -> metrics.mqtt(desk::state));
      mqtt.ifPresent(desk -> store.ifPresent(open -> open.headsTo(desk::auditHead)));
      Webhooks webhooks =
          Webhooks.open(
              config.webhooks().webhooks(),
              config.webhooks().publicUrl(),
              store,
              InstantSource.system());
      opened.push(webhooks::close);
      List<EventChannel> channels = // CamerasConfig.channels names them
          Stream.<EventChannel>concat(mqtt.stream(), webhooks.channels().stream()).toList();
      Deliveries deliveries =
          Deliveries.start(channels, store.map(OpenStore::outbox), InstantSource.system());
      opened.push(deliveries::close);
      webhooks.toldBy(deliveries);
      metrics.channels(deliveries::states);
      WatchDesk watches = new WatchDesk(new Watches(ZoneId.systemDefault(), MasterDaemon::newId));
      HealthDesk health =
          new HealthDesk(new Conditions(ZoneId.systemDefault(), MasterDaemon::newId), watches);
      EventDesk events =
          new EventDesk(
              new Presence(ZoneId.systemDefault(), MasterDaemon::newId),
              health,
              InstantSource.system(),
              store.map(OpenStore::events),
              change -> {
                live.heard(change);
                mqtt.ifPresent(desk -> desk.heard(change));
              },
              deliveries);
      mqtt.ifPresent(desk -> events.standing(desk::judged));
      mqtt.ifPresent(desk -> watches.told(desk::watched));
      LedgerDesk ledger = new LedgerDesk(InstantSource.system(), store.map(OpenStore::ledger));
      events.counting(ledger::hear);
      store.ifPresent(
          open ->
              open.judgedBy(
                  events::hear,
                  erased -> {
                    if (erased.isWholeCamera()) {
                      erased.camera().map(Camera::new).ifPresent(ledger::forget);
                    }
                    events.forget(erased);
                  },
                  deliveries::readAnew));
      Predicate<Camera> hidden = camera -> health.hides(camera, InstantSource.system().instant());
      Outlets outlets =
          new Outlets(
              Stream.of(
                      replyOutlets.stream(),
                      Stream.of(
                          store.map(OpenStore::outlet).orElseGet(() -> new EventOutlet(events))),
                      mqtt
                          .map(desk -> new MqttOutlet(desk, config.mqtt(), canBeFound, hidden))
                          .stream())
                  .<Outlet>flatMap(each -> each)
                  .toList());
      opened.push(events::close);
      opened.push(ledger::close);
      opened.push(outlets::close);
      store.ifPresent(open -> open.queued(outlets.queueOf(open.outlet())::waiting));
      store.ifPresent(open -> metrics.store(open::state));
      Optional<StoreDesk> desk = store.map(StoreDesk::new);
      opened.push(() -> desk.ifPresent(StoreDesk::close));
      Optional<PeopleDesk> people = people(config.people(), audit(desk));
      opened.push(() -> people.ifPresent(PeopleDesk::close));
      quarantine.map(QuarantineFolder::outlet).ifPresent(metrics::outlet);
      outlets.queues().forEach(metrics::outlet);
      Cameras cameras = Cameras.open(config.cameras(), InstantSource.system());
      opened.push(cameras::close);
      health.seenBy(cameras::lastStill);
      metrics.cameras(cameras::status);
      TaskDispatcher dispatcher =
          dispatcher(
              config,
              version,
              loop.executor(),
              quarantine.<QuarantineStore>map(folder -> folder).orElse(QuarantineStore.NONE),
              new Listeners(
                  List.of(metrics.events(), outlets, replies, cameras.events(), EventLog.atDebug()),
                  outlets::overload,
                  () -> replies.needThumbnails() || outlets.needThumbnails()));
      cameras.listen(set -> dispatcher.judgeBy(SceneRules.of(set)));
      cameras.listen(events::settings);
      findable.set(label -> dispatcher.catalog().labels().own(Analysis.OBJECTS, label).isPresent());
      mqtt.ifPresent(board -> cameras.listen(board::settings));
      HealthWatch healthWatch = HealthWatch.start(events, health, InstantSource.system());
      opened.push(healthWatch::close);
      cameras.healths(healthWatch);
      cameras.listen(ledger::settings);
      Optional<AreasNow> areas =
          mqtt.isPresent() ? store.map(open -> areas(open, mqtt.get())) : Optional.empty();
      opened.push(() -> areas.ifPresent(AreasNow::close));
      areas.ifPresent(now -> cameras.listen(now::settings));
      NetworkWatch networks =
          NetworkWatch.start(
              source,
              config.networks(),
              own -> dispatcher.have(people.isPresent() ? own : own.without(SeenFace.ANALYSIS)));
      opened.push(networks::close);
      ClientPorts ports = new ClientPorts();
      JudgedResults judged = new JudgedResults(dispatcher, people);
      opened.push(judged::close);
      SlavesPort slaves =
          SlavesPort.open(
              loop,
              config.slaves(),
              version,
              judged,
              new SlavesPort.Front(
                  open(config.tls().slaves(), ServerTls.TLS_1_3),
                  start -> WrongPort.answer(start, ports.atSlavesPort(), ports.atSlavesPort())));
      opened.push(slaves::close);
      Gateway gateway =
          Gateway.of(
              withinHeap(config.gateway()),
              dispatcher,
              open(config.tls().tasks(), ServerTls.SINCE_TLS_1_2),
              ports,
              cameras,
              status -> {
                ClusterStatus told =
                    store.map(OpenStore::use).map(status::withStore).orElse(status);
                return mqtt.map(MqttDesk::use)
                    .map(told::withMqtt)
                    .orElse(told)
                    .withWebhooks(webhooks.use());
              });
      TaskPort tasks = TaskPort.open(gateway);
      opened.push(tasks::close);
      HttpPort http =
          HttpPort.open(
              config.http(),
              gateway,
              version,
              metrics::page,
              desk,
              new HttpPort.ForConsole(live, config.shown(), audit(desk), webhooks, people));
      opened.push(http::close);
      Optional<CompatPort> compat = compat(config.compat(), gateway, version);
      opened.push(() -> compat.ifPresent(CompatPort::close));
      watch(metrics, gateway, slaves, http);
      compat.ifPresent(port -> watch(metrics, port));
      metrics.wrongTokens("tasks", tasks::wrongTokens);
      metrics.wrongTokens("http", http::wrongTokens);
      AuditTrail audit = audit(desk);
      TokenWatch tokens = TokenWatch.start(config.tokenFiles(), gateway.token(), audit);
      opened.push(tokens::close);
      cameras.audit(facts -> audit.tell("cameras-changed", facts));
      CameraSources sources = new CameraSources(gateway, config.dispatch().waiting());
      opened.push(sources::close);
      metrics.sources(sources::all, sources::counts);
      cameras.sources(sources);
      log.info(
          "listening tasks={} slaves={} http={}{}",
          AddressText.of(tasks.address()),
          AddressText.of(slaves.address()),
          AddressText.of(http.address()),
          compat.map(port -> " compat=" + AddressText.of(port.address())).orElse(""));
      mqtt.ifPresent(MqttDesk::connect);
      cameras.listen(sources::apply);
      Runnable atLast =
          () -> {
            tokens.close();
            networks.close();
            live.close();
            healthWatch.close();
            areas.ifPresent(AreasNow::close);
            cameras.close();
            outlets.close();
            events.close();
            deliveries.close();
            webhooks.close();
            ledger.close();
            judged.close();
            people.ifPresent(PeopleDesk::close);
            desk.ifPresent(StoreDesk::close);
            store.ifPresent(OpenStore::close);
            quarantine.ifPresent(QuarantineFolder::close);
            metrics.close();
          };
      return new MasterDaemon(
          everyTick(loop.executor(), dispatcher::tick),
          dispatcher,
          slaves,
          sources,
          tasks,
          http,
          compat,
          atLast);
    } catch (IOException | RuntimeException e) {
      opened.forEach(Runnable::run);
      throw e;
    }
  }

  private static AreasNow areas(OpenStore store, MqttDesk mqtt) {
    return AreasNow.start(
        InstantSource.system(),
        (config, now) ->
            new LedgerQuestion(
                    config,
                    List.copyOf(config.areas().values()),
                    now.minusMillis(1),
                    now,
                    now,
                    LedgerPeriod.DAY,
                    ZoneId.systemDefault())
                .ask(store),
        mqtt::areas);
  }

  private static Optional<PeopleDesk> people(Optional<PeopleConfig> config, AuditTrail audit)
      throws IOException {
    return config.isPresent()
        ? Optional.of(PeopleDesk.open(config.get(), InstantSource.system(), audit::tell))
        : Optional.empty();
  }

  private static Optional<MqttDesk> mqtt(
      MqttConfig config, String version, Predicate<String> findable) throws IOException {
    return config.broker().isPresent()
        ? Optional.of(MqttDesk.start(config, version, findable))
        : Optional.empty();
  }

  private static String newId() {
    return UUID.randomUUID().toString();
  }

  private static AuditTrail audit(Optional<StoreDesk> desk) {
    return desk.<AuditTrail>map(store -> new StoreAudit(store, MasterDaemon::logAudit))
        .orElse(MasterDaemon::logAudit);
  }

  private static void logAudit(String kind, Map<String, String> facts) {
    log.info("{} {}", kind, SafeText.of(new TreeMap<>(facts).toString()));
  }

  private static void watch(
      MasterMetrics metrics, Gateway gateway, SlavesPort slaves, HttpPort http) {
    metrics.connections("tasks", gateway.connections()::admitted);
    metrics.connections("http", http.connections()::admitted);
    metrics.connections("slaves", slaves::connections);
    metrics.refusedConnections("tasks", gateway.connections()::refusals);
    metrics.refusedConnections("http", http.connections()::refusals);
    metrics.refusedConnections("slaves", slaves::refusals);
    metrics.passedOver(gateway.admission().passedOver()::told);
    metrics.held(gateway.held()::taken, gateway.held().limit());
  }

  private static Optional<CompatPort> compat(CompatConfig config, Gateway gateway, String version)
      throws IOException {
    return config.enabled()
        ? Optional.of(CompatPort.open(config, gateway, version))
        : Optional.empty();
  }

  private static void watch(MasterMetrics metrics, CompatPort compat) {
    metrics.connections("compat", compat.connections()::admitted);
    metrics.refusedConnections("compat", compat.connections()::refusals);
    metrics.wrongTokens("compat", compat::wrongTokens);
  }

  private static Optional<ServerTls> open(Optional<TlsFiles> files, List<String> versions)
      throws IOException {
    return files.isPresent()
        ? Optional.of(ServerTls.open(files.get(), versions))
        : Optional.empty();
  }

  private static GatewayConfig withinHeap(GatewayConfig config) {
    long heap = Runtime.getRuntime().maxMemory();
    GatewayLimits limits = config.limits().within(heap);
    if (limits.imageBytes() < config.limits().imageBytes()) {
      log.warn(
          "tasks.held-bytes is {} MiB, and the heap has {} MiB: less than half of it is used; give"
              + " the JVM more by LYNCEUS_HEAP=-Xmx…",
          config.limits().imageBytes() >> 20,
          heap >> 20);
    }
    return config.withLimits(limits);
  }

  private static TaskDispatcher dispatcher(
      MasterConfig config,
      String version,
      ScheduledExecutorService loop,
      QuarantineStore quarantine,
      Listeners listeners) {
    String run = Long.toString(System.currentTimeMillis(), Character.MAX_RADIX);
    return new TaskDispatcher(
        config.dispatch(),
        new Identity(version, run),
        loop,
        DispatchClock.SYSTEM,
        quarantine,
        listeners);
  }

  private static Optional<QuarantineFolder> quarantine(QuarantineConfig config, String version) {
    return config
        .folder()
        .map(
            folder ->
                new QuarantineFolder(
                    folder, config.bytes(), config.images(), version, InstantSource.system()));
  }

  private static ScheduledFuture<?> everyTick(ScheduledExecutorService loop, Runnable work) {
    long nanos = TaskDispatcher.TICK.toNanos();
    return loop.scheduleAtFixedRate(work, nanos, nanos, TimeUnit.NANOSECONDS);
  }

  /** Lets no image in any more, answers those that were accepted, and ends. */
  @Override
  public void close() {
    log.info("draining");
    sources.close();
    CompletableFuture<Void> httpClosed = CompletableFuture.runAsync(http::close);
    CompletableFuture<Void> compatClosed =
        CompletableFuture.runAsync(() -> compat.ifPresent(CompatPort::close));
    tasks.close();
    httpClosed.join();
    compatClosed.join();
    ticks.cancel(false);
    dispatcher.end();
    slaves.close();
    atLast.run();
    log.info("stopped");
  }
}
