package io.lynceus.vision.image;

import io.lynceus.model.image.PictureCondition;
import io.lynceus.model.tiles.Tile;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.opencv.core.Mat;

/**
 * A picture, or a tile of one, as one work unit sees it: upright, 8 bits a channel, the Mats shared
 * with other units.
 *
 * <p>The Mats belong to the {@link SharedPicture}, and those of a tile to this: nobody else changes
 * or releases them. A Picture is used by one thread; each unit has its own.
 */
public final class Picture implements AutoCloseable {
  private final SharedPicture shared;
  private final @Nullable Tile tile;
  private final Size size;
  private final Map<PictureForm, Mat> ofTile = new HashMap<>();
  private long decodeNanos;
  private long askedNanos;

  Picture(SharedPicture shared) {
    this.shared = shared;
    this.tile = null;
    this.size = shared.size();
  }

  /** What lies in the tile, as if it was all. */
  Picture(SharedPicture shared, Tile tile) {
    this.shared = shared;
    this.tile = tile;
    this.size = new Size(tile.width(), tile.height());
  }

  /** Size of the upright picture, or of the tile, known without decoding. */
  public Size size() {
    return size;
  }

  /** Three channels: blue, green, red. */
  public Mat colour() throws UnreadableImageException {
    return version(PictureForm.COLOUR);
  }

  /**
   * Three channels, scaled down or up.
   *
   * @param longSide pixels of the longer side, at least 1; the other follows, see {@link
   *     Size#withLongSide}
   */
  public Mat colour(int longSide) throws UnreadableImageException {
    return version(shared.scaled(size, longSide));
  }

  /** Three channels, scaled down for eyes. The longer side has at most that many pixels. */
  Mat small(int longSide) throws UnreadableImageException {
    int side = Math.min(longSide, size.longSide());
    return tile == null ? version(shared.small(side, nanos -> decodeNanos += nanos)) : colour(side);
  }

  /**
   * One channel: the luma that a JPEG file stores (ITU-R BT.601), decoded without its colours; of
   * other files the same weights, computed from the colours.
   */
  public Mat grey() throws UnreadableImageException {
    return version(PictureForm.GREY);
  }

  /** What was noticed of the picture when the versions that this unit has asked for were made. */
  public PictureCondition condition() {
    return shared.condition();
  }

  /** What this unit itself has spent in decoding and scaling; zero when others had done it all. */
  public Duration decodeTime() {
    return Duration.ofNanos(decodeNanos);
  }

  /** What this unit has spent in waiting for versions that another unit was making. */
  public Duration waitTime() {
    return Duration.ofNanos(Math.max(0, askedNanos - decodeNanos));
  }

  private Mat version(PictureForm version) throws UnreadableImageException {
    long start = System.nanoTime();
    try {
      return tile == null
          ? shared.version(version, nanos -> decodeNanos += nanos)
          : ofTile(version, tile);
    } finally {
      askedNanos += System.nanoTime() - start;
    }
  }

  private Mat ofTile(PictureForm version, Tile tile) throws UnreadableImageException {
    Mat made = ofTile.get(version);
    if (made == null) {
      made = shared.versionOf(tile, version, nanos -> decodeNanos += nanos);
      ofTile.put(version, made);
    }
    return made;
  }

  /** Frees what was made for a tile. The Mats that were given out are no longer used. */
  @Override
  public void close() {
    ofTile.values().forEach(Mat::release);
    ofTile.clear();
  }
}
