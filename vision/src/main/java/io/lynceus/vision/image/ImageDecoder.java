package io.lynceus.vision.image;

import io.lynceus.protocol.image.ImageHeader;
import io.lynceus.vision.natives.NativeMemory;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import org.opencv.core.CvException;
import org.opencv.core.CvType;
import org.opencv.core.Mat;
import org.opencv.imgcodecs.Imgcodecs;

/**
 * From an image file to an upright 8-bit picture.
 *
 * <p>The decoders reduce 16 bits to 8, turn CMYK into BGR, and drop an alpha channel: the colours
 * under it are taken as they are stored.
 *
 * <p>How much memory this takes is bounded by the header's check, which comes before. The library
 * has limits of its own as a second line, read from the environment when it is loaded ({@code
 * OPENCV_IO_MAX_IMAGE_PIXELS}, {@code _WIDTH}, {@code _HEIGHT}); Java cannot set them, the launcher
 * can.
 */
final class ImageDecoder {
  private static final String DAMAGED = "the image cannot be decoded: its file is damaged";

  /** Three channels, and the coefficients of a progressive JPEG with four. */
  private static final int MOST_BYTES_PER_PIXEL = 3 + 8;

  private ImageDecoder() {}

  /**
   * Decodes the file.
   *
   * @param flags {@link Imgcodecs#IMREAD_COLOR} or {@link Imgcodecs#IMREAD_GRAYSCALE}
   * @return a new Mat that the caller releases
   * @throws UnreadableImageException when the file is damaged, or holds a picture of another size
   *     than its header says
   * @throws OutOfMemoryError when there is no native memory for it
   */
  static Mat decode(ByteBuffer file, ImageHeader header, int flags)
      throws UnreadableImageException {
    Mat stored = decodeStored(file, flags);
    if (stored.cols() != header.width() || stored.rows() != header.height()) {
      String found = stored.cols() + "x" + stored.rows();
      String said = header.width() + "x" + header.height();
      boolean empty = stored.empty();
      stored.release();
      if (empty && !NativeMemory.has(header.pixels() * MOST_BYTES_PER_PIXEL)) {
        throw new OutOfMemoryError("no native memory to decode " + said + " pixels");
      }
      throw new UnreadableImageException(
          empty ? DAMAGED : "the image has " + found + " pixels, its header says " + said);
    }
    return Orientation.upright(stored, header.orientation());
  }

  private static Mat decodeStored(ByteBuffer file, int flags) throws UnreadableImageException {
    ByteBuffer bytes = file.slice();
    try (Scratch scratch = new Scratch()) {
      Mat encoded = scratch.keep(encoded(bytes));
      return Imgcodecs.imdecode(encoded, flags | Imgcodecs.IMREAD_IGNORE_ORIENTATION);
    } catch (CvException e) {
      throw new UnreadableImageException(DAMAGED, e);
    } finally {
      Reference.reachabilityFence(bytes);
    }
  }

  /** The file as OpenCV takes it: a direct buffer's own memory, or a copy of a heap buffer. */
  private static Mat encoded(ByteBuffer bytes) {
    if (bytes.isDirect()) {
      return new Mat(1, bytes.remaining(), CvType.CV_8UC1, bytes);
    }
    byte[] array = new byte[bytes.remaining()];
    bytes.get(array);
    Mat encoded = new Mat(1, array.length, CvType.CV_8UC1);
    encoded.put(0, 0, array);
    return encoded;
  }
}
