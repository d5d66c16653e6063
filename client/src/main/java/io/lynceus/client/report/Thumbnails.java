package io.lynceus.client.report;

import io.lynceus.client.drawing.PictureReader;
import io.lynceus.client.drawing.PictureWriter;
import io.lynceus.model.image.LevelRange;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Optional;

/**
 * Makes the pictures of a report small enough that a browser opens it: the more there are, the
 * fewer pixels and bytes each may have. Immutable.
 *
 * @param maxSide the most pixels of the longer side
 * @param maxBytes the most bytes of a JPEG file; a picture that has more loses quality, then pixels
 * @param layers whether edge maps and points are in the page
 */
record Thumbnails(int maxSide, int maxBytes, boolean layers) {
  /** All pictures together; base64 makes them a third larger. */
  private static final int ALL_BYTES = 24_000_000;

  private static final float[] QUALITIES = {0.8f, 0.65f, 0.5f};
  private static final int LEAST_SIDE = 80;

  /** Those of a report of that many pictures. */
  static Thumbnails of(int pictures) {
    int side = pictures <= 50 ? 1280 : pictures <= 200 ? 960 : pictures <= 500 ? 640 : 400;
    int bytes = pictures <= 50 ? 600_000 : Math.max(4_000, ALL_BYTES / pictures);
    return new Thumbnails(side, bytes, pictures <= 50);
  }

  /**
   * A picture of a report.
   *
   * @param base64 its JPEG file
   */
  record Thumbnail(int width, int height, String base64) {
    private static Thumbnail of(BufferedImage picture, byte[] jpeg) {
      String base64 = Base64.getEncoder().encodeToString(jpeg);
      return new Thumbnail(picture.getWidth(), picture.getHeight(), base64);
    }
  }

  /** Reads a picture and makes it small. */
  Thumbnail of(Path file, Optional<LevelRange> stretched) throws IOException {
    BufferedImage picture = PictureReader.read(file, maxSide, stretched);
    while (true) {
      byte[] jpeg = {};
      for (float quality : QUALITIES) {
        jpeg = PictureWriter.jpeg(picture, quality);
        if (jpeg.length <= maxBytes) {
          return Thumbnail.of(picture, jpeg);
        }
      }
      if (Math.max(picture.getWidth(), picture.getHeight()) <= LEAST_SIDE) {
        return Thumbnail.of(picture, jpeg);
      }
      picture = smaller(picture);
    }
  }

  private static BufferedImage smaller(BufferedImage picture) {
    int width = Math.max(1, picture.getWidth() * 3 / 4);
    int height = Math.max(1, picture.getHeight() * 3 / 4);
    BufferedImage smaller = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D g = smaller.createGraphics();
    g.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
    g.drawImage(picture, 0, 0, width, height, null);
    g.dispose();
    return smaller;
  }
}
