package io.lynceus.client.drawing;

import io.lynceus.model.image.ImageHeader;
import io.lynceus.model.image.ImageLimits;
import io.lynceus.model.image.LevelRange;
import io.lynceus.model.image.RefusedImageException;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.AffineTransform;
import java.awt.image.BufferedImage;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Optional;
import javax.imageio.ImageIO;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/**
 * Reads picture files for drawing: upright, opaque and no larger than asked for. A large JPEG, PNG
 * or BMP is subsampled while it is read, so that its full size is never in memory.
 */
public final class PictureReader {
  /** Masters have checked these files; this bounds the work of one that has changed since. */
  private static final ImageLimits LIMITS = new ImageLimits(256 << 20, 200_000_000, 65_535);

  private PictureReader() {}

  /**
   * Reads the file of an ordinary picture; see {@link #read(Path, int, Optional)}.
   *
   * @param maxSide the most that the longer side of the result may have, in pixels, at least 1
   * @return the picture as a viewer shows it, {@link BufferedImage#TYPE_INT_RGB}
   * @throws IOException when the file cannot be read or decoded
   */
  public static BufferedImage read(Path file, int maxSide) throws IOException {
    return read(file, maxSide, Optional.empty());
  }

  /**
   * Reads the file.
   *
   * @param maxSide the most that the longer side of the result may have, in pixels, at least 1
   * @param stretched the levels of 16 bits that become black and white, as the analyses saw them
   * @return the picture as a viewer shows it, {@link BufferedImage#TYPE_INT_RGB}
   * @throws IOException when the file cannot be read or decoded
   */
  public static BufferedImage read(Path file, int maxSide, Optional<LevelRange> stretched)
      throws IOException {
    if (Files.size(file) > LIMITS.bytes()) {
      throw new IOException("the file is too large to draw on");
    }
    byte[] bytes = Files.readAllBytes(file);
    try {
      ImageHeader header = ImageHeader.read(ByteBuffer.wrap(bytes), LIMITS);
      BufferedImage stored = decode(bytes, maxSide);
      if (stretched.isPresent() && header.isDeep(ByteBuffer.wrap(bytes))) {
        stored = stretched(stored.getRaster(), stretched.get());
      }
      return upright(stored, header.orientation(), maxSide);
    } catch (RefusedImageException e) {
      throw new IOException(e.getMessage(), e);
    } catch (RuntimeException e) {
      // The JDK's readers throw all kinds of unchecked exceptions on broken files.
      throw new IOException("the picture cannot be decoded here", e);
    } catch (OutOfMemoryError e) {
      // WebP's reader cannot subsample and holds the whole picture. Its memory is free again here.
      throw new IOException("the picture is too large for this Java's memory", e);
    }
  }

  private static BufferedImage decode(byte[] file, int maxSide) throws IOException {
    try (ImageInputStream in = new MemoryCacheImageInputStream(new ByteArrayInputStream(file))) {
      Iterator<ImageReader> readers = ImageIO.getImageReaders(in);
      if (!readers.hasNext()) {
        throw new IOException("no reader for this kind of picture");
      }
      ImageReader reader = readers.next();
      try {
        reader.setInput(in, true, true);
        int step = Math.max(reader.getWidth(0), reader.getHeight(0)) / (2 * maxSide);
        ImageReadParam param = reader.getDefaultReadParam();
        if (step > 1) {
          // Subsamples to at least twice the final size; the rest is scaled smoothly.
          param.setSourceSubsampling(step, step, 0, 0);
        }
        return reader.read(0, param);
      } finally {
        reader.dispose();
      }
    }
  }

  private static BufferedImage stretched(Raster deep, LevelRange levels) {
    int width = deep.getWidth();
    int bands = deep.getNumBands();
    int green = bands > 2 ? 1 : 0; // one or two bands are grey, and alpha
    int blue = bands > 2 ? 2 : 0;
    BufferedImage shown = new BufferedImage(width, deep.getHeight(), BufferedImage.TYPE_INT_RGB);
    int[] row = new int[width * bands];
    for (int y = 0; y < deep.getHeight(); y++) {
      deep.getPixels(0, y, width, 1, row);
      for (int x = 0; x < width; x++) {
        int at = x * bands;
        int rgb =
            shown(row[at], levels) << 16
                | shown(row[at + green], levels) << 8
                | shown(row[at + blue], levels);
        shown.setRGB(x, y, rgb);
      }
    }
    return shown;
  }

  private static int shown(int level, LevelRange levels) {
    return Math.max(0, Math.min(255, (level - levels.low()) * 255 / levels.width()));
  }

  /** Scales down to the bound, applies EXIF's orientation, and fills transparency with white. */
  private static BufferedImage upright(BufferedImage stored, int orientation, int maxSide) {
    int width = stored.getWidth();
    int height = stored.getHeight();
    double scale = Math.min(1, (double) maxSide / Math.max(width, height));
    int scaledWidth = (int) Math.max(1, Math.round(width * scale));
    int scaledHeight = (int) Math.max(1, Math.round(height * scale));
    boolean sideways = orientation >= 5;
    BufferedImage upright =
        new BufferedImage(
            sideways ? scaledHeight : scaledWidth,
            sideways ? scaledWidth : scaledHeight,
            BufferedImage.TYPE_INT_RGB);
    Graphics2D g = upright.createGraphics();
    g.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
    g.setColor(Color.WHITE);
    g.fillRect(0, 0, upright.getWidth(), upright.getHeight());
    AffineTransform placed = turn(orientation, scaledWidth, scaledHeight);
    placed.scale((double) scaledWidth / width, (double) scaledHeight / height);
    g.drawImage(stored, placed, null);
    g.dispose();
    return upright;
  }

  /**
   * Maps stored to shown coordinates, for a stored picture of this size.
   *
   * @see "EXIF 2.3, 4.6.4 A, tag Orientation"
   */
  private static AffineTransform turn(int orientation, double w, double h) {
    return switch (orientation) {
      case 2 -> new AffineTransform(-1, 0, 0, 1, w, 0);
      case 3 -> new AffineTransform(-1, 0, 0, -1, w, h);
      case 4 -> new AffineTransform(1, 0, 0, -1, 0, h);
      case 5 -> new AffineTransform(0, 1, 1, 0, 0, 0);
      case 6 -> new AffineTransform(0, 1, -1, 0, h, 0);
      case 7 -> new AffineTransform(0, -1, -1, 0, h, w);
      case 8 -> new AffineTransform(0, -1, 1, 0, 0, w);
      default -> new AffineTransform();
    };
  }
}
