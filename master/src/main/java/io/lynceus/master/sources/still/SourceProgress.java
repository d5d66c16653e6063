package io.lynceus.master.sources.still;

import io.lynceus.common.Backoff;
import io.lynceus.model.Camera;
import io.lynceus.scene.camera.SourceConfig.Kind;
import io.lynceus.scene.source.SourceStatus;
import io.lynceus.scene.source.SourceStatus.Counts;
import io.lynceus.scene.source.SourceStatus.State;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The state of one source, how long it waits after a failure, and its log lines. The sources'
 * thread changes it; any thread may read the status.
 *
 * <pre>
 *  CONNECTING ──still──▶ OK ◀──taken, unchanged── WAITING
 *      │                 │ ▲                         ▲
 *      └────failure──┐   │ └─────still────┐          │
 *                    ▼   ▼                │        busy
 *               FAILING, UNAUTHORISED ────┘
 * </pre>
 */
final class SourceProgress {
  private static final Logger log = LoggerFactory.getLogger(SourceProgress.class);

  static final Duration FIRST_WAIT = Duration.ofSeconds(1);
  static final Duration LAST_WAIT = Duration.ofSeconds(60);
  static final Duration LINE_PAUSE = Duration.ofMinutes(1);

  private final Camera camera;
  private final Kind kind;
  private final InstantSource clock;
  private final Backoff failureWaits;

  /** A wrong password is not tried often: cameras lock their accounts. */
  private final Backoff refusalWaits;

  private final Backoff busyWaits;
  private final Backoff turnWaits;

  private State state = State.CONNECTING;
  private Instant since;
  private @Nullable Instant lastStill;
  private int failures;
  private @Nullable String lastError;
  private @Nullable Instant nextTry;
  private long taken;
  private long unchanged;
  private long busy;
  private long failed;

  private State logged = state;
  private @Nullable Instant nextLine;
  private volatile SourceStatus status;

  SourceProgress(Camera camera, Kind kind, InstantSource clock, RandomGenerator random) {
    this.camera = camera;
    this.kind = kind;
    this.clock = clock;
    since = clock.instant();
    failureWaits = new Backoff(FIRST_WAIT, LAST_WAIT, random);
    refusalWaits = new Backoff(LAST_WAIT, LAST_WAIT, random);
    busyWaits = new Backoff(FIRST_WAIT, LAST_WAIT, random);
    turnWaits = new Backoff(FIRST_WAIT, FIRST_WAIT, random);
    status = current();
  }

  SourceStatus status() {
    return status;
  }

  /** A still has come whole. Whether there is room for it is not known yet. */
  void still() {
    came();
    enter(state == State.WAITING ? state : State.OK);
  }

  /** The camera has answered, and there is nothing new to analyse. */
  void unchanged() {
    unchanged++;
    came();
    enter(State.OK);
  }

  private void came() {
    failureWaits.reset();
    failures = 0;
    lastStill = clock.instant();
  }

  /** The still was analysed. */
  void taken() {
    taken++;
    busyWaits.reset();
    enter(State.OK);
  }

  /**
   * There is no room for a still.
   *
   * @param least the wait that was asked for
   * @return how long to wait
   */
  Duration busy(Duration least) {
    busy++;
    Duration wait = busyWaits.next();
    enter(State.WAITING);
    return wait.compareTo(least) > 0 ? wait : least;
  }

  /**
   * The sources' part of the waiting line is full. That changes with each reply, so that a source
   * which comes back ever more rarely would lose its turn to others.
   *
   * @return how long to wait
   */
  Duration shareFull() {
    busy++;
    enter(State.WAITING);
    return turnWaits.next();
  }

  /**
   * An attempt has brought nothing.
   *
   * @return how long to wait
   */
  Duration failed(FetchFailure why) {
    if (why.kind() == FetchFailure.Kind.NO_ROOM) {
      return busy(Duration.ZERO);
    }
    boolean refused = why.kind() == FetchFailure.Kind.UNAUTHORISED;
    Duration wait = (refused ? refusalWaits : failureWaits).next();
    failed++;
    failures++;
    lastError = why.text();
    nextTry = clock.instant().plus(wait);
    enter(refused ? State.UNAUTHORISED : State.FAILING);
    return wait;
  }

  /** The source does nothing any more. */
  void stopped() {
    nextTry = null;
    enter(State.STOPPED);
  }

  /** When the next attempt begins; null while there is one. */
  void next(@Nullable Duration wait) {
    nextTry = wait == null ? null : clock.instant().plus(wait);
    status = current();
  }

  private void enter(State to) {
    if (state != to) {
      state = to;
      since = clock.instant();
    }
    status = current();
    log(status);
  }

  private SourceStatus current() {
    return new SourceStatus(
        camera,
        kind,
        state,
        since,
        Optional.ofNullable(lastStill),
        failures,
        Optional.ofNullable(lastError),
        Optional.ofNullable(nextTry),
        new Counts(taken, unchanged, busy, failed));
  }

  /**
   * Logs the state unless the last line said it. One that comes too soon is said a little later.
   */
  private void log(SourceStatus now) {
    Instant time = clock.instant();
    if (now.state() == logged || (nextLine != null && time.isBefore(nextLine))) {
      return;
    }
    logged = now.state();
    nextLine = time.plus(LINE_PAUSE);
    switch (now.state()) {
      case FAILING, UNAUTHORISED ->
          log.warn(
              "the source of camera {} is {}: {}",
              camera,
              now.state().word(),
              now.lastError().orElse("?"));
      case WAITING ->
          log.warn(
              "the source of camera {} is waiting: the master has no room for its stills", camera);
      case OK, CONNECTING, STOPPED ->
          log.info("the source of camera {} is {}", camera, now.state().word());
    }
  }
}
