package io.lynceus.benchmarks.accuracy;

import io.lynceus.protocol.image.ImageFormat;
import io.lynceus.protocol.image.ImageHeader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Reads the headers of the trusted JPEG and PNG files that accuracy is measured on. */
final class FileHeader {
  private static final int JPEG = 0xFFD8;
  private static final int EXIF = 0xE1;
  private static final int ORIENTATION = 0x0112;

  private FileHeader() {}

  static ImageHeader read(ByteBuffer file) throws IOException {
    if ((file.getShort(0) & 0xFFFF) != JPEG) {
      return new ImageHeader(ImageFormat.PNG, file.getInt(16), file.getInt(20), 1);
    }
    int orientation = 1;
    for (int at = 2; at < file.limit(); at += 2 + (file.getShort(at + 2) & 0xFFFF)) {
      int marker = file.get(at + 1) & 0xFF;
      if (marker == EXIF && file.getInt(at + 4) == 0x45786966) {
        orientation = orientation(file.slice(at + 10, (file.getShort(at + 2) & 0xFFFF) - 8));
      }
      boolean frame =
          marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC;
      if (frame) {
        int height = file.getShort(at + 5) & 0xFFFF;
        int width = file.getShort(at + 7) & 0xFFFF;
        return new ImageHeader(ImageFormat.JPEG, width, height, orientation);
      }
    }
    throw new IOException("neither JPEG nor PNG");
  }

  private static int orientation(ByteBuffer tiff) {
    tiff.order(tiff.get(0) == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
    int directory = tiff.getInt(4);
    for (int i = 0; i < tiff.getShort(directory); i++) {
      int entry = directory + 2 + 12 * i;
      if (tiff.getShort(entry) == ORIENTATION) {
        return tiff.getShort(entry + 8);
      }
    }
    return 1;
  }
}
