package io.lynceus.store.result;

/** Which picture of an image. */
public enum PictureSize {
  /** The file as it came. */
  ORIGINAL,
  /** A small JPEG that a slave has made of it. */
  THUMBNAIL
}
