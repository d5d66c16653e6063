package io.lynceus.master.events;

import io.lynceus.common.LogLimit;
import io.lynceus.common.SafeText;
import io.lynceus.master.delivery.Deliveries;
import io.lynceus.master.outlets.GivenReply;
import io.lynceus.model.Camera;
import io.lynceus.model.event.EventChange;
import io.lynceus.model.event.SceneEvent;
import io.lynceus.scene.camera.CameraSet;
import io.lynceus.scene.event.EventRule;
import io.lynceus.scene.event.EventsConfig;
import io.lynceus.scene.health.HealthJudgement;
import io.lynceus.scene.presence.Judgement;
import io.lynceus.scene.presence.Judgement.Verdict;
import io.lynceus.scene.presence.Presence;
import io.lynceus.scene.presence.Still;
import io.lynceus.store.EventStore;
import io.lynceus.store.result.EraseCriteria;
import io.lynceus.store.result.OutboxItem;
import io.lynceus.store.result.StoreException;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes events of the replies, one after the other. A change goes to the store at once, with what
 * is known of its camera; what changes without an event goes there within {@link #SAVED}, so that a
 * master that starts again knows what stands there. While the store fails, at most {@value
 * #MOST_WAITING} events wait for it. Any thread may call it; it may wait for the store.
 */
public final class EventDesk implements AutoCloseable {
  /** Between two writes of what is known of cameras. */
  static final Duration SAVED = Duration.ofSeconds(10);

  /** Between two attempts while the store fails. */
  static final Duration AGAIN = Duration.ofSeconds(2);

  static final int MOST_WAITING = 1000;

  private static final Logger log = LoggerFactory.getLogger(EventDesk.class);

  private final Presence presence;
  private final HealthDesk health;
  private final InstantSource clock;
  private final Optional<EventStore> store;
  private final Consumer<EventChange> told;
  private final Deliveries deliveries;
  private volatile BiConsumer<Camera, Map<String, Integer>> standing = (camera, there) -> {};
  private volatile BiConsumer<GivenReply, Boolean> counting = (given, hidden) -> {};
  private final LogLimit lateLines;
  private final Map<String, SceneEvent> waiting = new LinkedHashMap<>();

  /** Ids of those that wait and have begun since the store was written last. */
  private final Set<String> fresh = new HashSet<>();

  /** By their names, also those that are not set any more: an event of theirs may end yet. */
  private final Map<String, EventRule> rules = new HashMap<>();

  private final Set<Camera> changed = new LinkedHashSet<>();
  private CameraSet set = CameraSet.NONE;
  private Instant due = Instant.MIN;
  private boolean failing;

  /**
   * A desk that goes on with what the store knows.
   *
   * @param health of the cameras; what a camera that is covered does not show is not gone
   * @param store empty: what is known is forgotten with this process
   * @param told hears of each change; must not block
   * @param deliveries to channels; what they have to be told is stored with the events
   */
  public EventDesk(
      Presence presence,
      HealthDesk health,
      InstantSource clock,
      Optional<EventStore> store,
      Consumer<EventChange> told,
      Deliveries deliveries) {
    this.presence = presence;
    this.health = health;
    this.clock = clock;
    this.store = store;
    this.told = told;
    this.deliveries = deliveries;
    this.lateLines = new LogLimit(Duration.ofMinutes(1), clock);
    if (store.isPresent()) {
      restore(store.get());
    } else {
      log.info(
          "events are live only, and a restart forgets what stands in front of cameras: there is"
              + " no store (store.enabled)");
    }
  }

  private void restore(EventStore from) {
    try {
      from.presence().forEach(this::restore);
    } catch (StoreException e) {
      log.warn("what stood in front of cameras is not known, and comes anew: {}", e.getMessage());
    }
  }

  private void restore(String name, byte[] state) {
    try {
      Camera camera = new Camera(name);
      CameraState known = CameraState.of(state);
      if (known.presence().isPresent()) {
        presence.restore(camera, known.presence().get());
      }
      if (known.health().isPresent()) {
        health.restore(camera, known.health().get());
      }
      if (known.watches().isPresent()) {
        health.watches().restore(camera, known.watches().get());
      }
    } catch (IOException | IllegalArgumentException e) {
      log.warn(
          "what stood in front of the camera {} comes anew: {}", SafeText.of(name), e.getMessage());
    }
  }

  /** These settings hold from now on. */
  public synchronized void settings(CameraSet changedSet) {
    set = changedSet;
    rules.remove(EventsConfig.HEALTH); // without it, the usual ones are told
    rules.putAll(
        Stream.concat(Stream.of(EventRule.USUAL), changedSet.events().rules().stream())
            .collect(Collectors.toMap(EventRule::name, rule -> rule, (one, own) -> own)));
    presence.settings(changedSet);
    health.settings(changedSet, clock.instant());
  }

  /**
   * Whom to tell what stands there after each still that was judged, from now on.
   *
   * @param hearer takes the camera and how many there are of each label; must not block
   */
  public void standing(BiConsumer<Camera, Map<String, Integer>> hearer) {
    standing = hearer;
  }

  /**
   * Whom to tell of each reply, from now on, also where events are off.
   *
   * @param hearer takes the reply, and whether what its still does not show may be there all the
   *     same; may wait for the store
   */
  public void counting(BiConsumer<GivenReply, Boolean> hearer) {
    counting = hearer;
  }

  /**
   * Hears of a reply.
   *
   * @return whether the still shows something of an event; empty if that was not judged
   */
  public synchronized Optional<Boolean> hear(GivenReply given) {
    Instant now = clock.instant();
    HealthJudgement condition = health.hear(given, now);
    Optional<Camera> about = given.reply().still().camera();
    if (!condition.changes().isEmpty()) { // first: no save may know them without their events
      about.ifPresent(camera -> take(camera, condition.changes(), now));
    }
    counting.accept(given, condition.hides());
    Optional<Boolean> shows = hear(given, now, condition.hides());
    about.ifPresent(camera -> take(camera, List.of(), now));
    return condition.changes().isEmpty() ? shows : Optional.of(true);
  }

  /** Which cameras are lost now: nobody else would say it, as they send nothing. */
  public synchronized void look() {
    Instant now = clock.instant();
    health.look(now).forEach((camera, changes) -> take(camera, changes, now));
  }

  /**
   * What a camera shows now is what it is to show.
   *
   * @return whether its stills were judged at all
   */
  public synchronized boolean accept(Camera camera) {
    Instant now = clock.instant();
    Optional<List<EventChange>> changes = health.accept(camera, now);
    changes.ifPresent(
        those -> {
          due = Instant.MIN;
          take(camera, those, now);
        });
    return changes.isPresent();
  }

  /** Keeps and tells changes of a camera, and what is known of it. */
  private void take(Camera camera, List<EventChange> changes, Instant now) {
    changes.forEach(this::keep);
    List<OutboxItem> outbox = changes.stream().flatMap(this::outbox).toList();
    Optional<List<OutboxItem>> kept = Optional.empty();
    if (store.isPresent()) {
      changed.add(camera);
      if ((!changes.isEmpty() && !failing) || !now.isBefore(due)) {
        kept = save(store.get(), now, outbox);
      }
    }
    // While the store fails, alarms go on; of what was erased, nobody is told.
    deliveries.offer(kept.orElse(outbox), kept.isPresent());
    changes.forEach(this::tell); // who hears of it finds it in the store
  }

  private Optional<Boolean> hear(GivenReply given, Instant now, boolean hidden) {
    Optional<Still> still =
        set.events().enabled() ? SeenStills.of(given, now, hidden) : Optional.<Still>empty();
    if (still.isEmpty()) {
      return Optional.empty();
    }
    Camera camera = given.reply().still().camera().orElseThrow();
    Judgement judgement = presence.judge(camera, still.get());
    if (judgement.verdict() == Verdict.LATE) {
      lateLines.tryLine(
          others ->
              log.info(
                  "events pass over a still of the camera {}: its time {} is not later than that of"
                      + " the one before{}",
                  camera,
                  still.get().time(),
                  others));
    }
    if (judgement.verdict() != Verdict.JUDGED) {
      return Optional.empty();
    }
    take(camera, judgement.changes(), now);
    standing.accept(camera, presence.there(camera));
    return Optional.of(judgement.shows());
  }

  private Stream<OutboxItem> outbox(EventChange change) {
    return deliveries.prepare(change, ruleOf(change.event().rule())::tells).stream();
  }

  private void keep(EventChange change) {
    if (store.isPresent()) {
      waiting.put(change.event().id(), change.event());
      if (change.type() == EventChange.Type.NEW) {
        fresh.add(change.event().id());
      }
      if (waiting.size() > MOST_WAITING) {
        String eldest = waiting.keySet().iterator().next();
        waiting.remove(eldest);
        fresh.remove(eldest);
      }
    }
  }

  private void tell(EventChange change) {
    SceneEvent event = change.event();
    if (change.type() == EventChange.Type.NEW && !event.quiet() && ruleOf(event.rule()).log()) {
      log.info(
          "event {} {} camera={} zone={} rule={} id={}",
          event.kind().key(),
          SafeText.of(event.label()),
          event.camera(),
          event.zone().orElse("-"),
          event.rule(),
          event.id());
    }
    told.accept(change);
  }

  /** The rule of that name, which says who is told. */
  EventRule ruleOf(String name) {
    return rules.getOrDefault(name, EventRule.USUAL);
  }

  /** Writes what waits; returns what of the outbox is in the store, or nothing while it fails. */
  private Optional<List<OutboxItem>> save(EventStore into, Instant now, List<OutboxItem> outbox) {
    Map<String, byte[]> states = new LinkedHashMap<>();
    for (Camera camera : changed) {
      CameraState state =
          new CameraState(
              presence.snapshot(camera),
              health.snapshot(camera),
              health.watches().snapshot(camera));
      if (!state.isEmpty()) {
        states.put(camera.name(), state.toBytes());
      }
    }
    try {
      List<OutboxItem> written =
          into.put(List.copyOf(waiting.values()), Set.copyOf(fresh), states, outbox);
      waiting.clear();
      fresh.clear();
      changed.clear();
      failing = false;
      due = now.plus(SAVED);
      return Optional.of(written);
    } catch (StoreException e) {
      if (!failing) {
        log.warn(
            "events wait for the store, the latest {} of them: {}", MOST_WAITING, e.getMessage());
      }
      failing = true;
      due = now.plus(AGAIN);
      return Optional.empty();
    }
  }

  /**
   * Forgets events that are to be erased and are not in the store, and nobody is told of them any
   * more; where a camera goes as a whole, also what is known of it.
   */
  public synchronized void forget(EraseCriteria erased) {
    if (erased.isWholeCamera()) {
      erased.camera().map(Camera::new).ifPresent(this::forgetState);
    }
    waiting.values().removeIf(erased::holdsFor);
    fresh.retainAll(waiting.keySet());
    deliveries.forget(erased::holdsFor);
  }

  private void forgetState(Camera camera) {
    presence.forget(camera);
    health.forget(camera);
    changed.remove(camera);
  }

  /** Gives the store what it does not have. */
  @Override
  public synchronized void close() {
    if (store.isPresent() && !(changed.isEmpty() && waiting.isEmpty())) {
      var unused = save(store.get(), clock.instant(), List.of());
    }
  }
}
