package io.lynceus.scene.health;

import io.lynceus.model.FloatVector;
import io.lynceus.model.cameras.CameraHealth;
import io.lynceus.model.cameras.HealthState;
import io.lynceus.model.cameras.SceneStatistics;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the stills of one camera say of the camera: learns what it usually shows in each light, and
 * compares. The camera is in another state when {@value #DECIDE} of {@value #WINDOW} stills say so.
 * One thread at a time.
 */
final class CameraCondition {
  static final int WINDOW = 5;
  static final int DECIDE = 3;

  /** After so many stills in a row that repeat the one before, the camera is frozen. */
  static final int REPEATED = 5;

  /** After so many late stills, each later than the one before, the camera's clock was set back. */
  static final int LATE_IN_A_ROW = 10;

  private static final double BLACK = 15;

  /** Part of the picture that is white. */
  private static final double WHITE = 0.4;

  /** Of a camera that usually has white in its picture, so much more. */
  private static final double MORE_WHITE = 0.25;

  /** A view with fewer blocks that have something in them cannot be told from another one. */
  private static final int FEWEST_BLOCKS = 8;

  /** Share of the blocks that have to agree with the view. */
  private static final double AGREE = 0.3;

  /** Of the share that usually agrees. */
  private static final double OF_USUAL = 0.5;

  /** A shift by more than that part of the picture is a camera that was moved. */
  private static final double SHIFTED = 0.024;

  /** How much better a shifted view has to agree. */
  private static final double GAIN = 0.1;

  /** Part of the cells that have to repeat. */
  private static final double REPEATS = 0.9;

  private static final int FEWEST_PRINTS = 12;

  final Map<Light, View> views = new EnumMap<>(Light.class);
  final Deque<HealthState> window = new ArrayDeque<>();
  @Nullable Light light;
  @Nullable Instant last;
  HealthState state = HealthState.UNKNOWN;
  @Nullable Instant since;
  String reason = "no still was measured yet";
  int repeated;

  /** Whether the last still and those before it say that the camera sees what it should. */
  boolean sees;

  private @Nullable FloatVector prints;
  private String sha256 = "";
  private @Nullable Instant lateLast;
  private int lateInARow;

  /**
   * Takes a still into account that was to be measured.
   *
   * @return whether what the still does not show may be there all the same; empty if it is not
   *     later than the one before, and counts for nothing
   */
  Optional<Boolean> hear(SceneStill still) {
    if (isLate(still.time())) {
      return Optional.empty();
    }
    Instant before = last;
    last = still.time();
    sees = false;
    SceneStatistics measures = still.measures().orElse(null);
    if (measures == null) {
      decide(
          Verdict.unknown("its stills are damaged, or could not be measured: see the slaves"),
          still.time());
      return Optional.of(state.hides());
    }
    repeated = repeats(still.sha256(), measures.prints()) ? repeated + 1 : 0;
    prints = measures.prints();
    sha256 = still.sha256();
    if (repeated >= REPEATED) {
      window.clear();
      become(
          new Verdict(HealthState.FROZEN, "it sends the same picture again and again: restart it"),
          still.time());
      return Optional.of(true);
    }
    Light now = Light.of(measures, light);
    light = now;
    Duration after =
        before == null || before.isAfter(still.time()) // or the camera's clock was set back
            ? Duration.ZERO
            : Duration.between(before, still.time());
    Verdict verdict = judge(measures, now, after);
    decide(verdict, still.time());
    sees = verdict.state() == HealthState.OK && state == HealthState.OK;
    return Optional.of(verdict.state().hides() || state.hides());
  }

  private boolean isLate(Instant time) {
    if (last == null || time.isAfter(last)) {
      lateInARow = 0;
      lateLast = null;
      return false;
    }
    lateInARow = lateLast == null || time.isAfter(lateLast) ? lateInARow + 1 : 1;
    lateLast = time;
    if (lateInARow < LATE_IN_A_ROW) {
      return true;
    }
    lateInARow = 0;
    lateLast = null;
    return false;
  }

  private boolean repeats(String hash, FloatVector now) {
    if (hash.equals(sha256)) {
      return true;
    }
    FloatVector before = prints;
    if (before == null) {
      return false;
    }
    int cells = 0;
    int same = 0;
    for (int i = 0; i < now.size(); i++) {
      if (now.get(i) != 0 && before.get(i) != 0) {
        cells++;
        same += now.get(i) == before.get(i) ? 1 : 0;
      }
    }
    return cells >= FEWEST_PRINTS && same >= REPEATS * cells;
  }

  /** What one still says, apart from those before it. */
  private record Verdict(HealthState state, String reason) {
    static Verdict unknown(String reason) {
      return new Verdict(HealthState.UNKNOWN, reason);
    }
  }

  private Verdict judge(SceneStatistics still, Light now, Duration after) {
    View own = views.computeIfAbsent(now, any -> new View());
    View known = own.isLearnt() ? own : anyLearnt();
    if (still.brightness() < BLACK) {
      return new Verdict(
          HealthState.DARK, "the picture is nearly black: no light, or something black before it");
    }
    double usualWhite = known == null ? 0 : known.bright;
    if (still.bright() > Math.max(WHITE, usualWhite + MORE_WHITE)) {
      return new Verdict(HealthState.BRIGHT, "large parts are white: it looks into a light");
    }
    if (known == null) {
      own.learn(still, after);
      return learning(own, own.match(still));
    }
    if (known.isCovered(still, known == own)) {
      return known.keepsOutline(still) && known.match(still).share() >= AGREE
          ? blurred()
          : new Verdict(
              HealthState.COVERED, "nothing is left of what it usually shows: look what hides it");
    }
    return own.isLearnt() && own.isBlurred(still) ? blurred() : compare(still, own, after);
  }

  private static Verdict blurred() {
    return new Verdict(HealthState.BLURRED, "the fine detail is gone: clean the lens, or focus it");
  }

  private @Nullable View anyLearnt() {
    return views.values().stream().filter(View::isLearnt).findFirst().orElse(null);
  }

  private static Verdict learning(View view, OutlineMatch match) {
    if (view.stills < View.LEARNT) {
      return Verdict.unknown(
          "its view is learnt: %d of %d stills".formatted(view.stills, View.LEARNT));
    }
    return view.hasDetail() && match.blocks() >= FEWEST_BLOCKS
        ? new Verdict(HealthState.OK, "it shows what it usually shows")
        : Verdict.unknown("too little stands still in its picture to judge the camera by");
  }

  private Verdict compare(SceneStatistics still, View own, Duration after) {
    boolean judged = false;
    String told = "";
    OutlineMatch ownMatch = own.match(still);
    for (View view : views.values()) {
      OutlineMatch match = view == own ? ownMatch : view.match(still);
      if (view.isLearnt() && match.blocks() >= FEWEST_BLOCKS) {
        judged = true;
        if (fits(match, view)) {
          own.learn(still, after);
          return new Verdict(HealthState.OK, "it shows what it usually shows");
        }
        told = view == own || told.isEmpty() ? told(match) : told;
      }
    }
    if (!judged) {
      own.learn(still, after);
      return learning(own, ownMatch);
    }
    if (own.isLearnt() || state == HealthState.MOVED || state == HealthState.COVERED) {
      return new Verdict(HealthState.MOVED, told);
    }
    own.learn(still, after);
    return learning(own, ownMatch);
  }

  private static boolean fits(OutlineMatch match, View view) {
    return match.share() >= Math.max(AGREE, OF_USUAL * view.share) && !isShifted(match);
  }

  private static boolean isShifted(OutlineMatch match) {
    return Math.max(Math.abs(match.across()), Math.abs(match.down())) > SHIFTED
        && match.gain() > GAIN;
  }

  private static String told(OutlineMatch match) {
    String what =
        isShifted(match)
            ? "the view is shifted by %.0f %% of its width and %.0f %% of its height"
                .formatted(100 * match.across(), 100 * match.down())
            : "%.0f %% of the view is as usual".formatted(100 * match.share());
    return what + ": turn it back, or accept the new view";
  }

  private void decide(Verdict verdict, Instant time) {
    window.add(verdict.state());
    if (window.size() > WINDOW) {
      window.remove();
    }
    long agreeing = window.stream().filter(each -> each == verdict.state()).count();
    if (agreeing >= DECIDE || verdict.state() == state) {
      become(verdict, time);
    }
  }

  private void become(Verdict verdict, Instant time) {
    if (state != verdict.state() || since == null) {
      since = time;
    }
    state = verdict.state();
    reason = verdict.reason();
  }

  /** What is shown now is what the camera is to show; it is learnt anew. */
  void accept() {
    views.clear();
    window.clear();
    state = HealthState.UNKNOWN;
    since = null;
    reason = "its new view is learnt: 0 of " + View.LEARNT + " stills";
  }

  CameraHealth health() {
    return new CameraHealth(state, Optional.ofNullable(since), reason);
  }
}
