package io.lynceus.model.cameras;

import io.lynceus.model.Point;
import io.lynceus.model.Reply;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * The cameras that a master knows: those of its settings, and others that it has had stills of
 * lately.
 *
 * @param only whether stills of cameras that the settings do not have are refused
 * @param settings the file with the cameras
 * @param cameras those of the settings in their order, then others by name
 */
public record ClusterCameras(boolean only, SettingsFile settings, List<Entry> cameras) {
  public ClusterCameras {
    cameras = List.copyOf(cameras);
  }

  /**
   * The file with the cameras.
   *
   * @param path absent when there is none
   * @param readAt when the settings that count were read; absent when there are none
   * @param refused why the file's present contents do not count, and those from before do; absent
   *     when they count
   */
  public record SettingsFile(
      Optional<String> path, Optional<Instant> readAt, Optional<String> refused) {
    /** No file. */
    public static final SettingsFile NONE =
        new SettingsFile(Optional.empty(), Optional.empty(), Optional.empty());
  }

  /** Whether a camera sends stills as often as its settings say. */
  public enum State {
    OK,
    /** The last still came longer than two of its usual times ago. */
    LATE,
    /** There was no still since the master's start. */
    NEVER,
    /** The settings do not say how often stills come. */
    UNKNOWN
  }

  /**
   * One camera.
   *
   * @param described whether the settings have it
   * @param stills that were analysed since the master's start
   * @param source of its stills
   * @param rules what counts in its stills
   * @param health whether it sees what it should
   */
  public record Entry(
      String name,
      String title,
      boolean described,
      State state,
      Optional<Duration> expectEvery,
      long stills,
      Optional<LastStill> last,
      Source source,
      Rules rules,
      CameraHealth health) {

    /** A camera whose health nobody judges. */
    public Entry(
        String name,
        String title,
        boolean described,
        State state,
        Optional<Duration> expectEvery,
        long stills,
        Optional<LastStill> last,
        Source source,
        Rules rules) {
      this(
          name,
          title,
          described,
          state,
          expectEvery,
          stills,
          last,
          source,
          rules,
          CameraHealth.UNKNOWN);
    }

    /** This, with that health. */
    public Entry withHealth(CameraHealth judged) {
      return new Entry(
          name, title, described, state, expectEvery, stills, last, source, rules, judged);
    }
  }

  /**
   * Where the stills of a camera come from.
   *
   * @param kind {@code push}, {@code snapshot}, {@code mjpeg} or {@code rtsp}
   * @param state {@code ok}, {@code connecting}, {@code waiting}, {@code failing}, {@code
   *     unauthorised} or {@code stopped}; absent where the master takes no stills itself
   * @param message what is wrong, in one sentence
   * @param fetching absent where the master takes no stills itself
   */
  public record Source(
      String kind, Optional<String> state, Optional<String> message, Optional<Fetching> fetching) {
    /** Stills are sent to the master. */
    public static final Source PUSH = new Source("push", Optional.empty(), Optional.empty());

    /** A source of which no more is known. */
    public Source(String kind, Optional<String> state, Optional<String> message) {
      this(kind, state, message, Optional.empty());
    }
  }

  /**
   * How the master gets on with fetching stills.
   *
   * @param since when the source has come into its state
   * @param lastStill when the last still came whole, also an unchanged one; absent before the first
   * @param failures attempts in a row that brought no still
   * @param nextTry when the master looks for the next one; absent while it does
   */
  public record Fetching(
      Instant since, Optional<Instant> lastStill, int failures, Optional<Instant> nextTry) {}

  /**
   * The last still of a camera.
   *
   * @param id of its reply
   * @param time when it was taken, and who says so
   * @param age since its reply
   * @param counts of its reply
   * @param zones of its reply
   */
  public record LastStill(
      String id,
      Optional<Reply.StillTime> time,
      Duration age,
      Reply.Status status,
      Map<String, Optional<Integer>> counts,
      Map<String, Reply.ZoneCounts> zones) {
    public LastStill {
      counts = Collections.unmodifiableMap(new LinkedHashMap<>(counts));
      zones = Collections.unmodifiableMap(new LinkedHashMap<>(zones));
    }
  }

  /** What counts in the stills of a camera. */
  public record Rules(List<Zone> zones, List<Mask> masks, List<Filter> filters) {
    /** Everything counts, in no zone. */
    public static final Rules NONE = new Rules(List.of(), List.of(), List.of());

    public Rules {
      zones = List.copyOf(zones);
      masks = List.copyOf(masks);
      filters = List.copyOf(filters);
    }
  }

  /**
   * A zone.
   *
   * @param polygon as fractions of width and height
   * @param anchor {@code foot}, {@code centre} or {@code overlap}
   * @param overlap the part of a box that has to lie in it; with the anchor {@code overlap} alone
   * @param labels that it counts; empty: each but faces
   * @param minStills for events: stills in a row that have to show something there
   * @param loiter for events: an event tells of what stays longer; 0 for no such event
   */
  public record Zone(
      String name,
      String title,
      List<Point> polygon,
      String anchor,
      OptionalDouble overlap,
      List<String> labels,
      int minStills,
      Duration loiter) {
    public Zone {
      polygon = List.copyOf(polygon);
      labels = List.copyOf(labels);
    }
  }

  /**
   * A mask.
   *
   * @param polygon as fractions of width and height
   * @param labels that it concerns; empty: each
   */
  public record Mask(String name, List<Point> polygon, List<String> labels) {
    public Mask {
      polygon = List.copyOf(polygon);
      labels = List.copyOf(labels);
    }
  }

  /**
   * The bounds of one label.
   *
   * @param bounds by the keys of the settings, such as {@code min-area}
   */
  public record Filter(String label, Map<String, Double> bounds) {
    public Filter {
      bounds = Collections.unmodifiableMap(new LinkedHashMap<>(bounds));
    }
  }
}
