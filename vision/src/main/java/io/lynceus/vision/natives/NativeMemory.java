package io.lynceus.vision.natives;

import org.jspecify.annotations.Nullable;
import org.opencv.core.CvException;
import org.opencv.core.CvType;
import org.opencv.core.Mat;

/**
 * How the native libraries say that there is no memory left: each in its own words, and not as an
 * {@link OutOfMemoryError}.
 */
public final class NativeMemory {
  private NativeMemory() {}

  /** Whether that, or a cause of it, says that there is no memory left. */
  public static boolean isExhausted(@Nullable Throwable thrown) {
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      if (cause instanceof OutOfMemoryError || saysSo(String.valueOf(cause.getMessage()))) {
        return true;
      }
    }
    return false;
  }

  /** OpenCV's error -4; C++'s exception; ONNX Runtime's arena. */
  private static boolean saysSo(String message) {
    return message.contains("(-4:Insufficient memory)")
        || message.contains("bad_alloc")
        || message.contains("bad allocation")
        || message.contains("Failed to allocate memory");
  }

  /**
   * Whether this much can be had now. Decoders take a lack of memory for a damaged file: this tells
   * the two apart.
   *
   * @param bytes as many rows of {@code columns}
   */
  public static boolean has(long bytes) {
    try {
      new Mat((int) (bytes >> 10) + 1, 1 << 10, CvType.CV_8UC1).release();
      return true;
    } catch (CvException e) {
      return !isExhausted(e);
    }
  }
}
