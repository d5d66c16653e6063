package io.lynceus.store;

import io.lynceus.model.settings.Check;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * How long things are kept, from when they came into the store.
 *
 * @param results {@code keep.results}: facts, 1 minute to 100 years
 * @param pictures {@code keep.pictures}: pictures and thumbnails, likewise. They go with their
 *     facts at the latest
 * @param cameras {@code keep.cameras.NAME}: others for some cameras
 */
public record Keep(Duration results, Duration pictures, Map<String, CameraKeep> cameras) {
  /** 30 days, and 7 for pictures. */
  public static final Keep USUAL = new Keep(Duration.ofDays(30), Duration.ofDays(7), Map.of());

  /**
   * Checks the times.
   *
   * @throws IllegalArgumentException names the key
   */
  public Keep {
    check("store.keep.results", results);
    check("store.keep.pictures", pictures);
    cameras = Map.copyOf(cameras);
    cameras.forEach(
        (name, camera) -> {
          String key = "store.keep.cameras." + name;
          camera.results().ifPresent(time -> check(key + ".results", time));
          camera.pictures().ifPresent(time -> check(key + ".pictures", time));
        });
  }

  private static void check(String key, Duration time) {
    Check.time(key, time, Duration.ofMinutes(1), Duration.ofDays(36_500));
  }

  /** How long facts of that camera are kept; an empty name is no camera. */
  public Duration results(String camera) {
    return Optional.ofNullable(cameras.get(camera)).flatMap(CameraKeep::results).orElse(results);
  }

  /** How long pictures of that camera are kept; an empty name is no camera. */
  public Duration pictures(String camera) {
    return Optional.ofNullable(cameras.get(camera)).flatMap(CameraKeep::pictures).orElse(pictures);
  }

  /** What holds for one camera; where it is empty, what holds for all. */
  public record CameraKeep(Optional<Duration> results, Optional<Duration> pictures) {}
}
