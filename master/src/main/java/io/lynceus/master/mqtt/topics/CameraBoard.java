package io.lynceus.master.mqtt.topics;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.lynceus.master.mqtt.link.TopicMessage;
import io.lynceus.master.mqtt.session.RetainedTopics;
import io.lynceus.model.Camera;
import io.lynceus.model.counts.BoxCounts;
import io.lynceus.scene.camera.CameraConfig;
import io.lynceus.scene.camera.CameraSet;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Holds what the retained topics of the described cameras say. What is not known is {@code None}: a
 * count when the latest still could not be judged or its camera is covered or the like, whether
 * something is there after {@value #UNJUDGED} such stills, both when the camera is late or the
 * master stops. One thread at a time.
 */
public final class CameraBoard {
  /** What Home Assistant takes for unknown. */
  public static final String NONE = "None";

  /** Topics of all cameras; those of further cameras are not told. */
  static final int MOST_TOPICS = 8_000;

  /** Stills in a row that could not be judged until nobody knows what is there. */
  static final int UNJUDGED = 3;

  /** After so many stills in a row that are older than what counts, its clock was set back. */
  static final int OLDER_IN_A_ROW = 10;

  /** A camera is late after this many of its usual times between two stills. */
  private static final int LATE_AFTER = 2;

  private static final Logger log = LoggerFactory.getLogger(CameraBoard.class);

  private final String prefix;
  private final RetainedTopics retained;
  private final InstantSource clock;
  private final Predicate<String> findable;
  private final Map<Camera, Shown> cameras = new LinkedHashMap<>();

  /** What is known of one camera. */
  private static final class Shown {
    CameraTopics topics;
    Instant heard;
    int unjudged;
    boolean late;

    /** When the still was taken that counts. */
    @Nullable Instant counted;

    int older;

    Shown(CameraTopics topics, Instant heard) {
      this.topics = topics;
      this.heard = heard;
    }
  }

  /**
   * A board without cameras.
   *
   * @param prefix of all topics
   * @param findable whether some slave's network can find that label
   */
  public CameraBoard(
      String prefix, RetainedTopics retained, InstantSource clock, Predicate<String> findable) {
    this.prefix = prefix;
    this.retained = retained;
    this.clock = clock;
    this.findable = findable;
  }

  /** These cameras are described from now on. */
  public void describe(CameraSet set) {
    Set<String> before = topics();
    Map<Camera, Shown> old = new LinkedHashMap<>(cameras);
    cameras.clear();
    int size = 0;
    int left = 0;
    for (CameraConfig camera : set.cameras().values()) {
      CameraTopics topics = CameraTopics.of(prefix, camera, set);
      size += topics.size();
      if (size > MOST_TOPICS) {
        left++;
        continue;
      }
      Shown shown = old.get(camera.camera());
      if (shown == null) {
        shown = new Shown(topics, clock.instant());
      }
      shown.topics = topics;
      cameras.put(camera.camera(), shown);
    }
    if (left > 0) {
      log.warn(
          "mqtt: {} cameras have no topics: all have more than {}; name fewer labels in events and"
              + " zones",
          left,
          MOST_TOPICS);
    }
    Set<String> now = topics();
    before.stream().filter(topic -> !now.contains(topic)).forEach(retained::remove);
    now.stream().filter(topic -> !before.contains(topic)).forEach(topic -> put(topic, NONE));
    old.keySet().stream()
        .filter(camera -> !cameras.containsKey(camera))
        .forEach(camera -> retained.remove(CameraTopics.snapshot(prefix, camera)));
  }

  private Set<String> topics() {
    Set<String> topics = new TreeSet<>();
    for (Shown shown : cameras.values()) {
      shown.topics.counts().forEach(count -> topics.add(count.topic()));
      shown.topics.presences().forEach(presence -> topics.add(presence.topic()));
      topics.addAll(shown.topics.watches().values());
    }
    return topics;
  }

  private void put(String topic, String text) {
    boolean confirmed = topic.endsWith("/state") || topic.endsWith("/watch");
    retained.put(new TopicMessage(topic, text.getBytes(UTF_8), confirmed, true));
  }

  /** The topics of a camera that is described. */
  Optional<CameraTopics> find(Camera camera) {
    return Optional.ofNullable(cameras.get(camera)).map(shown -> shown.topics);
  }

  /** The topics of all cameras. */
  List<CameraTopics> all() {
    return cameras.values().stream().map(shown -> shown.topics).toList();
  }

  /** A still has its reply. */
  public void heard(Camera camera, StillCounts counts) {
    Shown shown = cameras.get(camera);
    if (shown == null || isOlder(shown, counts)) {
      return;
    }
    shown.heard = clock.instant();
    shown.late = false;
    for (CountTopic count : shown.topics.counts()) {
      put(count.topic(), counts.of(count).map(String::valueOf).orElse(NONE));
    }
    if (counts.isKnown()) {
      shown.unjudged = 0;
    } else {
      shown.unjudged++;
      if (shown.unjudged >= UNJUDGED) {
        presencesUnknown(shown);
      }
    }
  }

  /** Replies do not come in the order of their stills. */
  private static boolean isOlder(Shown shown, StillCounts counts) {
    Instant taken = counts.time().orElse(null);
    if (taken == null) {
      return false;
    }
    if (shown.counted != null && taken.isBefore(shown.counted) && ++shown.older <= OLDER_IN_A_ROW) {
      return true;
    }
    shown.counted = taken;
    shown.older = 0;
    return false;
  }

  /**
   * A still of the camera was judged.
   *
   * @param there what stands there, by labels
   */
  public void judged(Camera camera, Map<String, Integer> there) {
    Shown shown = cameras.get(camera);
    if (shown == null) {
      return;
    }
    shown.heard = clock.instant();
    shown.late = false;
    shown.unjudged = 0;
    for (PresenceTopic presence : shown.topics.presences()) {
      boolean present =
          there.entrySet().stream()
              .anyMatch(
                  each -> each.getValue() > 0 && BoxCounts.same(each.getKey(), presence.label()));
      put(presence.topic(), present ? "ON" : findable.test(presence.label()) ? "OFF" : NONE);
    }
  }

  /**
   * What is known now of the watches of a camera.
   *
   * @param wrong whether something is wrong, by the names of watches; empty if nobody can say
   */
  public void watched(Camera camera, Map<String, Optional<Boolean>> wrong) {
    Shown shown = cameras.get(camera);
    if (shown == null) {
      return;
    }
    shown
        .topics
        .watches()
        .forEach(
            (name, topic) ->
                put(
                    topic,
                    wrong
                        .getOrDefault(name, Optional.empty())
                        .map(is -> is ? "ON" : "OFF")
                        .orElse(NONE)));
  }

  /** Looks which cameras are late. Called every second or so. */
  public void look() {
    Instant now = clock.instant();
    for (Shown shown : cameras.values()) {
      @Nullable Duration every = shown.topics.camera().expectEvery().orElse(null);
      if (every != null
          && !shown.late
          && Duration.between(shown.heard, now).compareTo(every.multipliedBy(LATE_AFTER)) > 0) {
        shown.late = true;
        unknown(shown);
      }
    }
  }

  /** Nothing more is known. */
  public void stop() {
    cameras.values().forEach(this::unknown);
  }

  private void unknown(Shown shown) {
    shown.topics.counts().forEach(count -> put(count.topic(), NONE));
    shown.topics.watches().values().forEach(topic -> put(topic, NONE));
    presencesUnknown(shown);
  }

  private void presencesUnknown(Shown shown) {
    shown.topics.presences().forEach(presence -> put(presence.topic(), NONE));
  }
}
