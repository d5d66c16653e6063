package io.lynceus.vision.image;

/**
 * One of the forms in which a picture is shared.
 *
 * @param colour three channels, blue first, or one
 * @param reduction the file is decoded at the whole, the half, a quarter or an eighth of its size:
 *     1, 2, 4 or 8
 * @param longSide pixels of the longer side after scaling; 0 is the size at which it was decoded
 */
record PictureForm(boolean colour, int reduction, int longSide) {
  static final PictureForm COLOUR = decoded(1);
  static final PictureForm GREY = new PictureForm(false, 1, 0);

  /** In colour, as decoded at that part of its size. */
  static PictureForm decoded(int reduction) {
    return new PictureForm(true, reduction, 0);
  }

  /** In colour, scaled from what {@link #decoded} at that reduction. */
  static PictureForm scaled(int reduction, int longSide) {
    return new PictureForm(true, reduction, longSide);
  }
}
