package io.lynceus.master.mqtt;

import io.lynceus.common.Backoff;
import io.lynceus.master.delivery.Delivery;
import io.lynceus.master.delivery.DeliveryOutcome;
import io.lynceus.master.delivery.EventChannel;
import io.lynceus.master.mqtt.link.BrokerTransport;
import io.lynceus.master.mqtt.link.TopicMessage;
import io.lynceus.master.mqtt.session.MqttSession;
import io.lynceus.master.mqtt.session.MqttState;
import io.lynceus.master.mqtt.topics.BrokerBoard;
import io.lynceus.master.mqtt.topics.StillCounts;
import io.lynceus.model.Camera;
import io.lynceus.model.ClusterStatus.BrokerUse;
import io.lynceus.model.event.EventChange;
import io.lynceus.scene.camera.CameraSet;
import io.lynceus.scene.ledger.LedgerRow;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a master tells an MQTT broker. Everything happens on the thread of the connection; any
 * thread may call the public methods, which return at once, but {@link #close}.
 */
public final class MqttDesk implements EventChannel {
  /** As {@code then} of rules names it. */
  public static final String NAME = "mqtt";

  /** How long the end of the master waits for the broker. */
  private static final Duration FAREWELL = Duration.ofSeconds(2);

  /** Until what the broker refuses is tried again: somebody may have changed its rights. */
  private static final Duration REFUSED_PAUSE = Duration.ofMinutes(1);

  private static final Logger log = LoggerFactory.getLogger(MqttDesk.class);
  private static final Duration LOST_PAUSE = Duration.ofSeconds(1);

  private final BrokerTransport transport;
  private final ScheduledExecutorService thread;
  private final MqttSession session;
  private final BrokerBoard board;
  private volatile Runnable wake = () -> {};
  private final AtomicBoolean closed = new AtomicBoolean();
  private volatile boolean ready;

  private MqttDesk(BrokerTransport transport, MqttSession session, BrokerBoard board) {
    this.transport = transport;
    this.thread = transport.thread();
    this.session = session;
    this.board = board;
  }

  /**
   * A desk that {@link #connect} connects.
   *
   * @param config with a broker
   * @param version of Lynceus
   * @param findable whether some slave's network can find that label
   * @throws IOException when a file of TLS cannot be used; names the setting
   */
  public static MqttDesk start(MqttConfig config, String version, Predicate<String> findable)
      throws IOException {
    MqttSession.LoginSource logins = config.logins(hostName());
    BrokerTransport transport = new BrokerTransport();
    BrokerBoard.Sight sight = new BrokerBoard.Sight(config.prefix(), config.results(), findable);
    BrokerBoard board =
        new BrokerBoard(
            sight, config.discovery(version), transport.thread(), InstantSource.system());
    MqttSession session =
        new MqttSession(
            transport,
            logins,
            transport.thread(),
            InstantSource.system(),
            new Backoff(MqttSession.FIRST_WAIT, MqttSession.LAST_WAIT, new SecureRandom()),
            board);
    MqttDesk desk = new MqttDesk(transport, session, board);
    desk.thread.execute(() -> board.begin(session));
    var unused = desk.thread.scheduleWithFixedDelay(desk::look, 1, 1, TimeUnit.SECONDS);
    return desk;
  }

  /** Begins to connect. */
  public void connect() {
    post(session::begin);
  }

  /** The name of this machine, as the client id has it. */
  static String hostName() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "master";
    }
  }

  private void look() {
    try {
      board.look();
    } catch (RuntimeException e) { // It would be the last look.
      log.error("mqtt: a fault while looking at what time has changed", e);
    }
    boolean now = session.state().isConnected();
    if (now != ready) {
      ready = now;
      wake.run();
    }
  }

  /** How the connection is. */
  public MqttState state() {
    return session.state();
  }

  /** The same for who asks how the cluster is. */
  public BrokerUse use() {
    MqttState now = session.state();
    return new BrokerUse(
        now.isConnected() ? "connected" : "away",
        now.problem().or(now::refusal),
        now.pending(),
        now.refused());
  }

  /** These cameras are described from now on. */
  public void settings(CameraSet set) {
    post(() -> board.describe(set));
  }

  /** A still was judged; see {@link BrokerBoard#judged}. */
  public void judged(Camera camera, Map<String, Integer> there) {
    Map<String, Integer> now = Map.copyOf(there);
    post(() -> board.judged(camera, now));
  }

  /** Who came into the areas today; of an area without a row, nothing is known. */
  public void areas(List<LedgerRow> rows) {
    List<LedgerRow> now = List.copyOf(rows);
    post(() -> board.areas(now));
  }

  /** What is known now of watches; see {@link BrokerBoard#watched}. */
  public void watched(Camera camera, Map<String, Optional<Boolean>> wrong) {
    Map<String, Optional<Boolean>> now = Map.copyOf(wrong);
    post(() -> board.watched(camera, now));
  }

  /** The audit table ends so now; see {@link BrokerBoard#auditHead}. */
  public void auditHead(String json) {
    post(() -> board.auditHead(json));
  }

  /** An event has begun, changed or ended. */
  public void heard(EventChange change) {
    post(() -> board.heard(change));
  }

  private void post(Runnable work) {
    if (!closed.get()) {
      thread.execute(work);
    }
  }

  /** A still has its reply. Waits until that is told, or waits to be sent. */
  void replied(Camera camera, StillCounts counts) throws InterruptedException {
    onThread(() -> board.replied(camera, counts));
  }

  /** Here is the picture of a still. Waits until that is noted. */
  void picture(Camera camera, String still, byte[] jpeg) throws InterruptedException {
    onThread(() -> board.picture(camera, still, jpeg));
  }

  /** So that what is not done yet waits in the outlet's queue, which is bounded. */
  private void onThread(Runnable work) throws InterruptedException {
    CountDownLatch done = new CountDownLatch(1);
    thread.execute(
        () -> {
          try {
            work.run();
          } finally {
            done.countDown();
          }
        });
    done.await();
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public boolean wants(EventChange change) {
    return true;
  }

  @Override
  public void opened(Runnable wakeUp) {
    wake = wakeUp;
  }

  @Override
  public boolean ready() {
    return ready;
  }

  @Override
  public CompletionStage<DeliveryOutcome> deliver(Delivery delivery) {
    CompletableFuture<DeliveryOutcome> outcome = new CompletableFuture<>();
    thread.execute(
        () -> {
          TopicMessage message = board.event(delivery.json());
          var unused =
              session
                  .tell(message)
                  .whenComplete(
                      (nothing, failure) ->
                          outcome.complete(
                              failure == null
                                  ? DeliveryOutcome.done()
                                  : DeliveryOutcome.again(
                                      session.state().isConnected() ? REFUSED_PAUSE : LOST_PAUSE,
                                      String.valueOf(failure.getMessage()))));
        });
    return outcome;
  }

  /**
   * Tells that nothing more is known and that the master has stopped, and says farewell: within 2 s
   * if the broker takes it.
   */
  @Override
  public void close() {
    if (closed.getAndSet(true)) {
      return;
    }
    CountDownLatch done = new CountDownLatch(1);
    thread.execute(
        () -> {
          board.stop();
          waitForBroker(done, System.nanoTime() + FAREWELL.toNanos());
        });
    try {
      var unused = done.await(2 * FAREWELL.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    transport.close();
  }

  private void waitForBroker(CountDownLatch done, long deadline) {
    if (session.isDone() || System.nanoTime() - deadline > 0) {
      session.end();
      done.countDown();
    } else {
      var unused = thread.schedule(() -> waitForBroker(done, deadline), 10, TimeUnit.MILLISECONDS);
    }
  }
}
