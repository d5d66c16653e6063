package io.lynceus.scene.source;

import io.lynceus.model.Camera;
import io.lynceus.scene.camera.SourceConfig.Kind;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/**
 * How the source of a camera is now. Immutable.
 *
 * @param camera whose stills the master fetches
 * @param kind how it fetches them; never {@link Kind#PUSH}
 * @param since when it has come into this state
 * @param lastStill when the last still came whole; empty if none has come since the source started
 * @param failures attempts in a row that brought no still, 0 after one that did
 * @param lastError why the last attempt that failed did so: one line without passwords and control
 *     characters; it stays when the source has recovered. Empty if none has failed
 * @param nextTry when the source looks for the next still; empty while it does, or if it is stopped
 */
public record SourceStatus(
    Camera camera,
    Kind kind,
    State state,
    Instant since,
    Optional<Instant> lastStill,
    int failures,
    Optional<String> lastError,
    Optional<Instant> nextTry,
    Counts counts) {

  /** What a source does. */
  public enum State {
    /** The last attempt brought a still, or the camera said that it is unchanged. */
    OK,
    /** No attempt has ended yet. */
    CONNECTING,
    /** The camera is all right, and the master has no room for its stills. */
    WAITING,
    /** The last attempt brought no still. */
    FAILING,
    /** The camera refuses the user or the password. */
    UNAUTHORISED,
    /** It does nothing any more. */
    STOPPED;

    /** As replies and metrics write it. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * What became of the attempts so far; each is in one of them.
   *
   * @param taken stills that were analysed
   * @param unchanged stills that were the same as the last analysed one, or that the camera called
   *     so
   * @param busy stills that the master had no room for
   * @param failed attempts that brought no still
   */
  public record Counts(long taken, long unchanged, long busy, long failed) {
    public static final Counts NONE = new Counts(0, 0, 0, 0);

    /** The sums of both. */
    public Counts plus(Counts other) {
      return new Counts(
          taken + other.taken,
          unchanged + other.unchanged,
          busy + other.busy,
          failed + other.failed);
    }
  }
}
