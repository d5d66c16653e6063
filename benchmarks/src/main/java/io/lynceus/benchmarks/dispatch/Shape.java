package io.lynceus.benchmarks.dispatch;

import java.time.Duration;

/**
 * The load of one trial.
 *
 * @param imageBytes of each unit
 * @param window units that one client has under way at a time
 * @param time for how long
 */
public record Shape(int imageBytes, int window, Duration time) {
  /** For headings. */
  @Override
  public String toString() {
    String size = imageBytes < 1000 ? imageBytes + " B" : imageBytes / 1000 + " KB";
    return size + ", window " + window;
  }

  Shape lasting(Duration other) {
    return new Shape(imageBytes, window, other);
  }
}
