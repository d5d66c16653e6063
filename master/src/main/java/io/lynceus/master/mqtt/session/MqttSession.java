package io.lynceus.master.mqtt.session;

import io.lynceus.common.Backoff;
import io.lynceus.master.mqtt.link.LinkFault;
import io.lynceus.master.mqtt.link.MqttLogin;
import io.lynceus.master.mqtt.link.MqttTransport;
import io.lynceus.master.mqtt.link.MqttTransport.Granted;
import io.lynceus.master.mqtt.link.MqttTransport.Link;
import io.lynceus.master.mqtt.link.TopicMessage;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a connection to the broker, and tells it what it does not have: first messages that it has
 * to confirm, in their order, then the newest of each retained topic. All methods are called by the
 * thread of the transport, but {@link #state}, which any thread may call.
 */
public final class MqttSession {
  /** Messages without a confirmation at once. */
  static final int WINDOW = 20;

  /** Messages that wait to be sent for the first time. */
  static final int MOST_WAITING = 1000;

  /** A broker that confirms nothing for so long is not there. */
  static final Duration CONFIRM_LIMIT = Duration.ofSeconds(30);

  /** After a connection of this length the next one is tried soon. */
  static final Duration STEADY = Duration.ofSeconds(10);

  /** Until what the broker refuses is told again: somebody may have changed its rights. */
  static final Duration REFUSED_PAUSE = Duration.ofMinutes(1);

  public static final Duration FIRST_WAIT = Duration.ofSeconds(1);
  public static final Duration LAST_WAIT = Duration.ofSeconds(60);

  private static final int MOST_ID = 0xffff;
  private static final int FIRST_REFUSAL = 0x80;
  private static final Logger log = LoggerFactory.getLogger(MqttSession.class);

  private final MqttTransport transport;
  private final LoginSource logins;
  private final ScheduledExecutorService thread;
  private final InstantSource clock;
  private final Backoff backoff;
  private final Hearer hearer;
  private final RetainedTopics retained = new RetainedTopics();
  private final Deque<Outgoing> outgoing = new ArrayDeque<>();
  private final Map<Integer, Outgoing> unconfirmed = new LinkedHashMap<>();

  /** Topics of which the broker has refused the latest message that it has answered. */
  private final Set<String> refused = new HashSet<>();

  private Instant refusedToldAt;
  private @Nullable Link link;
  private @Nullable Granted granted;
  private @Nullable ScheduledFuture<?> next;
  private int lastId;
  private boolean closed;
  private Instant lostAt;
  private Instant connectedAt;
  private volatile MqttState state = MqttState.CONNECTING;

  /** Makes the login of the next connection. */
  @FunctionalInterface
  public interface LoginSource {
    /**
     * Makes it.
     *
     * @throws IOException when a file cannot be used; the message names the setting
     */
    MqttLogin next() throws IOException;
  }

  /** Hears of the connection. */
  public interface Hearer {
    /** There is a connection, and nothing was sent over it. */
    void connected();

    /** The broker has answered a subscription; what it keeps may have come before. */
    void subscribed();

    void arrived(TopicMessage message);
  }

  /**
   * @param told completed when the broker has it; absent for a retained topic
   */
  private record Outgoing(
      TopicMessage message, Optional<CompletableFuture<Void>> told, Instant sent) {}

  /** A session that {@link #begin} starts. */
  public MqttSession(
      MqttTransport transport,
      LoginSource logins,
      ScheduledExecutorService thread,
      InstantSource clock,
      Backoff backoff,
      Hearer hearer) {
    this.transport = transport;
    this.logins = logins;
    this.thread = thread;
    this.clock = clock;
    this.backoff = backoff;
    this.hearer = hearer;
    this.lostAt = clock.instant();
    this.connectedAt = lostAt;
    this.refusedToldAt = lostAt;
  }

  /** What the broker is to keep. After a change call {@link #flush}. */
  public RetainedTopics retained() {
    return retained;
  }

  /** How it is. */
  public MqttState state() {
    return state;
  }

  /** Connects, and again whenever the connection is lost. */
  public void begin() {
    next = null;
    if (closed) {
      return;
    }
    MqttLogin login;
    try {
      login = logins.next();
    } catch (IOException e) {
      lost(String.valueOf(e.getMessage()));
      return;
    }
    link = transport.connect(login, new Ears(login));
  }

  /** Hears of one connection; what an earlier one has to say no longer counts. */
  private final class Ears implements MqttTransport.Listener {
    private final MqttLogin login;

    Ears(MqttLogin login) {
      this.login = login;
    }

    private String broker() {
      return login.host() + ":" + login.port();
    }

    @Override
    public void connected(Granted allowed) {
      granted = allowed;
      connectedAt = clock.instant();
      Duration away = Duration.between(lostAt, clock.instant());
      log.info(
          "mqtt: connected to {}{}",
          broker(),
          state.problem().isPresent() ? " after " + away.toSeconds() + " s" : "");
      retained.tellAgain(topic -> true);
      refused.clear();
      state = state.connected();
      hearer.connected();
      flush();
    }

    @Override
    public void confirmed(int id, int reason) {
      Outgoing done = unconfirmed.remove(id);
      if (done == null) {
        return;
      }
      if (reason < FIRST_REFUSAL) {
        state = state.withSent();
        retained.arrived(done.message());
        taken(done.message().topic());
        done.told().ifPresent(told -> told.complete(null));
      } else {
        refused(done, reason);
      }
      flush();
    }

    private void taken(String topic) {
      if (refused.remove(topic) && refused.isEmpty()) {
        state = state.withoutRefusal();
        retained.tellAgain(each -> true); // what is not confirmed is refused without a word
      }
    }

    private void refused(Outgoing done, int reason) {
      String why = RefusalText.of(reason, done.message().topic());
      if (refused.isEmpty()) {
        refusedToldAt = clock.instant();
      }
      refused.add(done.message().topic());
      if (state.refusal().isEmpty()) {
        log.warn("mqtt: {} {}", broker(), why);
      }
      state = state.withRefusal(why);
      done.told().ifPresent(told -> told.completeExceptionally(new IOException(why)));
    }

    @Override
    public void subscribed(int id, List<Integer> reasons) {
      if (reasons.stream().anyMatch(reason -> reason >= FIRST_REFUSAL)) {
        log.warn(
            "mqtt: {} does not let this client read all of its topics: what an earlier start has"
                + " left there may stay, and Home Assistant's restarts are not noticed",
            broker());
      }
      hearer.subscribed();
    }

    @Override
    public void arrived(TopicMessage message) {
      hearer.arrived(message);
    }

    @Override
    public void writable() {
      flush();
    }

    @Override
    public void closed(LinkFault why) {
      lost(broker() + ": " + why.text());
    }
  }

  private void lost(String why) {
    link = null;
    if (granted != null) {
      lostAt = clock.instant();
      if (!lostAt.isBefore(connectedAt.plus(STEADY))) {
        backoff.reset(); // else two clients of one id would drive each other out for ever
      }
    }
    granted = null;
    List<Outgoing> unsent = new ArrayList<>(unconfirmed.values());
    unsent.addAll(outgoing);
    unconfirmed.clear();
    outgoing.clear();
    if (!state.problem().equals(Optional.of(why))) {
      log.warn("mqtt: not connected, and trying again: {}", why);
    }
    state = state.lost(why);
    if (!closed) {
      next = thread.schedule(this::begin, backoff.next().toMillis(), TimeUnit.MILLISECONDS);
    }
    Map<String, TopicMessage> latest = new LinkedHashMap<>(); // of a topic, two may be on their way
    unsent.stream()
        .filter(each -> each.told().isEmpty())
        .forEach(each -> latest.put(each.message().topic(), each.message()));
    latest.values().forEach(retained::notArrived);
    unsent.forEach(
        each -> each.told().ifPresent(told -> told.completeExceptionally(new IOException(why))));
  }

  /**
   * Tells the broker something that it confirms, after all that was told so before.
   *
   * @return fails at once while there is no connection, and when that ends before the confirmation:
   *     the broker may have it or not
   */
  public CompletableFuture<Void> tell(TopicMessage message) {
    CompletableFuture<Void> told = new CompletableFuture<>();
    if (granted == null || outgoing.size() >= MOST_WAITING) {
      told.completeExceptionally(new IOException(state.problem().orElse("there is no connection")));
      return told;
    }
    outgoing.add(new Outgoing(message, Optional.of(told), clock.instant()));
    flush();
    return told;
  }

  /** Tells the broker something that matters only now, if there is room. */
  public void tellNow(TopicMessage message) {
    Link to = link;
    if (granted != null && to != null && to.isWritable()) {
      to.publish(message, 0);
      state = state.withSent();
    } else {
      state = state.withDropped();
    }
  }

  /** Asks for what is published under these filters. */
  public void subscribe(List<String> filters) {
    Link to = link;
    if (granted != null && to != null) {
      to.subscribe(freeId(), filters);
    }
  }

  /** Sends what there is room for. */
  public void flush() {
    Link to = link;
    Granted allowed = granted;
    if (to == null || allowed == null) {
      return;
    }
    int window = Math.min(WINDOW, allowed.unconfirmed());
    while (to.isWritable() && unconfirmed.size() < window) {
      Outgoing first = outgoing.poll();
      Optional<TopicMessage> message =
          first == null ? retained.next() : Optional.of(first.message());
      if (message.isEmpty()) {
        break;
      }
      if (message.get().confirmed()) {
        int id = freeId();
        unconfirmed.put(
            id,
            new Outgoing(
                message.get(), first == null ? Optional.empty() : first.told(), clock.instant()));
        to.publish(message.get(), id);
      } else {
        to.publish(message.get(), 0);
        state = state.withSent();
      }
    }
    state = state.waiting(waiting());
  }

  private int waiting() {
    return outgoing.size() + unconfirmed.size() + retained.waiting();
  }

  private int freeId() {
    do {
      lastId = lastId % MOST_ID + 1;
    } while (unconfirmed.containsKey(lastId));
    return lastId;
  }

  /**
   * Looks whether the broker still confirms, and now takes what it refused; called now and then.
   */
  public void look() {
    Instant now = clock.instant();
    if (!refused.isEmpty() && !now.isBefore(refusedToldAt.plus(REFUSED_PAUSE))) {
      refusedToldAt = now;
      retained.tellAgain(refused::contains);
      flush();
    }
    state = state.waiting(waiting());
    Link to = link;
    Instant oldest = now.minus(CONFIRM_LIMIT);
    if (to != null
        && unconfirmed.values().stream().anyMatch(each -> each.sent().isBefore(oldest))) {
      to.close();
      lost("it has confirmed nothing for " + CONFIRM_LIMIT.toSeconds() + " s");
    }
  }

  /** Whether the broker has all. */
  public boolean isDone() {
    return granted == null || waiting() == 0;
  }

  /** Says farewell. */
  public void end() {
    closed = true;
    ScheduledFuture<?> attempt = next;
    if (attempt != null) {
      attempt.cancel(false);
    }
    Link to = link;
    if (to != null) {
      to.disconnect();
      link = null;
    }
    granted = null;
  }
}
