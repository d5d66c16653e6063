package io.lynceus.client.drawing;

import io.lynceus.model.EncodedPng;
import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.MemoryCacheImageInputStream;

/** Turns an edge map into an overlay for its picture: transparent except for the edges. */
public final class EdgeOverlay {
  private static final long MAX_PIXELS = 200_000_000;
  private static final int LEVELS = 4;

  private EdgeOverlay() {}

  /**
   * Scales an edge map down. Lines thinner than a pixel get fainter, but less than in proportion,
   * so that they stay visible.
   *
   * @return of the given size or the map's, whichever is smaller, in a palette of four opacities of
   *     {@link Colours#EDGE}
   */
  public static BufferedImage of(EncodedPng edgeMap, int maxWidth, int maxHeight)
      throws IOException {
    Raster edges = picture(edgeMap).getRaster();
    int width = Math.min(maxWidth, edges.getWidth());
    int height = Math.min(maxHeight, edges.getHeight());
    double xStep = (double) edges.getWidth() / width;
    double yStep = (double) edges.getHeight() / height;
    double weight = Math.sqrt(Math.max(xStep, yStep)) / (xStep * yStep);
    BufferedImage overlay =
        new BufferedImage(width, height, BufferedImage.TYPE_BYTE_BINARY, palette());
    int[] levels = new int[width];
    for (int y = 0; y < height; y++) {
      int[] edgePixels = columnSums(edges, width, y, height);
      for (int x = 0; x < width; x++) {
        levels[x] = (int) Math.min(LEVELS - 1, Math.round(edgePixels[x] * weight * (LEVELS - 1)));
      }
      overlay.getRaster().setSamples(0, y, width, 1, 0, levels);
    }
    return overlay;
  }

  /** For each pixel of a row of the overlay, the number of edge pixels in it. */
  private static int[] columnSums(Raster edges, int width, int y, int height) {
    int[] sums = new int[width];
    int[] row = new int[edges.getWidth()];
    int end = (int) ((y + 1L) * edges.getHeight() / height);
    for (int source = (int) ((long) y * edges.getHeight() / height); source < end; source++) {
      edges.getSamples(0, source, row.length, 1, 0, row);
      for (int x = 0; x < row.length; x++) {
        sums[(int) ((long) x * width / row.length)] += row[x] == 0 ? 0 : 1;
      }
    }
    return sums;
  }

  private static IndexColorModel palette() {
    byte[] red = new byte[LEVELS];
    byte[] green = new byte[LEVELS];
    byte[] blue = new byte[LEVELS];
    byte[] alpha = new byte[LEVELS];
    for (int i = 0; i < LEVELS; i++) {
      red[i] = (byte) Colours.EDGE.getRed();
      green[i] = (byte) Colours.EDGE.getGreen();
      blue[i] = (byte) Colours.EDGE.getBlue();
      alpha[i] = (byte) (200 * i / (LEVELS - 1));
    }
    return new IndexColorModel(2, LEVELS, red, green, blue, alpha);
  }

  /**
   * The picture in such a file.
   *
   * @throws IOException when it cannot be read
   */
  static BufferedImage picture(EncodedPng png) throws IOException {
    try (MemoryCacheImageInputStream in =
        new MemoryCacheImageInputStream(new ByteArrayInputStream(png.toByteArray()))) {
      ImageReader reader = ImageIO.getImageReadersByFormatName("png").next();
      try {
        reader.setInput(in, true, true);
        if ((long) reader.getWidth(0) * reader.getHeight(0) > MAX_PIXELS) {
          throw new IOException("the map is larger than any image");
        }
        return reader.read(0);
      } finally {
        reader.dispose();
      }
    }
  }
}
