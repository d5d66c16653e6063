package io.lynceus.vision.model;

import io.lynceus.vision.image.Scratch;
import java.nio.ByteBuffer;
import org.opencv.core.Core;
import org.opencv.core.CvType;
import org.opencv.core.Mat;
import org.opencv.core.Rect;
import org.opencv.core.Scalar;

/**
 * Turns scaled pictures into a network's input: three planes of 32-bit floats, red first, padding
 * black.
 *
 * <p>Used by several threads.
 */
final class InputTensor {
  private static final int CHANNELS = 3;

  private final PixelRange range;
  private final BufferPool buffers = new BufferPool();

  InputTensor(PixelRange range) {
    this.range = range;
  }

  /**
   * A direct buffer with the picture, from its position to its limit, in the machine's byte order;
   * to be given {@link #back}.
   *
   * @param picture three channels, blue first, of the letterbox's scaled size
   */
  ByteBuffer fill(Mat picture, Letterbox letterbox) {
    int rows = letterbox.input().height();
    ByteBuffer input = buffers.take(CHANNELS * letterbox.inputPixels() * Float.BYTES);
    Rect place =
        new Rect(
            letterbox.left(),
            letterbox.top(),
            letterbox.scaled().width(),
            letterbox.scaled().height());
    try (Scratch scratch = new Scratch()) {
      Mat planes =
          scratch.keep(new Mat(CHANNELS * rows, letterbox.input().width(), CvType.CV_32F, input));
      if (!letterbox.input().equals(letterbox.scaled())) {
        planes.setTo(Scalar.all(range.of(0)));
      }
      Mat channel = scratch.mat();
      for (int i = 0; i < CHANNELS; i++) {
        Core.extractChannel(picture, channel, CHANNELS - 1 - i);
        Mat plane = scratch.keep(planes.rowRange(i * rows, (i + 1) * rows));
        channel.convertTo(
            scratch.keep(plane.submat(place)), CvType.CV_32F, 1 / range.unit(), range.of(0));
      }
    }
    return input;
  }

  /** Takes a buffer back that {@link #fill} gave. */
  void back(ByteBuffer input) {
    buffers.back(input);
  }
}
