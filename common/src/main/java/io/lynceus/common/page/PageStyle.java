package io.lynceus.common.page;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** The style of all pages: colours in both themes, type, and the parts that pages share. */
public final class PageStyle {
  private PageStyle() {}

  /** A sheet of CSS: {@code base.css} beside this class. */
  public static String base() {
    return sheet("base.css");
  }

  /** Pictures, the boxes over them, and counts: {@code picture.css} beside this class. */
  public static String picture() {
    return sheet("picture.css");
  }

  private static String sheet(String name) {
    try (InputStream in = PageStyle.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("the resource " + name + " is missing");
      }
      return new String(in.readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
