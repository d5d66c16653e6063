package io.lynceus.app.watch.folder;

import io.lynceus.app.cli.NearestCamera;
import io.lynceus.client.FileNames;
import io.lynceus.model.Camera;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which camera a file is of, by where it lies. Immutable. */
public final class CameraNames {
  private final Optional<Camera> fixed;
  private final Optional<Pattern> pattern;

  private CameraNames(Optional<Camera> fixed, Optional<Pattern> pattern) {
    this.fixed = fixed;
    this.pattern = pattern;
  }

  /** All files are of this camera. */
  public static CameraNames fixed(Camera camera) {
    return new CameraNames(Optional.of(camera), Optional.empty());
  }

  /** The first folder below the watched one is the camera; files beside it are of none. */
  public static CameraNames byFolder() {
    return new CameraNames(Optional.empty(), Optional.empty());
  }

  /**
   * The first group of a regular expression is the camera, where the expression is found in the
   * path below the watched folder; other files are of none.
   *
   * @throws IllegalArgumentException when the expression has no group
   */
  public static CameraNames from(Pattern pattern) {
    if (pattern.matcher("").groupCount() < 1) {
      throw new IllegalArgumentException(
          "--camera-from needs a group around what names the camera, such as '^([^/]+)/'");
    }
    return new CameraNames(Optional.empty(), Optional.of(pattern));
  }

  /** The camera of a file at that place, by the nearest name that a camera may have. */
  Optional<Camera> of(Path place) {
    if (fixed.isPresent()) {
      return fixed;
    }
    if (pattern.isPresent()) {
      Matcher matcher = pattern.get().matcher(FileNames.of(place));
      return matcher.find()
          ? Optional.ofNullable(matcher.group(1)).flatMap(NearestCamera::of)
          : Optional.empty();
    }
    return place.getNameCount() > 1
        ? NearestCamera.of(FileNames.of(place.getName(0)))
        : Optional.empty();
  }
}
