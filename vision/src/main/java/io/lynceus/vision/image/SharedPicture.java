package io.lynceus.vision.image;

import io.lynceus.protocol.image.ImageFormat;
import io.lynceus.protocol.image.ImageHeader;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.LongConsumer;
import org.opencv.core.Mat;
import org.opencv.imgcodecs.Imgcodecs;
import org.opencv.imgproc.Imgproc;

/**
 * An image that several work units look at, at the same time: the one owner of its pixels in native
 * memory.
 *
 * <p>Nothing is decoded before a unit asks. Each version (colour, grey, scaled) is made once, by
 * the first unit that asks; others that want it wait, and get the same Mat or the same exception.
 *
 * <p>The native libraries must have been loaded before a version is asked for.
 */
public final class SharedPicture implements AutoCloseable {
  /**
   * From here on down, {@code INTER_AREA} looks at all pixels and linear interpolation does not.
   */
  private static final double AREA_BELOW = 0.5;

  private static final int COLOUR_BYTES_PER_PIXEL = 3;

  /** Colour and grey. */
  private static final int BYTES_PER_PIXEL = 4;

  /** A progressive file's coefficients, two bytes for each of four channels. */
  private static final int JPEG_BYTES_PER_PIXEL = 8;

  /** Three pictures for the networks, of 640 pixels a side; of 2048 by an unusual setting. */
  private static final int SCALED_BYTES = 4 << 20;

  private final ByteBuffer file;
  private final ImageHeader header;
  private final Size size;
  private final ConcurrentMap<Version, CompletableFuture<Mat>> versions = new ConcurrentHashMap<>();
  private volatile boolean closed;

  private SharedPicture(ByteBuffer file, ImageHeader header) {
    this.file = file;
    this.header = header;
    this.size = new Size(header.displayWidth(), header.displayHeight());
  }

  /**
   * The picture in an image file.
   *
   * @param file from its position to its limit; nobody may change it before {@link #close}
   * @param header what the file's header says, already found within limits
   */
  public static SharedPicture of(ByteBuffer file, ImageHeader header) {
    return new SharedPicture(file.slice(), header);
  }

  /** The picture for one work unit. */
  public Picture forUnit() {
    return new Picture(this);
  }

  /** The upright picture's size. */
  public Size size() {
    return size;
  }

  /** Native memory that all versions of the picture take at most together, in bytes. */
  public long bytes() {
    return size.pixels() * BYTES_PER_PIXEL + SCALED_BYTES;
  }

  /** Native memory that making a version takes at most for the time being, in bytes. */
  public long makingBytes() {
    int decoding = header.format() == ImageFormat.JPEG ? JPEG_BYTES_PER_PIXEL : BYTES_PER_PIXEL;
    int turning = header.orientation() == 1 ? 0 : COLOUR_BYTES_PER_PIXEL;
    return size.pixels() * (decoding + turning);
  }

  /**
   * Frees the native memory for the time being: what is asked for later is made anew. No unit may
   * use the picture meanwhile.
   */
  public void drop() {
    for (CompletableFuture<Mat> version : versions.values()) {
      if (version.isDone() && !version.isCompletedExceptionally()) {
        version.join().release();
      }
    }
    versions.clear();
  }

  /**
   * Frees the native memory. To be called by whoever made the picture, once no unit uses it any
   * more; a second call does nothing.
   */
  @Override
  public void close() {
    closed = true;
    drop();
  }

  /**
   * That version, made now if it is not there.
   *
   * @param spent told the nanoseconds that this call itself worked, waiting not counted
   */
  Mat version(Version version, LongConsumer spent) throws UnreadableImageException {
    if (closed) {
      throw new IllegalStateException("the picture is closed");
    }
    CompletableFuture<Mat> mine = new CompletableFuture<>();
    CompletableFuture<Mat> first = versions.putIfAbsent(version, mine);
    if (first != null) {
      return await(first);
    }
    try {
      Mat made = make(version, spent);
      mine.complete(made);
      return made;
    } catch (UnreadableImageException | RuntimeException | Error e) {
      mine.completeExceptionally(e);
      throw e;
    }
  }

  private static Mat await(CompletableFuture<Mat> made) throws UnreadableImageException {
    try {
      return made.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof UnreadableImageException unreadable) {
        throw unreadable;
      }
      throw e;
    }
  }

  private Mat make(Version version, LongConsumer spent) throws UnreadableImageException {
    if (version.longSide() > 0) {
      Mat full = version(new Version(version.colour(), 0), spent);
      return timed(spent, () -> scaled(full, version.longSide()));
    }
    if (version.colour()) {
      return timed(spent, () -> ImageDecoder.decode(file, header, Imgcodecs.IMREAD_COLOR));
    }
    if (header.format() == ImageFormat.JPEG) {
      return timed(spent, () -> ImageDecoder.decode(file, header, Imgcodecs.IMREAD_GRAYSCALE));
    }
    Mat colour = version(Version.COLOUR, spent);
    return timed(spent, () -> grey(colour));
  }

  private Mat scaled(Mat full, int longSide) {
    Mat smoothed = Halftone.smoothed(full);
    Mat scaled = resized(smoothed, longSide);
    if (smoothed != full && smoothed != scaled) {
      smoothed.release();
    }
    return scaled;
  }

  /** A new Mat, or {@code full} itself when it has that size. */
  private Mat resized(Mat full, int longSide) {
    Size target = size.withLongSide(longSide);
    if (target.equals(size)) {
      return full;
    }
    Mat resized = new Mat();
    Imgproc.resize(
        full,
        resized,
        new org.opencv.core.Size(target.width(), target.height()),
        0,
        0,
        interpolation((double) longSide / size.longSide()));
    return resized;
  }

  /** What the networks see best: enlarged by linear interpolation, faces appear where none are. */
  private static int interpolation(double scale) {
    if (scale > 1) {
      return Imgproc.INTER_CUBIC;
    }
    return scale < AREA_BELOW ? Imgproc.INTER_AREA : Imgproc.INTER_LINEAR;
  }

  private static Mat grey(Mat colour) {
    Mat grey = new Mat();
    Imgproc.cvtColor(colour, grey, Imgproc.COLOR_BGR2GRAY);
    return grey;
  }

  private static Mat timed(LongConsumer spent, Making making) throws UnreadableImageException {
    long start = System.nanoTime();
    try {
      return making.make();
    } finally {
      spent.accept(System.nanoTime() - start);
    }
  }

  private interface Making {
    Mat make() throws UnreadableImageException;
  }
}
