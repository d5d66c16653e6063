package io.lynceus.model;

import io.lynceus.model.image.ImageFormat;
import io.lynceus.model.image.PictureCondition;
import io.lynceus.model.image.RefusedImageException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The one reply to one image.
 *
 * @param id the client's for the image, or else the master's for the task; empty when there is
 *     neither, because the image never became a task
 * @param name the client's name for the image, if it gave one
 * @param status whether the image got all that was asked for
 * @param rejection why no analysis was tried; present exactly when {@code status} is {@code
 *     REJECTED}
 * @param image what the image's header says; absent when it could not be read
 * @param still which camera took the picture, and when
 * @param results what was found; nothing when rejected
 * @param timing where the time went; absent when the image never became a task
 */
public record Reply(
    String id,
    Optional<String> name,
    Status status,
    Optional<Rejection> rejection,
    Optional<ImageInfo> image,
    StillInfo still,
    Results results,
    Optional<Timing> timing) {
  private static final int BASE_BYTES = 2 << 10;

  public Reply {
    if (rejection.isPresent() != (status == Status.REJECTED)) {
      throw new IllegalArgumentException("a rejection and only a rejection says why");
    }
  }

  /** The reply to an image that became no task and has no id. */
  public static Reply rejected(Optional<String> name, Rejection rejection) {
    return rejected(Ask.DEFAULT.withName(name), rejection);
  }

  /** The reply to an image that became no task, with the id and the name that the client gave. */
  public static Reply rejected(Ask ask, Rejection rejection) {
    return new Reply(
        ask.id().orElse(""),
        ask.name(),
        Status.REJECTED,
        Optional.of(rejection),
        Optional.empty(),
        StillInfo.UNKNOWN,
        Results.NONE,
        Optional.empty());
  }

  /** This reply, under another name of the image. */
  public Reply withName(String text) {
    return new Reply(id, Optional.of(text), status, rejection, image, still, results, timing);
  }

  /** This reply, with what the image's header says. */
  public Reply withImage(Optional<ImageInfo> info) {
    return new Reply(id, name, status, rejection, info, still, results, timing);
  }

  /** This reply, with where the picture comes from. */
  public Reply withStill(StillInfo info) {
    return new Reply(id, name, status, rejection, image, info, results, timing);
  }

  /** This reply, with other results. */
  public Reply withResults(Results other) {
    return new Reply(id, name, status, rejection, image, still, other, timing);
  }

  /** Detections per label; see {@link Results}. */
  public Map<String, Optional<Integer>> counts() {
    return results.counts();
  }

  /** What counts in each zone of the camera; see {@link Results}. */
  public Map<String, ZoneCounts> zones() {
    return results.zones();
  }

  /** One entry for each analysis that was asked for; none when rejected. */
  public Map<Analysis, UnitReply> analyses() {
    return results.analyses();
  }

  /**
   * Whether the image should be sent again: nothing is wrong with it, but the master had no room
   * for it, or an analysis had no slave or no time. False for a complete reply.
   */
  public boolean isWorthRetrying() {
    for (UnitReply unit : analyses().values()) {
      if (unit.outcome().isTemporary()) {
        return true;
      }
    }
    return rejection.isPresent() && rejection.get().isTemporary();
  }

  /** What the reply takes of the heap, in bytes: roughly, and rather too much. */
  public long heapBytes() {
    long bytes = BASE_BYTES + 2L * name.map(String::length).orElse(0);
    for (UnitReply unit : analyses().values()) {
      bytes += 2L * unit.message().length();
      bytes += unit.findings().map(Findings::heapBytes).orElse(0L);
    }
    return bytes;
  }

  /**
   * What was found.
   *
   * @param counts detections per label, and {@code face}; an empty value (null in JSON) where the
   *     analysis behind it has no result, or a part of the picture is missing
   * @param analyses one entry for each analysis that was asked for
   * @param zones one entry for each zone of the camera; none where it has no zones
   */
  public record Results(
      Map<String, Optional<Integer>> counts,
      Map<Analysis, UnitReply> analyses,
      Map<String, ZoneCounts> zones) {
    /** Nothing was looked for. */
    public static final Results NONE = new Results(Map.of(), Map.of());

    public Results {
      counts = Collections.unmodifiableMap(new LinkedHashMap<>(counts));
      analyses = Collections.unmodifiableMap(new LinkedHashMap<>(analyses));
      zones = Collections.unmodifiableMap(new LinkedHashMap<>(zones));
    }

    /** What was found where no camera has zones. */
    public Results(Map<String, Optional<Integer>> counts, Map<Analysis, UnitReply> analyses) {
      this(counts, analyses, Map.of());
    }
  }

  /**
   * What counts in one zone.
   *
   * @param counts detections per label, as in {@link Results}; absent (null in JSON) when nothing
   *     is known of the zone, because no analysis has a result or a part of the picture is missing
   */
  public record ZoneCounts(Optional<Map<String, Optional<Integer>>> counts) {
    /** Nobody knows what is in the zone. */
    public static final ZoneCounts UNKNOWN = new ZoneCounts(Optional.empty());

    public ZoneCounts {
      counts = counts.map(known -> Collections.unmodifiableMap(new LinkedHashMap<>(known)));
    }
  }

  /**
   * Where a picture comes from.
   *
   * @param camera that took it, if the client said so
   * @param time when it was taken, as far as that is known
   */
  public record StillInfo(Optional<Camera> camera, Optional<StillTime> time) {
    public static final StillInfo UNKNOWN = new StillInfo(Optional.empty(), Optional.empty());
  }

  /** When a picture was taken, and who says so. */
  public record StillTime(OffsetDateTime time, TimeSource from) {}

  /** Who says when a picture was taken. */
  public enum TimeSource {
    /** The client, with the image. */
    OPTION,
    /** The camera, in the file. */
    EXIF,
    /** Nobody: it is the time at which the image arrived. */
    ARRIVAL
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

    /** Whether the master's state was the reason, which changes. */
    public boolean isTemporary() {
      return code == RejectionCode.BUSY || code == RejectionCode.SHUTTING_DOWN;
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
   * The image, from its header, and what decoding it showed.
   *
   * @param width pixels across, as a viewer shows it (EXIF orientation applied)
   * @param height pixels down, likewise
   * @param bytes size of the file
   * @param sha256 of the file, 64 lower-case hexadecimal digits
   * @param condition what the slaves noticed; {@link PictureCondition#SOUND} before they have
   *     looked
   */
  public record ImageInfo(
      ImageFormat format,
      int width,
      int height,
      long bytes,
      String sha256,
      PictureCondition condition) {
    /** An image that nobody has decoded yet. */
    public ImageInfo(ImageFormat format, int width, int height, long bytes, String sha256) {
      this(format, width, height, bytes, sha256, PictureCondition.SOUND);
    }

    /** This image, in that condition. */
    public ImageInfo withCondition(PictureCondition found) {
      return new ImageInfo(format, width, height, bytes, sha256, found);
    }
  }

  /** What became of a work unit. */
  public enum Outcome {
    OK,
    FAILED,
    TIMEOUT,
    POISON,
    NO_SLAVE;

    /** Whether the cluster's state was the reason, which changes. */
    public boolean isTemporary() {
      return this == TIMEOUT || this == NO_SLAVE;
    }
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
   * The attempt that counted. Of an analysis that looked at tiles too: the time of all parts
   * together, the slave that had the whole picture, and the attempts of the part that had most.
   *
   * @param time on the slave: decoding that it did itself, and the analysis
   * @param slave name of the slave; empty when no slave had it
   * @param attempts how many slaves were tried
   */
  public record UnitRun(Duration time, String slave, int attempts) {}
}
