package io.lynceus.vision.model;

import io.lynceus.vision.image.Scratch;
import io.lynceus.vision.network.NetworkInput;
import io.lynceus.vision.network.NetworkInput.Channels;
import io.lynceus.vision.network.NetworkInput.Layout;
import java.nio.ByteBuffer;
import org.opencv.core.Core;
import org.opencv.core.CvType;
import org.opencv.core.Mat;
import org.opencv.core.Rect;
import org.opencv.core.Scalar;

/**
 * Turns scaled pictures into a network's input, of 32-bit floats, as its description says.
 *
 * <p>Used by several threads.
 */
final class InputTensor {
  private static final int CHANNELS = NetworkInput.CHANNELS;

  private final NetworkInput form;
  private final BufferPool buffers = new BufferPool();

  InputTensor(NetworkInput form) {
    this.form = form;
  }

  /** The input's extents for a picture so placed: the last runs fastest. */
  long[] shape(Letterbox letterbox) {
    long rows = letterbox.input().height();
    long columns = letterbox.input().width();
    return form.layout() == Layout.NCHW
        ? new long[] {1, CHANNELS, rows, columns}
        : new long[] {1, rows, columns, CHANNELS};
  }

  /**
   * A direct buffer with the picture, from its position to its limit, in the machine's byte order;
   * to be given {@link #back}.
   *
   * @param picture three channels, blue first, of the letterbox's scaled size
   */
  ByteBuffer fill(Mat picture, Letterbox letterbox) {
    ByteBuffer input = buffers.take(CHANNELS * letterbox.inputPixels() * Float.BYTES);
    try (Scratch scratch = new Scratch()) {
      if (form.layout() == Layout.NCHW) {
        fillPlanes(picture, letterbox, input, scratch);
      } else {
        fillPixels(picture, letterbox, input, scratch);
      }
    }
    return input;
  }

  private void fillPlanes(Mat picture, Letterbox letterbox, ByteBuffer input, Scratch scratch) {
    int rows = letterbox.input().height();
    Mat planes =
        scratch.keep(new Mat(CHANNELS * rows, letterbox.input().width(), CvType.CV_32F, input));
    Mat channel = scratch.mat();
    for (int i = 0; i < CHANNELS; i++) {
      Mat plane = scratch.keep(planes.rowRange(i * rows, (i + 1) * rows));
      if (isPadded(letterbox)) {
        plane.setTo(Scalar.all(padding(i)));
      }
      Core.extractChannel(picture, channel, channelOfPicture(i));
      channel.convertTo(
          scratch.keep(plane.submat(place(letterbox))), CvType.CV_32F, factor(i), offset(i));
    }
  }

  private void fillPixels(Mat picture, Letterbox letterbox, ByteBuffer input, Scratch scratch) {
    Mat pixels =
        scratch.keep(
            new Mat(letterbox.input().height(), letterbox.input().width(), CvType.CV_32FC3, input));
    if (isPadded(letterbox)) {
      pixels.setTo(new Scalar(padding(0), padding(1), padding(2)));
    }
    Mat place = scratch.keep(pixels.submat(place(letterbox)));
    Mat channel = scratch.mat();
    Mat values = scratch.mat();
    for (int i = 0; i < CHANNELS; i++) {
      Core.extractChannel(picture, channel, channelOfPicture(i));
      channel.convertTo(values, CvType.CV_32F, factor(i), offset(i));
      Core.insertChannel(values, place, i);
    }
  }

  private static boolean isPadded(Letterbox letterbox) {
    return !letterbox.input().equals(letterbox.scaled());
  }

  private static Rect place(Letterbox letterbox) {
    return new Rect(
        letterbox.left(), letterbox.top(), letterbox.scaled().width(), letterbox.scaled().height());
  }

  private int channelOfPicture(int channel) {
    return form.channels() == Channels.BGR ? channel : CHANNELS - 1 - channel;
  }

  private float factor(int channel) {
    return 1 / form.scale().get(channel);
  }

  private float offset(int channel) {
    return -form.mean().get(channel) / form.scale().get(channel);
  }

  private float padding(int channel) {
    return (form.padding().value() - form.mean().get(channel)) / form.scale().get(channel);
  }

  /** Drops the buffers that are not in use. */
  void rest() {
    buffers.clear();
  }

  /** Takes a buffer back that {@link #fill} gave. */
  void back(ByteBuffer input) {
    buffers.back(input);
  }
}
