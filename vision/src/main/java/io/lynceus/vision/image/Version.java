package io.lynceus.vision.image;

/**
 * One of the forms in which a picture is shared.
 *
 * @param colour three channels, blue first, or one
 * @param longSide pixels of the longer side after scaling; 0 is the picture's own size
 */
record Version(boolean colour, int longSide) {
  static final Version COLOUR = new Version(true, 0);
  static final Version GREY = new Version(false, 0);
}
