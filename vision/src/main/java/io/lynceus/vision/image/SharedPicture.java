package io.lynceus.vision.image;

import io.lynceus.model.image.ImageFormat;
import io.lynceus.model.image.ImageHeader;
import io.lynceus.model.image.LevelRange;
import io.lynceus.model.image.PictureCondition;
import io.lynceus.model.tiles.Tile;
import io.lynceus.vision.inspection.Inspection;
import io.lynceus.vision.natives.TurboJpeg;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
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
 * <p>All versions of a plain JPEG are made of its {@link JpegPlanes}, which are decoded once, if
 * the system has {@link TurboJpeg}. Other files are decoded for brightness and for colours, each at
 * the part of its size that is wanted. What a version looks like does not depend on which were
 * asked for before.
 *
 * <p>The native libraries must have been loaded before a version is asked for.
 */
public final class SharedPicture implements AutoCloseable {
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

  /** Of a JPEG whose pixels share no colours. */
  private static final int PLANES_BYTES_PER_PIXEL = 3;

  /** What decoders need in between: WebP a copy with alpha. */
  private static final int MAKING_BYTES_PER_PIXEL = 4;

  /** A file with 16 bits a channel is decoded in them first. */
  private static final int DEEP_MAKING_BYTES_PER_PIXEL = 6;

  /**
   * And a progressive JPEG its coefficients, two bytes for each of three channels. There may be
   * four, but then there are no planes.
   */
  private static final int JPEG_MAKING_BYTES_PER_PIXEL = 6;

  private final ByteBuffer file;
  private final ImageHeader header;
  private final Size size;

  /** Whether tiles are taken of it, for which it may be decoded at its own size. */
  private final boolean fine;

  private final Optional<TurboJpeg> turbo;

  private final ConcurrentMap<PictureForm, Once<Mat>> versions = new ConcurrentHashMap<>();
  private volatile Once<Optional<JpegPlanes>> planes = new Once<>();
  private volatile PictureCondition condition = PictureCondition.SOUND;

  /** Decided by the first version that is made, for all of them. */
  private final CompletableFuture<Boolean> flat = new CompletableFuture<>();

  private volatile Optional<LevelRange> stretched = Optional.empty();
  private volatile boolean closed;

  private SharedPicture(
      ByteBuffer file, ImageHeader header, Optional<TurboJpeg> turbo, boolean fine) {
    this.file = file;
    this.header = header;
    this.turbo = turbo;
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
    return of(file, header, TurboJpeg.loaded());
  }

  /** The same with that decoder of plain JPEGs, or with OpenCV alone. */
  static SharedPicture of(ByteBuffer file, ImageHeader header, Optional<TurboJpeg> turbo) {
    return new SharedPicture(file.slice(), header, turbo, false);
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
        : new SharedPicture(file, header, turbo, true);
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

  /**
   * The version in colour for a small copy with that long side. Planes are halved while they stay
   * large enough, which is faster than scaling them at once; other files are decoded as for
   * networks, so that they are not decoded once more.
   */
  PictureForm small(int longSide, LongConsumer spent) throws UnreadableImageException {
    if (planes(spent).isEmpty()) {
      return scaled(size, longSide);
    }
    int reduction = MAX_REDUCTION;
    while (reduction > 1 && size.longSide() / reduction < longSide) {
      reduction /= 2;
    }
    return PictureForm.scaled(reduction, longSide);
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
    int decoded =
        header.format() == ImageFormat.JPEG ? PLANES_BYTES_PER_PIXEL : GREY_BYTES_PER_PIXEL;
    return size.pixels() * decoded + colour + SCALED_BYTES;
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
    versions.values().forEach(version -> version.ifMade().ifPresent(Mat::release));
    versions.clear();
    planes.ifMade().flatMap(made -> made).ifPresent(JpegPlanes::release);
    planes = new Once<>();
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
    return versions.computeIfAbsent(version, form -> new Once<>()).get(() -> make(version, spent));
  }

  private Mat make(PictureForm version, LongConsumer spent) throws UnreadableImageException {
    Optional<JpegPlanes> planes = planes(spent);
    if (version.longSide() > 0) {
      Size target = size.withLongSide(version.longSide());
      if (planes.isPresent() && planes.get().givesScaled(version.reduction(), target)) {
        return timed(spent, () -> planes.get().scaled(target));
      }
      Mat decoded = version(PictureForm.decoded(version.reduction()), spent);
      return timed(spent, () -> scaled(decoded, target));
    }
    if (version.colour()) {
      return timed(
          spent,
          () ->
              planes.isPresent()
                  ? planes.get().colour(version.reduction())
                  : looked(colour(version.reduction())));
    }
    if (planes.isPresent()) {
      return planes.get().brightness();
    }
    if (header.format() == ImageFormat.JPEG) {
      return timed(spent, () -> looked(ImageDecoder.grey(file, header, this::inspect)));
    }
    Mat colour = version(PictureForm.COLOUR, spent);
    return timed(spent, () -> grey(colour));
  }

  private Optional<JpegPlanes> planes(LongConsumer spent) throws UnreadableImageException {
    if (turbo.isEmpty() || header.format() != ImageFormat.JPEG) {
      return Optional.empty();
    }
    return planes.get(
        () ->
            timed(
                spent,
                () -> {
                  Optional<JpegPlanes> decoded = JpegPlanes.of(file, header, turbo.get());
                  decoded.ifPresent(made -> looked(made.brightness()));
                  return decoded;
                }));
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
          Size target = new Size(tile.width(), tile.height()).withLongSide(version.longSide());
          Mat made = scaled(part, target);
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

  private static Mat scaled(Mat decoded, Size target) {
    Mat smoothed = Halftone.smoothed(decoded);
    Mat scaled = resized(smoothed, target);
    if (smoothed != decoded && smoothed != scaled) {
      smoothed.release();
    }
    return scaled;
  }

  /** A new Mat, or {@code decoded} itself when it has that size. */
  private static Mat resized(Mat decoded, Size target) {
    Size size = Scaling.size(decoded);
    double scale = (double) target.longSide() / size.longSide();
    return size.equals(target)
        ? decoded
        : Scaling.resized(decoded, target, Scaling.interpolation(scale));
  }

  private static Mat grey(Mat colour) {
    Mat grey = new Mat();
    Imgproc.cvtColor(colour, grey, Imgproc.COLOR_BGR2GRAY);
    return grey;
  }

  private static <V> V timed(LongConsumer spent, Once.Making<V> making)
      throws UnreadableImageException {
    long start = System.nanoTime();
    try {
      return making.make();
    } finally {
      spent.accept(System.nanoTime() - start);
    }
  }
}
