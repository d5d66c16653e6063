package io.lynceus.vision.network;

import java.util.List;
import java.util.Optional;

/**
 * What a network takes: one picture as 32-bit floats. A channel's value v, 0 to 255, becomes {@code
 * (v - mean) / scale}; padding is added before that.
 *
 * @param layout how the values lie in memory
 * @param channels their order
 * @param extent the input's size
 * @param padding where the picture lies in the input
 * @param mean of each channel, in the order of {@code channels}
 * @param scale of each channel, in the same order, above 0
 */
public record NetworkInput(
    Layout layout,
    Channels channels,
    Extent extent,
    Padding padding,
    List<Float> mean,
    List<Float> scale) {
  /** Channels of a picture. */
  public static final int CHANNELS = 3;

  public NetworkInput {
    mean = List.copyOf(mean);
    scale = List.copyOf(scale);
  }

  /** How the values lie in memory. */
  public enum Layout {
    /** {@code [1,3,h,w]}: one plane for each channel. */
    NCHW,
    /** {@code [1,h,w,3]}: the channels of a pixel side by side. */
    NHWC
  }

  /** The order of the channels. */
  public enum Channels {
    RGB,
    BGR
  }

  /**
   * The size of the input: fixed, or as the picture's sides are.
   *
   * @param fixed width and height, where the network takes no other; its {@code longSide} and
   *     {@code multiple} do not count then
   * @param longSide pixels to which a picture's longer side is scaled, {@value #LEAST_SIDE} to
   *     {@value #GREATEST_SIDE}
   * @param multiple each side of the input is a multiple of this, 1 to 256
   */
  public record Extent(Optional<Fixed> fixed, int longSide, int multiple) {
    public static final int LEAST_SIDE = 32;
    public static final int GREATEST_SIDE = 2048;
    public static final int GREATEST_MULTIPLE = 256;
  }

  /**
   * A fixed size.
   *
   * @param width pixels, 8 to 2048
   * @param height pixels, 8 to 2048
   */
  public record Fixed(int width, int height) {}

  /**
   * Where the picture lies in a larger input.
   *
   * @param centred the padding lies on all sides; else at the right and bottom
   * @param value of all channels of the padding, 0 to 255
   */
  public record Padding(boolean centred, int value) {}
}
