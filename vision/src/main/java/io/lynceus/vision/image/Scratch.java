package io.lynceus.vision.image;

import java.util.ArrayList;
import java.util.List;
import org.opencv.core.Mat;

/** The Mats that one computation needs for its own, released together. Used by one thread. */
public final class Scratch implements AutoCloseable {
  private final List<Mat> mats = new ArrayList<>();

  /** A new empty Mat, released by {@link #close}. */
  public Mat mat() {
    return keep(new Mat());
  }

  /** Takes over a Mat: {@link #close} releases it. */
  public <M extends Mat> M keep(M mat) {
    mats.add(mat);
    return mat;
  }

  @Override
  public void close() {
    mats.forEach(Mat::release);
    mats.clear();
  }
}
