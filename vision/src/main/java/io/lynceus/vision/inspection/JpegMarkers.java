package io.lynceus.vision.inspection;

import java.nio.ByteBuffer;

/** Finds markers in the coded data of a JPEG. */
final class JpegMarkers {
  private JpegMarkers() {}

  /** The offset of the next marker's last FF, or of the end of the file. */
  static int next(ByteBuffer file, int from) {
    int last = file.limit() - 1;
    for (int at = from; at < last; at++) {
      if (file.get(at) == (byte) 0xff) {
        int code = file.get(at + 1) & 0xff;
        if (code != 0 && code != 0xff) {
          return at;
        }
      }
    }
    return file.limit();
  }
}
