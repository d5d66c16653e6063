package io.lynceus.vision.image;

import io.lynceus.model.image.PictureCondition;
import java.time.Duration;
import org.opencv.core.Mat;

/**
 * A picture as one work unit sees it: upright, 8 bits a channel, the Mats shared with other units.
 *
 * <p>The Mats belong to the {@link SharedPicture}: nobody changes or releases them. A Picture is
 * used by one thread; each unit has its own.
 */
public final class Picture {
  private final SharedPicture shared;
  private long decodeNanos;
  private long askedNanos;

  Picture(SharedPicture shared) {
    this.shared = shared;
  }

  /** Size of the upright picture, known without decoding. */
  public Size size() {
    return shared.size();
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
    return version(shared.scaled(longSide));
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
      return shared.version(version, nanos -> decodeNanos += nanos);
    } finally {
      askedNanos += System.nanoTime() - start;
    }
  }
}
