package io.lynceus.vision.model;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.opencv.core.Mat;

/**
 * Turns scaled pictures into a network's input: three planes, red first, padding black.
 *
 * <p>Keeps its buffers, as many as there were callers at the same time, each large enough for any
 * picture of the network's long side. Used by several threads.
 */
final class InputTensor {
  private final PixelRange range;
  private final ConcurrentLinkedQueue<FloatBuffer> free = new ConcurrentLinkedQueue<>();

  InputTensor(PixelRange range) {
    this.range = range;
  }

  /**
   * A direct buffer with the picture, from its position to its limit; to be given {@link #back}.
   *
   * @param picture three channels, blue first, of the placement's scaled size
   */
  FloatBuffer fill(Mat picture, Placement placement) {
    int plane = placement.inputPixels();
    FloatBuffer input = take(3 * plane);
    if (!placement.input().equals(placement.scaled())) {
      float black = range.of(0);
      for (int i = 0; i < 3 * plane; i++) {
        input.put(i, black);
      }
    }
    int width = placement.scaled().width();
    byte[] row = new byte[3 * width];
    for (int y = 0; y < placement.scaled().height(); y++) {
      picture.get(y, 0, row);
      int start = (placement.top() + y) * placement.input().width() + placement.left();
      for (int x = 0; x < width; x++) {
        input.put(start + x, range.of(row[3 * x + 2] & 0xFF));
        input.put(plane + start + x, range.of(row[3 * x + 1] & 0xFF));
        input.put(2 * plane + start + x, range.of(row[3 * x] & 0xFF));
      }
    }
    return input;
  }

  /** Takes a buffer back that {@link #fill} gave. */
  void back(FloatBuffer input) {
    free.add(input);
  }

  private FloatBuffer take(int floats) {
    FloatBuffer input = free.poll();
    if (input == null || input.capacity() < floats) {
      input =
          ByteBuffer.allocateDirect(floats * Float.BYTES)
              .order(ByteOrder.nativeOrder())
              .asFloatBuffer();
    }
    return input.clear().limit(floats);
  }
}
