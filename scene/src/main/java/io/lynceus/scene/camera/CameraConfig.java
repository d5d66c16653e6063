package io.lynceus.scene.camera;

import io.lynceus.model.Analysis;
import io.lynceus.model.Camera;
import io.lynceus.model.Findings;
import io.lynceus.model.settings.Check;
import io.lynceus.model.text.FoldedText;
import java.time.Duration;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * What the owner says of one camera. Immutable.
 *
 * @param name 1 to 40 of {@code a-z 0-9 _ -}
 * @param title for people, at most {@value #MAX_TITLE_CHARS} characters
 * @param expectEvery the usual time from one still to the next, 100 ms to 366 days; absent: any. A
 *     camera without a still for twice that time is late.
 * @param source how its stills reach the master; absent: as {@link SourceConfig#PUSHED}
 * @param analyses what its stills are analysed for, in addition to the standard ones, when a client
 *     names no analyses
 * @param filters at most {@value #MAX_FILTERS}, one for a label
 * @param masks at most {@value #MAX_REGIONS}
 * @param zones at most {@value #MAX_REGIONS}
 */
public record CameraConfig(
    String name,
    String title,
    Optional<Duration> expectEvery,
    Optional<SourceConfig> source,
    SortedSet<Analysis> analyses,
    List<FilterConfig> filters,
    List<MaskConfig> masks,
    List<ZoneConfig> zones) {
  public static final int MAX_TITLE_CHARS = 100;
  public static final int MAX_REGIONS = 32;
  public static final int MAX_FILTERS = 256;
  public static final int MAX_LABELS = 100;

  private static final Duration LONGEST = Duration.ofDays(366);
  private static final Pattern NAME =
      Pattern.compile("[a-z0-9_-]{1," + Camera.MAX_NAME_CHARS + "}");

  /**
   * Checks the values.
   *
   * @throws IllegalArgumentException naming the key and what it can be
   */
  public CameraConfig {
    checkName(name);
    checkTitle(title);
    expectEvery.ifPresent(
        time -> Check.time("expect-every", time, Duration.ofMillis(100), LONGEST));
    analyses = Collections.unmodifiableSortedSet(new TreeSet<>(analyses));
    filters = List.copyOf(filters);
    masks = List.copyOf(masks);
    zones = List.copyOf(zones);
    checkCount("filters", filters.size(), MAX_FILTERS);
    checkCount("masks", masks.size(), MAX_REGIONS);
    checkCount("zones", zones.size(), MAX_REGIONS);
    checkDistinct(
        "filters", filters.stream().map(filter -> FoldedText.of(filter.label())).toList());
    checkDistinct("masks", masks.stream().map(MaskConfig::name).toList());
    checkDistinct("zones", zones.stream().map(ZoneConfig::name).toList());
  }

  /** A camera of which only the name is known. */
  public static CameraConfig of(String name) {
    return new CameraConfig(
        name,
        name,
        Optional.empty(),
        Optional.empty(),
        new TreeSet<>(),
        List.of(),
        List.of(),
        List.of());
  }

  /** The camera, as an ask and a reply have it. */
  public Camera camera() {
    return new Camera(name);
  }

  private static void checkCount(String key, int count, int most) {
    Check.that(count <= most, key, "at most " + most + " entries long", count);
  }

  static void checkDistinct(String key, List<String> names) {
    Set<String> seen = new HashSet<>();
    for (String name : names) {
      if (!seen.add(name)) {
        throw new IllegalArgumentException(key + " has " + name + " twice: each name once");
      }
    }
  }

  static void checkName(String name) {
    Check.that(
        NAME.matcher(name).matches(),
        "name",
        "1 to " + Camera.MAX_NAME_CHARS + " of a-z 0-9 _ -",
        name.length() <= 2 * Camera.MAX_NAME_CHARS
            ? "'" + name + "'"
            : name.length() + " characters");
  }

  static void checkTitle(String title) {
    Check.that(
        title.length() <= MAX_TITLE_CHARS,
        "title",
        "at most " + MAX_TITLE_CHARS + " characters long",
        title.length());
    Check.that(
        title.chars().noneMatch(Character::isISOControl),
        "title",
        "one line of printable characters",
        "one with control characters");
  }

  static Set<String> checkedLabels(Collection<String> labels) {
    Check.that(
        labels.size() <= MAX_LABELS,
        "labels",
        "at most " + MAX_LABELS + " entries long",
        labels.size());
    labels.forEach(CameraConfig::checkLabel);
    return Collections.unmodifiableSet(new LinkedHashSet<>(labels)); // in their order
  }

  static void checkLabel(String label) {
    Check.that(
        !label.isBlank()
            && label.length() <= Findings.MAX_LABEL_CHARS
            && label.chars().noneMatch(Character::isISOControl),
        "label",
        "1 to " + Findings.MAX_LABEL_CHARS + " printable characters",
        "'" + label + "'");
  }
}
