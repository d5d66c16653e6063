package io.lynceus.client.drawing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.awt.Color;
import java.util.List;
import java.util.zip.CRC32;

/** The colours of findings: the same label has the same colour in every picture and report. */
public final class Colours {
  public static final Color FACE = new Color(0x22D3EE);
  public static final Color EDGE = new Color(0xFF4DD8);
  public static final Color CORNER = new Color(0xFFE14D);

  /** What is behind a line or a dot, so that it shows on its own colour. */
  static final Color HALO = new Color(0, 0, 0, 150);

  private static final Color PERSON = new Color(0xFF8A1F);

  /** Apart from each other and from those above, and bright enough for black text. */
  private static final List<Color> LABELS =
      List.of(
          new Color(0x6EE75A),
          new Color(0xB79CFF),
          new Color(0xFF7B7B),
          new Color(0x4FA8FF),
          new Color(0xF7B7E3),
          new Color(0xC8D400),
          new Color(0x2FD6A3),
          new Color(0xE0A96D),
          new Color(0xA5C9FF),
          new Color(0xFF9EBB),
          new Color(0x9BD770),
          new Color(0xD6B3FF));

  private Colours() {}

  /** The colour of objects with that label. */
  public static Color of(String label) {
    if (label.equals("person")) {
      return PERSON;
    }
    CRC32 hash = new CRC32();
    hash.update(label.getBytes(UTF_8));
    return LABELS.get((int) (hash.getValue() % LABELS.size()));
  }

  /** {@code #rrggbb}. */
  public static String css(Color colour) {
    return String.format("#%06x", colour.getRGB() & 0xFFFFFF);
  }

  static Color withAlpha(Color colour, int alpha) {
    return new Color(colour.getRed(), colour.getGreen(), colour.getBlue(), alpha);
  }
}
