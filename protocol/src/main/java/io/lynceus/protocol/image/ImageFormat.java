package io.lynceus.protocol.image;

import java.util.Locale;

/** The image file formats that are let in; all others are refused by their first bytes. */
public enum ImageFormat {
  JPEG,
  PNG,
  WEBP,
  BMP;

  private final String key = name().toLowerCase(Locale.ROOT);

  /** The name in replies: {@code jpeg}, {@code png}, {@code webp}, {@code bmp}. */
  public String key() {
    return key;
  }
}
