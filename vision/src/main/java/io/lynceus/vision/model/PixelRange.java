package io.lynceus.vision.model;

/**
 * How a network wants its pixels: {@code (v - zero) / unit} of a value of 0 to 255; padding is
 * black, as 0 would become.
 */
public record PixelRange(float zero, float unit) {

  /** The value that the network sees for a channel's value, 0 to 255. */
  float of(int value) {
    return (value - zero) / unit;
  }
}
