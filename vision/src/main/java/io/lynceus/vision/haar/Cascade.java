package io.lynceus.vision.haar;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;
import org.opencv.core.CvException;
import org.opencv.core.Mat;
import org.opencv.core.MatOfInt;
import org.opencv.core.MatOfRect;
import org.opencv.core.Size;
import org.opencv.objdetect.CascadeClassifier;

/**
 * A cascade of boosted features, from a file of OpenCV. A classifier of OpenCV looks at one picture
 * at a time, so each thread borrows one of its own; they are kept for the next looks. Used by any
 * thread.
 */
final class Cascade {
  /** OpenCV's own have up to 3 MB. */
  private static final long MOST_BYTES = 16 << 20;

  /** Where the packages of OpenCV put this file. */
  private static final List<Path> USUAL =
      List.of(
          Path.of("/usr/share/opencv4/haarcascades/haarcascade_frontalface_default.xml"),
          Path.of("/usr/local/share/opencv4/haarcascades/haarcascade_frontalface_default.xml"),
          Path.of("/usr/share/opencv/haarcascades/haarcascade_frontalface_default.xml"));

  private final Path file;
  private final Queue<CascadeClassifier> idle = new ConcurrentLinkedQueue<>();

  private Cascade(Path file) {
    this.file = file;
  }

  /**
   * Reads a file.
   *
   * @throws IOException when it holds no cascade
   */
  static Cascade read(Path file) throws IOException {
    Cascade cascade = new Cascade(file);
    cascade.idle.add(cascade.load());
    return cascade;
  }

  /** The face cascade of an installed OpenCV, if there is one. */
  static Optional<Path> installed() {
    return USUAL.stream().filter(Files::isReadable).findFirst();
  }

  private CascadeClassifier load() throws IOException {
    if (!Files.isRegularFile(file) || Files.size(file) > MOST_BYTES) {
      throw new IOException(
          "analysis.haar.cascade names no file of at most 16 MiB: %s".formatted(file));
    }
    try {
      CascadeClassifier classifier = new CascadeClassifier(file.toString());
      if (!classifier.empty()) {
        return classifier;
      }
    } catch (CvException e) {
      throw noCascade(e);
    }
    throw noCascade(null);
  }

  private IOException noCascade(@Nullable Exception why) {
    return new IOException(
        "analysis.haar.cascade is no cascade of OpenCV (haarcascade_….xml): %s".formatted(file),
        why);
  }

  /**
   * Moves a window over a picture, in all its sizes.
   *
   * @param grey 8 bits a pixel
   * @param found takes the places on which enough windows agree
   * @param windows takes how many agree on each
   */
  void find(Mat grey, MatOfRect found, MatOfInt windows, HaarConfig config, double leastSide)
      throws IOException {
    CascadeClassifier own = idle.poll();
    CascadeClassifier classifier = own == null ? load() : own;
    try {
      classifier.detectMultiScale2(
          grey,
          found,
          windows,
          config.scaleStep(),
          config.neighbours(),
          0,
          new Size(leastSide, leastSide),
          new Size());
    } finally {
      idle.add(classifier);
    }
  }
}
