package io.lynceus.model;

import io.lynceus.model.image.ImageFormat;
import io.lynceus.model.image.RefusedImageException;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The one answer to one image.
 *
 * @param seq number of the image on its connection, from 1
 * @param id the master's name for the task; empty when it never became one
 * @param name the client's name for the image, if it gave one
 * @param rejection why no analysis was tried; present exactly when {@code status} is {@code
 *     REJECTED}
 * @param image what the image's header says; absent when it could not be read
 * @param counts detections per label, and {@code face}; an empty value (null in JSON) where the
 *     analysis behind it has no result
 * @param analyses one entry for each analysis that was asked for; empty when rejected
 */
public record Reply(
    long seq,
    String id,
    Optional<String> name,
    Status status,
    Optional<Rejection> rejection,
    Optional<ImageInfo> image,
    Map<String, Optional<Integer>> counts,
    Map<Analysis, UnitReply> analyses,
    Optional<Timing> timing) {

  public Reply {
    counts = Collections.unmodifiableMap(new LinkedHashMap<>(counts));
    analyses = Collections.unmodifiableMap(new LinkedHashMap<>(analyses));
    if (rejection.isPresent() != (status == Status.REJECTED)) {
      throw new IllegalArgumentException("a rejection and only a rejection says why");
    }
  }

  /** The answer to an image that became no task. */
  public static Reply rejected(Optional<String> name, Rejection rejection) {
    return new Reply(
        0,
        "",
        name,
        Status.REJECTED,
        Optional.of(rejection),
        Optional.empty(),
        Map.of(),
        Map.of(),
        Optional.empty());
  }

  /** This reply as number {@code seq} of a connection. */
  public Reply withSeq(long seq) {
    return new Reply(seq, id, name, status, rejection, image, counts, analyses, timing);
  }

  /** Whether an image got all that was asked for. */
  public enum Status {
    COMPLETE,
    PARTIAL,
    REJECTED
  }

  /** Why no analysis was tried. */
  public enum RejectionCode {
    UNSUPPORTED_FORMAT,
    TRUNCATED,
    TOO_LARGE,
    TOO_MANY_PIXELS,
    CORRUPT,
    BUSY,
    UNAUTHORIZED,
    BAD_COMMAND,
    SHUTTING_DOWN
  }

  /**
   * A refusal.
   *
   * @param message one sentence that says what to do
   * @param retryAfter when to come again, with {@code BUSY}
   */
  public record Rejection(RejectionCode code, String message, Optional<Duration> retryAfter) {
    public Rejection(RejectionCode code, String message) {
      this(code, message, Optional.empty());
    }

    /** The refusal of an image by its header. */
    public static Rejection of(RefusedImageException refused) {
      RejectionCode code =
          switch (refused.reason()) {
            case UNSUPPORTED_FORMAT -> RejectionCode.UNSUPPORTED_FORMAT;
            case TRUNCATED -> RejectionCode.TRUNCATED;
            case TOO_LARGE -> RejectionCode.TOO_LARGE;
            case TOO_MANY_PIXELS -> RejectionCode.TOO_MANY_PIXELS;
            case CORRUPT -> RejectionCode.CORRUPT;
          };
      return new Rejection(code, refused.getMessage());
    }
  }

  /**
   * The image, from its header.
   *
   * @param width pixels across, as a viewer shows it (EXIF orientation applied)
   * @param height pixels down, likewise
   * @param bytes size of the file
   * @param sha256 of the file, 64 lower-case hexadecimal digits
   */
  public record ImageInfo(ImageFormat format, int width, int height, long bytes, String sha256) {}

  /** What became of a work unit. */
  public enum Outcome {
    OK,
    FAILED,
    TIMEOUT,
    POISON,
    NO_SLAVE
  }

  /**
   * The part of one analysis.
   *
   * @param findings present exactly when the outcome is {@code OK}
   * @param message why there are none; empty when the outcome is {@code OK}
   */
  public record UnitReply(Outcome outcome, Optional<Findings> findings, String message) {
    public UnitReply {
      if (findings.isPresent() != (outcome == Outcome.OK)) {
        throw new IllegalArgumentException("findings and only findings are ok");
      }
    }

    public static UnitReply ok(Findings findings) {
      return new UnitReply(Outcome.OK, Optional.of(findings), "");
    }

    public static UnitReply without(Outcome outcome, String message) {
      return new UnitReply(outcome, Optional.empty(), message);
    }
  }

  /**
   * Where the time went.
   *
   * @param total from the image's last byte to the reply
   * @param queue until the first unit was given to a slave
   */
  public record Timing(Duration total, Duration queue, Map<Analysis, UnitRun> units) {
    public Timing {
      units = Collections.unmodifiableMap(new LinkedHashMap<>(units));
    }
  }

  /**
   * The attempt that counted.
   *
   * @param time on the slave: decoding that it did itself, and the analysis
   * @param slave name of the slave; empty when no slave had it
   * @param attempts how many slaves were tried
   */
  public record UnitRun(Duration time, String slave, int attempts) {}
}
