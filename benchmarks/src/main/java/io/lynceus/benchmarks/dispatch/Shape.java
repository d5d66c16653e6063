package io.lynceus.benchmarks.dispatch;

import java.time.Duration;

/**
 * The load of one trial.
 *
 * @param imageBytes the image size of each unit
 * @param window the units that the client has in flight at once
 * @param time the length of the trial
 */
public record Shape(int imageBytes, int window, Duration time) {
  /** The text for headings. */
  @Override
  public String toString() {
    String size = imageBytes < 1000 ? imageBytes + " B" : imageBytes / 1000 + " KB";
    return size + ", window " + window;
  }

  Shape lasting(Duration other) {
    return new Shape(imageBytes, window, other);
  }
}
