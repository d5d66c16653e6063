package io.lynceus.vision.image;

import io.lynceus.model.image.LevelRange;
import java.util.Optional;
import org.opencv.core.Core;
import org.opencv.core.CvType;
import org.opencv.core.Mat;

/**
 * From 16 bits a channel to 8. The upper 8 bits alone show nothing of a picture that uses a small
 * part of the 65,536 levels, such as that of a thermal camera, which counts hundredths of a kelvin,
 * or that of a sensor with 12 bits. Such a picture is stretched: its darkest level becomes 0, its
 * brightest one 255.
 *
 * <p>Single pixels do not count, which may be dead or hot: each level is replaced by the median
 * around it first, and a thousandth of the pixels may be darker or brighter.
 *
 * <p>Noise is not stretched to full contrast: the range has at least {@value #LEAST_RANGE} times
 * its standard deviation, and as many of the file's steps. So a picture of one colour stays flat.
 */
final class Stretch {
  /** A picture that uses half of the levels keeps 128 of them in its upper 8 bits. */
  private static final int WIDE = 0x8000;

  private static final double TAIL = 0.001;
  private static final int LEAST_RANGE = 48;

  /**
   * Noise is measured where the picture is smooth: a quarter of the pixels differs by less than
   * this many standard deviations from the median around, if the noise is Gaussian (seen in 76,800
   * random pixels).
   */
  private static final double SMOOTH_DEVIATIONS = 0.2;

  private static final double SMOOTH_PART = 0.25;

  private Stretch() {}

  /**
   * The levels that become 0 and 255; empty when the picture uses so many that it is reduced to its
   * upper 8 bits.
   *
   * @param deep 16 bits, 1 or 3 channels, which are stretched alike to keep the colours
   */
  static Optional<LevelRange> range(Mat deep) {
    try (Scratch scratch = new Scratch()) {
      Mat sample = Contrast.sample(deep, scratch);
      Mat median = Contrast.median(sample, scratch);
      Mat difference = scratch.mat();
      Core.absdiff(sample, median, difference);
      Histogram levels = Histogram.of(median);
      int low = levels.quantile(TAIL);
      int high = levels.quantile(1 - TAIL);
      double noise = Histogram.of(difference).quantile(SMOOTH_PART) / SMOOTH_DEVIATIONS;
      int step = Histogram.of(sample).step(TAIL);
      return range(low, high, (int) Math.round(LEAST_RANGE * Math.max(noise, step)));
    }
  }

  /** The range, made wider around its middle if it has to be. */
  private static Optional<LevelRange> range(int low, int high, int least) {
    int width = Math.max(high - low, least);
    if (width >= WIDE) {
      return Optional.empty();
    }
    int middle = (low + high) / 2;
    int start = Math.min(Math.max(0, middle - width / 2), LevelRange.BRIGHTEST - width);
    return Optional.of(
        high - low == width ? new LevelRange(low, high) : new LevelRange(start, start + width));
  }

  /** The picture with 8 bits a channel, a new Mat with as many channels. */
  static Mat toBytes(Mat deep, Optional<LevelRange> range) {
    double scale = range.map(levels -> 255.0 / levels.width()).orElse(1.0 / 256);
    // OpenCV rounds to the nearest: the upper 8 bits are what is below.
    double shift = range.map(levels -> -levels.low() * 255.0 / levels.width()).orElse(-255.0 / 512);
    Mat bytes = new Mat();
    deep.convertTo(bytes, CvType.CV_8U, scale, shift);
    return bytes;
  }
}
