package io.lynceus.vision;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.lynceus.model.image.ImageFormat;
import io.lynceus.model.image.ImageHeader;
import io.lynceus.vision.image.Scratch;
import io.lynceus.vision.image.SharedPicture;
import io.lynceus.vision.natives.NativeLibraries;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import org.opencv.core.Core;
import org.opencv.core.CvType;
import org.opencv.core.Mat;
import org.opencv.core.MatOfByte;
import org.opencv.core.Scalar;
import org.opencv.imgcodecs.Imgcodecs;

/** An image file for tests, with the header that a reader would find in it. */
public record TestImage(ByteBuffer file, ImageHeader header) {

  /** Loads the native libraries, which all tests with pixels need. */
  public static void loadLibraries() {
    try {
      NativeLibraries.load(Optional.empty());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A file of that format with the Mat's pixels. */
  public static TestImage of(Mat pixels, ImageFormat format) {
    try (Scratch scratch = new Scratch()) {
      MatOfByte file = scratch.keep(new MatOfByte());
      String ending = "." + format.name().toLowerCase(Locale.ROOT);
      if (!Imgcodecs.imencode(ending, pixels, file)) {
        throw new IllegalStateException("cannot encode " + format);
      }
      return new TestImage(
          ByteBuffer.wrap(file.toArray()),
          new ImageHeader(format, pixels.cols(), pixels.rows(), 1));
    }
  }

  /**
   * A PNG of grey and alpha, which OpenCV does not write.
   *
   * @param pixels one channel of 16 bits; they are all half transparent
   */
  public static TestImage greyWithAlpha(Mat pixels) {
    ByteBuffer rows = ByteBuffer.allocate(pixels.rows() * (1 + 4 * pixels.cols()));
    short[] row = new short[pixels.cols()];
    for (int y = 0; y < pixels.rows(); y++) {
      pixels.get(y, 0, row);
      rows.put((byte) 0);
      for (short level : row) {
        rows.putShort(level).putShort((short) 0x8000);
      }
    }
    ByteBuffer file = ByteBuffer.allocate(rows.capacity() + 1000).putLong(0x89504e470d0a1a0aL);
    ByteBuffer ihdr = ByteBuffer.allocate(13).putInt(pixels.cols()).putInt(pixels.rows());
    putChunk(file, "IHDR", ihdr.put(new byte[] {16, 4, 0, 0, 0}).array());
    byte[] deflated = new byte[rows.capacity() + 500];
    Deflater deflater = new Deflater();
    deflater.setInput(rows.array());
    deflater.finish();
    putChunk(file, "IDAT", Arrays.copyOf(deflated, deflater.deflate(deflated)));
    deflater.end();
    putChunk(file, "IEND", new byte[0]);
    return new TestImage(
        file.flip(), new ImageHeader(ImageFormat.PNG, pixels.cols(), pixels.rows(), 1));
  }

  private static void putChunk(ByteBuffer file, String type, byte[] data) {
    CRC32 crc = new CRC32();
    crc.update(type.getBytes(US_ASCII));
    crc.update(data);
    file.putInt(data.length).put(type.getBytes(US_ASCII)).put(data).putInt((int) crc.getValue());
  }

  /** A PNG of one colour. */
  public static TestImage flat(int width, int height, int grey) {
    return of(new Mat(height, width, CvType.CV_8UC3, Scalar.all(grey)), ImageFormat.PNG);
  }

  /** The file of one of the repository's samples. */
  public static Path path(String name) {
    return Path.of("..", "samples", name);
  }

  /** One of the repository's sample PNGs. */
  public static TestImage sample(String name) {
    try {
      ByteBuffer file = ByteBuffer.wrap(Files.readAllBytes(path(name)));
      return new TestImage(
          file, new ImageHeader(ImageFormat.PNG, file.getInt(16), file.getInt(20), 1));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The same picture for a viewer, stored lying on its side (EXIF orientation 6). */
  public TestImage lying() {
    Mat upright = pixels();
    Mat stored = new Mat();
    Core.rotate(upright, stored, Core.ROTATE_90_COUNTERCLOCKWISE);
    return of(stored, ImageFormat.PNG).withOrientation(6);
  }

  /** This file, with a header that says that orientation. */
  public TestImage withOrientation(int orientation) {
    return new TestImage(
        file, new ImageHeader(header.format(), header.width(), header.height(), orientation));
  }

  /** As OpenCV decodes the file by itself, in colour. */
  public Mat pixels() {
    return pixels(Imgcodecs.IMREAD_COLOR);
  }

  /** As OpenCV decodes the file by itself. */
  public Mat pixels(int flags) {
    byte[] bytes = new byte[file.remaining()];
    file.duplicate().get(bytes);
    return Imgcodecs.imdecode(new MatOfByte(bytes), flags);
  }

  public SharedPicture open() {
    return SharedPicture.of(file, header);
  }
}
