package io.lynceus.client.drawing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.awt.Color;
import java.util.zip.CRC32;

/** The colours of findings: the same label has the same colour in every picture and report. */
public final class Colours {
  public static final Color FACE = new Color(0x22D3EE);
  public static final Color EDGE = new Color(0xFF4DD8);
  public static final Color CORNER = new Color(0xFFE14D);

  /** The halo behind lines and dots, so that they show on ground of their own colour. */
  static final Color HALO = new Color(0, 0, 0, 150);

  private static final Color PERSON = new Color(0xFF8A1F);

  private static final int HUES = 36;

  /** Gives distinct hues to the labels that cameras see most often, and together. */
  private static final long SPREAD = 4543;

  private Colours() {}

  /** The colour of boxes with this label. */
  public static Color of(String label) {
    if (label.equals("person")) {
      return PERSON;
    }
    if (label.equals("face")) {
      return FACE;
    }
    CRC32 hash = new CRC32();
    hash.update(label.getBytes(UTF_8));
    int step = (int) (((hash.getValue() * SPREAD & 0xFFFF_FFFFL) >>> 8) % HUES);
    // Hues close to that of faces are left out.
    int degrees = step * 9 < 170 ? step * 9 : step * 9 + 35;
    // Black text is readable on all hues at full brightness; blue has to be pale for that.
    boolean blue = degrees > 210 && degrees < 290;
    return Color.getHSBColor(degrees / 360f, blue ? 0.4f : 0.6f, 1);
  }

  /** {@code #rrggbb}. */
  public static String css(Color colour) {
    return String.format("#%06x", colour.getRGB() & 0xFFFFFF);
  }

  static Color withAlpha(Color colour, int alpha) {
    return new Color(colour.getRed(), colour.getGreen(), colour.getBlue(), alpha);
  }
}
