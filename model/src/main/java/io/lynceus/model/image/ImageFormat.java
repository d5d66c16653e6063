package io.lynceus.model.image;

import java.util.Locale;

/** The accepted image formats; all others are refused by their first bytes. */
public enum ImageFormat {
  JPEG("JPEG"),
  PNG("PNG"),
  WEBP("WebP"),
  BMP("BMP");

  private final String title;
  private final String key = name().toLowerCase(Locale.ROOT);

  ImageFormat(String title) {
    this.title = title;
  }

  /** The name in messages. */
  String title() {
    return title;
  }

  /** The name in replies: {@code jpeg}, {@code png}, {@code webp}, {@code bmp}. */
  public String key() {
    return key;
  }
}
