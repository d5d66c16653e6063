package io.lynceus.client.drawing;

import io.lynceus.common.page.FindingKind;
import java.awt.Color;

/**
 * The colours of findings: one for each {@link FindingKind}, the same in every picture and report.
 * None is red, which stands for errors. Black text is readable on all.
 */
public final class Colours {
  public static final Color EDGE = new Color(0xFF4DD8);
  public static final Color CORNER = new Color(0xC6F24E);

  public static final Color ZONE = new Color(0x7CF5C8);
  public static final Color MASK = new Color(0xB9BEC6);

  /** What is masked or filtered. */
  public static final Color UNCOUNTED = new Color(0xA3ABB6);

  /** The halo behind lines and dots, so that they show on ground of their own colour. */
  static final Color HALO = new Color(0, 0, 0, 150);

  private Colours() {}

  /** The colour of boxes with this label. */
  public static Color of(String label) {
    return of(FindingKind.of(label));
  }

  /** The colour of boxes of this kind. */
  public static Color of(FindingKind kind) {
    return switch (kind) {
      case PERSON -> new Color(0xFF9F2E);
      case FACE -> new Color(0x22D3EE);
      case VEHICLE -> new Color(0x8FB4FF);
      case ANIMAL -> new Color(0x5FDC7E);
      case BAG -> new Color(0xFFE14D);
      case OTHER -> new Color(0xE3E6EA);
    };
  }

  /** {@code #rrggbb}. */
  public static String css(Color colour) {
    return String.format("#%06x", colour.getRGB() & 0xFFFFFF);
  }

  static Color withAlpha(Color colour, int alpha) {
    return new Color(colour.getRed(), colour.getGreen(), colour.getBlue(), alpha);
  }
}
