package io.lynceus.scene.camera;

import io.lynceus.model.Camera;
import io.lynceus.model.settings.Check;
import io.lynceus.model.watch.WatchKind;
import io.lynceus.model.watch.WatchRegion;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * A region whose contents are watched. Immutable.
 *
 * @param name 1 to 40 of {@code a-z 0-9 _ -}
 * @param camera the name of the camera that sees it
 * @param label an object of this label there counts as what is watched; absent: none does
 * @param references looks of the region that are kept for each light, 1 to 16
 * @param decide how many of how many stills have to agree
 * @param lasts how long something has to be wrong before an event begins, 0 s to 1 day
 * @param ignoreWhen labels of what hides the region when it stands before it
 */
public record WatchConfig(
    String name,
    String camera,
    WatchRegion region,
    WatchKind kind,
    Optional<String> label,
    int references,
    Decision decide,
    Duration lasts,
    Set<String> ignoreWhen) {
  public static final int MAX = 256;
  public static final int REFERENCES = 8;
  public static final Duration LASTS = Duration.ofSeconds(60);
  public static final Set<String> IGNORE_WHEN = Set.of("person", "car");

  private static final Duration LONGEST = Duration.ofDays(1);

  /**
   * How many stills decide.
   *
   * @param stills that have to agree, more than half of {@code of}
   * @param of the latest ones, 1 to 20
   */
  public record Decision(int stills, int of) {
    public static final Decision USUAL = new Decision(3, 5);

    private static final int MOST = 20;

    /**
     * Checks the values.
     *
     * @throws IllegalArgumentException saying what it can be
     */
    public Decision {
      Check.that(
          stills <= of && 2 * stills > of && of <= MOST,
          "decide",
          "K of N, such as 3 of 5: more than half of at most 20 stills",
          stills + " of " + of);
    }
  }

  /**
   * Checks the values.
   *
   * @throws IllegalArgumentException naming the key and what it can be
   */
  public WatchConfig {
    CameraConfig.checkName(name);
    Check.that(
        Camera.isName(camera),
        "camera",
        "the name of a camera, 1 to 40 of a-z 0-9 _ -",
        "'" + camera + "'");
    label.ifPresent(CameraConfig::checkLabel);
    Check.that(
        label.isEmpty() || kind != WatchKind.CHANGED,
        "label",
        "for kind = present and absent alone, as kind = changed looks at no objects",
        label.orElse(""));
    Check.wholeNumber("references", references, 1, 16);
    Check.time("for", lasts, Duration.ZERO, LONGEST);
    ignoreWhen = CameraConfig.checkedLabels(ignoreWhen);
  }

  /** A watch of which only the region is set. */
  public static WatchConfig of(String name, String camera, WatchRegion region, WatchKind kind) {
    return new WatchConfig(
        name,
        camera,
        region,
        kind,
        Optional.empty(),
        REFERENCES,
        Decision.USUAL,
        LASTS,
        IGNORE_WHEN);
  }
}
