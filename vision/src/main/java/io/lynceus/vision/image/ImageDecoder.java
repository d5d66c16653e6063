package io.lynceus.vision.image;

import io.lynceus.model.image.ImageFormat;
import io.lynceus.model.image.ImageHeader;
import io.lynceus.model.image.LevelRange;
import io.lynceus.vision.natives.NativeMemory;
import io.lynceus.vision.natives.NativeMessages;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.function.Consumer;
import org.opencv.core.CvException;
import org.opencv.core.CvType;
import org.opencv.core.Mat;
import org.opencv.imgcodecs.Imgcodecs;
import org.opencv.imgproc.Imgproc;

/**
 * From an image file to an upright 8-bit picture.
 *
 * <p>The decoders turn CMYK into BGR, and drop an alpha channel: the colours under it are taken as
 * they are stored. {@link Stretch} reduces 16 bits to 8.
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
   * Decodes the file in colour, blue first.
   *
   * @param reduction 1 for the picture's own size; 2, 4 or 8 for a part of it, rounded up, which
   *     takes less time if the file is a JPEG
   * @param said told what the decoder has written to standard error about what it has decoded, see
   *     {@link NativeMessages}
   * @return with a new Mat that the caller releases
   * @throws UnreadableImageException when the file is damaged, or holds a picture of another size
   *     than its header says
   * @throws OutOfMemoryError when there is no native memory for it
   */
  static Decoded colour(
      ByteBuffer file, ImageHeader header, int reduction, Consumer<Optional<String>> said)
      throws UnreadableImageException {
    if (header.isDeep(file)) {
      return deep(file, header, said);
    }
    int flags =
        switch (reduction) {
          case 1 -> Imgcodecs.IMREAD_COLOR;
          case 2 -> Imgcodecs.IMREAD_REDUCED_COLOR_2;
          case 4 -> Imgcodecs.IMREAD_REDUCED_COLOR_4;
          case 8 -> Imgcodecs.IMREAD_REDUCED_COLOR_8;
          default -> throw new IllegalArgumentException("no decoder reduces by " + reduction);
        };
    Mat stored = decode(file, header, flags, reduction, said);
    return new Decoded(Orientation.upright(stored, header.orientation()), Optional.empty());
  }

  private static Decoded deep(ByteBuffer file, ImageHeader header, Consumer<Optional<String>> said)
      throws UnreadableImageException {
    Optional<LevelRange> range;
    Mat stored;
    try (Scratch scratch = new Scratch()) {
      int flags = Imgcodecs.IMREAD_ANYDEPTH | Imgcodecs.IMREAD_ANYCOLOR;
      Mat deep = scratch.keep(decode(file, header, flags, 1, said));
      range = Stretch.range(deep);
      stored = Stretch.toBytes(deep, range);
    }
    if (stored.channels() == 1) {
      Imgproc.cvtColor(stored, stored, Imgproc.COLOR_GRAY2BGR);
    }
    return new Decoded(Orientation.upright(stored, header.orientation()), range);
  }

  /**
   * The brightness alone, of a file with 8 bits a channel, in the picture's own size: a new Mat.
   */
  static Mat grey(ByteBuffer file, ImageHeader header, Consumer<Optional<String>> said)
      throws UnreadableImageException {
    Mat stored = decode(file, header, Imgcodecs.IMREAD_GRAYSCALE, 1, said);
    return Orientation.upright(stored, header.orientation());
  }

  private static Mat decode(
      ByteBuffer file,
      ImageHeader header,
      int flags,
      int reduction,
      Consumer<Optional<String>> said)
      throws UnreadableImageException {
    Mat stored = decodeStored(file, flags, said);
    if (stored.empty() && header.format() == ImageFormat.PNG) {
      stored = decodeStored(PngPixels.of(file), flags, said);
    }
    int width = reduced(header.width(), reduction);
    int height = reduced(header.height(), reduction);
    if (stored.cols() != width || stored.rows() != height) {
      String found = stored.cols() + "x" + stored.rows();
      boolean empty = stored.empty();
      stored.release();
      if (empty && !NativeMemory.has(header.pixels() * MOST_BYTES_PER_PIXEL)) {
        throw new OutOfMemoryError("no native memory to decode " + header.pixels() + " pixels");
      }
      throw new UnreadableImageException(
          empty
              ? DAMAGED
              : "the image has " + found + " pixels, its header says " + width + "x" + height);
    }
    return stored;
  }

  private static int reduced(int side, int reduction) {
    return (side + reduction - 1) / reduction;
  }

  private static Mat decodeStored(ByteBuffer file, int flags, Consumer<Optional<String>> said)
      throws UnreadableImageException {
    ByteBuffer bytes = file.slice();
    try (Scratch scratch = new Scratch();
        NativeMessages messages = NativeMessages.listen()) {
      Mat encoded = scratch.keep(encoded(bytes));
      Mat decoded = Imgcodecs.imdecode(encoded, flags | Imgcodecs.IMREAD_IGNORE_ORIENTATION);
      if (!decoded.empty()) {
        said.accept(messages.text());
      }
      return decoded;
    } catch (CvException e) {
      throw new UnreadableImageException(DAMAGED, e);
    } finally {
      Reference.reachabilityFence(bytes);
    }
  }

  /** The file as OpenCV takes it: a direct buffer's own memory, or a copy of a heap buffer. */
  static Mat encoded(ByteBuffer bytes) {
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
