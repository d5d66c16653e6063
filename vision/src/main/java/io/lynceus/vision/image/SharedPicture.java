package io.lynceus.vision.image;

import io.lynceus.model.image.ImageFormat;
import io.lynceus.model.image.ImageHeader;
import io.lynceus.model.image.LevelRange;
import io.lynceus.model.image.PictureCondition;
import io.lynceus.model.tiles.Tile;
import io.lynceus.vision.inspection.Inspection;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.LongConsumer;
import org.opencv.core.Mat;
import org.opencv.core.Rect;
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

  /**
   * A JPEG file is decoded at a part of its size, which is faster, as long as the longer side keeps
   * this many pixels: then all networks share what was decoded.
   */
  private static final int LEAST_REDUCED_SIDE = 720;

  private static final int MAX_REDUCTION = 8;

  /** The longest side that a network can be set to. */
  private static final int LONGEST_SCALED_SIDE = 2048;

  /** Pictures scaled for networks: of 640, 512 and 160 pixels, when nothing else is set. */
  private static final int SCALED_BYTES = 4 << 20;

  private static final int GREY_BYTES_PER_PIXEL = 1;
  private static final int COLOUR_BYTES_PER_PIXEL = 3;

  /** What decoders need in between: WebP a copy with alpha. */
  private static final int MAKING_BYTES_PER_PIXEL = 4;

  /** A file with 16 bits a channel is decoded in them first. */
  private static final int DEEP_MAKING_BYTES_PER_PIXEL = 6;

  /** And a progressive JPEG its coefficients, two bytes for each of up to four channels. */
  private static final int JPEG_MAKING_BYTES_PER_PIXEL = 8;

  private final ByteBuffer file;
  private final ImageHeader header;
  private final Size size;

  /** Whether tiles are taken of it, for which it may be decoded at its own size. */
  private final boolean fine;

  private final ConcurrentMap<PictureForm, CompletableFuture<Mat>> versions =
      new ConcurrentHashMap<>();
  private volatile PictureCondition condition = PictureCondition.SOUND;

  /** Decided by the first version that is made, for all of them. */
  private final CompletableFuture<Boolean> flat = new CompletableFuture<>();

  private volatile Optional<LevelRange> stretched = Optional.empty();
  private volatile boolean closed;

  private SharedPicture(ByteBuffer file, ImageHeader header, boolean fine) {
    this.file = file;
    this.header = header;
    this.fine = fine;
    this.size = new Size(header.displayWidth(), header.displayHeight());
  }

  /**
   * The picture in an image file.
   *
   * @param file from its position to its limit; nobody may change it before {@link #close}
   * @param header what the file's header says, already found within limits
   */
  public static SharedPicture of(ByteBuffer file, ImageHeader header) {
    return new SharedPicture(file.slice(), header, false);
  }

  /**
   * The same picture for units that look at tiles. They may need it larger than units that look at
   * the whole, and so more memory: a picture for which this makes a difference is decoded again.
   *
   * @return this, or a new one, which has to be closed too
   */
  public SharedPicture forTiles() {
    return fine || reductionFor(size, LONGEST_SCALED_SIDE) == 1
        ? this
        : new SharedPicture(file, header, true);
  }

  /** The picture for one work unit. */
  public Picture forUnit() {
    return new Picture(this);
  }

  /**
   * The picture for one work unit that looks at a tile. It closes what it gets.
   *
   * @throws IllegalArgumentException when the tile does not lie in the picture
   */
  public Picture forUnit(Tile tile) {
    if (!tile.isIn(size.width(), size.height())) {
      throw new IllegalArgumentException("the tile does not lie in the picture: " + tile);
    }
    return new Picture(this, tile);
  }

  /**
   * The version in colour with that long side; the size decides how the file is decoded.
   *
   * @param part the picture's own size, or that of a tile
   */
  PictureForm scaled(Size part, int longSide) {
    return PictureForm.scaled(reductionFor(part, longSide), longSide);
  }

  private int reductionFor(Size part, int longSide) {
    int reduction = header.format() == ImageFormat.JPEG ? MAX_REDUCTION : 1;
    while (reduction > 1 && part.longSide() / reduction < Math.max(longSide, LEAST_REDUCED_SIDE)) {
      reduction /= 2;
    }
    return reduction;
  }

  /** The upright picture's size. */
  public Size size() {
    return size;
  }

  /** What was noticed of the picture when versions of it were made. */
  PictureCondition condition() {
    return condition.withStretched(stretched).withFlat(flat.getNow(false));
  }

  /** Native memory that all versions of the picture take at most together, in bytes. */
  public long bytes() {
    long reduction = fine ? 1 : reductionFor(size, LONGEST_SCALED_SIDE);
    // Should it be decoded at several reductions, the smaller ones add a third at most.
    long colour = size.pixels() * (COLOUR_BYTES_PER_PIXEL + 1) / (reduction * reduction);
    return size.pixels() * GREY_BYTES_PER_PIXEL + colour + SCALED_BYTES;
  }

  /** Native memory that making a version takes at most for the time being, in bytes. */
  public long makingBytes() {
    int turning = header.orientation() == 1 ? 0 : COLOUR_BYTES_PER_PIXEL;
    return size.pixels() * (decodingBytesPerPixel() + turning);
  }

  private int decodingBytesPerPixel() {
    if (header.isDeep(file)) {
      return DEEP_MAKING_BYTES_PER_PIXEL;
    }
    return header.format() == ImageFormat.JPEG
        ? JPEG_MAKING_BYTES_PER_PIXEL
        : MAKING_BYTES_PER_PIXEL;
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
   * Frees the native memory. The owner of the picture calls it when no unit uses the picture any
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
  Mat version(PictureForm version, LongConsumer spent) throws UnreadableImageException {
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

  private Mat make(PictureForm version, LongConsumer spent) throws UnreadableImageException {
    if (version.longSide() > 0) {
      Mat decoded = version(PictureForm.decoded(version.reduction()), spent);
      return timed(spent, () -> scaled(decoded, size, version.longSide()));
    }
    if (version.colour()) {
      return timed(spent, () -> looked(colour(version.reduction())));
    }
    if (header.format() == ImageFormat.JPEG) {
      return timed(spent, () -> looked(ImageDecoder.grey(file, header, this::inspect)));
    }
    Mat colour = version(PictureForm.COLOUR, spent);
    return timed(spent, () -> grey(colour));
  }

  /** Decoders say the same whenever they read the file: what is known is not looked for again. */
  private void inspect(Optional<String> said) {
    if (condition.equals(PictureCondition.SOUND)) {
      notice(Inspection.of(file, header.format(), said));
    }
  }

  private synchronized void notice(PictureCondition found) {
    condition = condition.and(found);
  }

  private Mat colour(int reduction) throws UnreadableImageException {
    Decoded decoded = ImageDecoder.colour(file, header, reduction, this::inspect);
    stretched = decoded.stretched();
    return decoded.pixels();
  }

  private Mat looked(Mat decoded) {
    if (!flat.isDone()) {
      flat.complete(Contrast.isFlat(decoded));
    }
    return decoded;
  }

  /** A version of a tile, a new Mat; the caller releases it. */
  Mat versionOf(Tile tile, PictureForm version, LongConsumer spent)
      throws UnreadableImageException {
    boolean scaled = version.longSide() > 0;
    Mat whole = version(scaled ? PictureForm.decoded(version.reduction()) : version, spent);
    return timed(
        spent,
        () -> {
          Mat part = part(whole, tile);
          if (!scaled) {
            return part;
          }
          Mat made = scaled(part, new Size(tile.width(), tile.height()), version.longSide());
          if (made != part) {
            part.release();
          }
          return made;
        });
  }

  /** The tile's part of the picture, as decoded at whatever size: the same pixels. */
  private Mat part(Mat whole, Tile tile) {
    double across = (double) whole.cols() / size.width();
    double down = (double) whole.rows() / size.height();
    int left = Math.min(whole.cols() - 1, (int) Math.round(tile.x() * across));
    int top = Math.min(whole.rows() - 1, (int) Math.round(tile.y() * down));
    int right = Math.max(left + 1, (int) Math.round(tile.right() * across));
    int bottom = Math.max(top + 1, (int) Math.round(tile.bottom() * down));
    return whole.submat(new Rect(left, top, right - left, bottom - top));
  }

  private static Mat scaled(Mat decoded, Size size, int longSide) {
    Mat smoothed = Halftone.smoothed(decoded);
    Mat scaled = resized(smoothed, size, longSide);
    if (smoothed != decoded && smoothed != scaled) {
      smoothed.release();
    }
    return scaled;
  }

  /** A new Mat, or {@code decoded} itself when it has that size. */
  private static Mat resized(Mat decoded, Size size, int longSide) {
    Size target = size.withLongSide(longSide);
    if (target.width() == decoded.cols() && target.height() == decoded.rows()) {
      return decoded;
    }
    Mat resized = new Mat();
    Imgproc.resize(
        decoded,
        resized,
        new org.opencv.core.Size(target.width(), target.height()),
        0,
        0,
        interpolation((double) longSide / Math.max(decoded.cols(), decoded.rows())));
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
