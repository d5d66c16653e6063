package io.lynceus.vision.scene;

import io.lynceus.model.AnalysisDescriptor;
import io.lynceus.model.Findings;
import io.lynceus.model.FindingsKind;
import io.lynceus.model.FloatVector;
import io.lynceus.model.Question;
import io.lynceus.model.cameras.SceneStatistics;
import io.lynceus.vision.analyzer.AnalysisException;
import io.lynceus.vision.analyzer.AnalysisPlugin;
import io.lynceus.vision.analyzer.AnalysisSettings;
import io.lynceus.vision.analyzer.Analyzer;
import io.lynceus.vision.image.Picture;
import io.lynceus.vision.image.Scratch;
import io.lynceus.vision.image.Size;
import io.lynceus.vision.image.UnreadableImageException;
import java.util.EnumSet;
import java.util.List;
import java.util.TreeSet;
import org.opencv.core.Core;
import org.opencv.core.CvException;
import org.opencv.core.CvType;
import org.opencv.core.Mat;
import org.opencv.imgproc.Imgproc;

/**
 * Measures a still as a whole: {@link SceneStatistics}. No option counts.
 *
 * <p>Detail is the response to the Laplacian of a Gaussian, as its root mean square over a cell:
 * fine detail with a standard deviation of 1 pixel of the picture at 640x480, coarse detail with
 * one of 4. A lens out of focus takes the fine detail and leaves the coarse one; fog takes both.
 * The Gaussian keeps the sensor's noise from counting as detail.
 *
 * <p>Source of the Laplacian of a Gaussian: Marr and Hildreth, "Theory of Edge Detection", Proc. R.
 * Soc. Lond. B 207, 1980.
 */
public final class SceneAnalyzer implements Analyzer {
  private static final int WIDTH = 640;
  private static final int HEIGHT = 480;

  /** How much smaller the picture is in which coarse detail is measured. */
  private static final int COARSER = 4;

  private static final int COLOUR_SIDE = 160;
  private static final int DARK = 15;
  private static final int BRIGHT = 250;

  /** Makes of the root of a gradient, about 0 to 37, an outline of 0 to 255. */
  private static final double OUTLINE_SCALE = 8;

  private static final int MOST = 255;

  /** Some copies of the picture at 640x480, in up to 4 bytes a pixel. */
  private static final int WORK_BYTES = WIDTH * HEIGHT * 24;

  @Override
  public Findings analyze(Picture picture, Question question)
      throws AnalysisException, UnreadableImageException {
    Mat grey = picture.grey();
    Mat colour = picture.colour(COLOUR_SIDE);
    try (Scratch scratch = new Scratch()) {
      Mat whole = scaled(grey, WIDTH, HEIGHT, scratch);
      Mat small = scaled(whole, WIDTH / COARSER, HEIGHT / COARSER, scratch);
      byte[] levels = new byte[small.rows() * small.cols()];
      small.get(0, 0, levels);
      Levels known = Levels.of(levels);
      return new SceneStatistics(
              known.mean(),
              known.deviation(),
              known.dark(),
              known.bright(),
              colourfulness(colour),
              outline(small, scratch),
              detail(small, scratch),
              detail(whole, scratch),
              CellPrints.of(grey))
          .toFindings();
    } catch (CvException e) {
      throw new AnalysisException("the scene cannot be measured: " + e.getMessage(), e);
    }
  }

  @Override
  public long workBytes(Size size) {
    return WORK_BYTES;
  }

  private static Mat scaled(Mat picture, int width, int height, Scratch scratch) {
    boolean smaller = picture.cols() >= width && picture.rows() >= height;
    Mat scaled = scratch.mat();
    Imgproc.resize(
        picture,
        scaled,
        new org.opencv.core.Size(width, height),
        0,
        0,
        smaller ? Imgproc.INTER_AREA : Imgproc.INTER_LINEAR);
    return scaled;
  }

  /**
   * What the levels of a picture are like.
   *
   * @param dark part of them that is at most {@value #DARK}
   * @param bright part of them that is at least {@value #BRIGHT}
   */
  private record Levels(double mean, double deviation, double dark, double bright) {
    static Levels of(byte[] levels) {
      double sum = 0;
      double squares = 0;
      int dark = 0;
      int bright = 0;
      for (byte each : levels) {
        int level = each & MOST;
        sum += level;
        squares += (double) level * level;
        dark += level <= DARK ? 1 : 0;
        bright += level >= BRIGHT ? 1 : 0;
      }
      double count = levels.length;
      double mean = sum / count;
      return new Levels(
          mean,
          Math.sqrt(Math.max(0, squares / count - mean * mean)),
          dark / count,
          bright / count);
    }
  }

  private static double colourfulness(Mat colour) {
    byte[] row = new byte[colour.cols() * colour.channels()];
    long sum = 0;
    for (int y = 0; y < colour.rows(); y++) {
      colour.get(y, 0, row);
      for (int i = 0; i < row.length; i += 3) {
        int blue = row[i] & MOST;
        int green = row[i + 1] & MOST;
        int red = row[i + 2] & MOST;
        sum += Math.max(blue, Math.max(green, red)) - Math.min(blue, Math.min(green, red));
      }
    }
    return (double) sum / ((long) colour.rows() * colour.cols());
  }

  /** The mean, over each small cell, of the root of the gradient: strong edges count less. */
  private static FloatVector outline(Mat small, Scratch scratch) {
    Mat smooth = scratch.mat();
    Mat dx = scratch.mat();
    Mat dy = scratch.mat();
    Mat size = scratch.mat();
    Imgproc.GaussianBlur(small, smooth, new org.opencv.core.Size(), 1);
    Imgproc.Sobel(smooth, dx, CvType.CV_32F, 1, 0);
    Imgproc.Sobel(smooth, dy, CvType.CV_32F, 0, 1);
    Core.magnitude(dx, dy, size);
    Core.sqrt(size, size);
    float[] cells =
        cells(size, SceneStatistics.OUTLINE_WIDTH, SceneStatistics.OUTLINE_HEIGHT, scratch);
    for (int i = 0; i < cells.length; i++) {
      cells[i] = Math.min(MOST, Math.round(cells[i] * OUTLINE_SCALE));
    }
    return new FloatVector(cells);
  }

  private static FloatVector detail(Mat picture, Scratch scratch) {
    Mat smooth = scratch.mat();
    Mat laplacian = scratch.mat();
    Mat exact = scratch.mat();
    picture.convertTo(exact, CvType.CV_32F);
    Imgproc.GaussianBlur(exact, smooth, new org.opencv.core.Size(), 1);
    Imgproc.Laplacian(smooth, laplacian, CvType.CV_32F);
    Core.multiply(laplacian, laplacian, laplacian);
    float[] cells = cells(laplacian, SceneStatistics.CELLS, SceneStatistics.CELLS, scratch);
    for (int i = 0; i < cells.length; i++) {
      cells[i] = Math.round(Math.sqrt(cells[i]) * 100) / 100f;
    }
    return new FloatVector(cells);
  }

  private static float[] cells(Mat values, int width, int height, Scratch scratch) {
    Mat cells = scratch.mat();
    Imgproc.resize(
        values, cells, new org.opencv.core.Size(width, height), 0, 0, Imgproc.INTER_AREA);
    float[] means = new float[width * height];
    cells.get(0, 0, means);
    return means;
  }

  /** Brings this analysis into Lynceus. */
  public static final class Plugin implements AnalysisPlugin {
    @Override
    public AnalysisDescriptor descriptor() {
      return new AnalysisDescriptor(
          SceneStatistics.ANALYSIS,
          "Measures of the picture as a whole, from which the master tells a camera's health.",
          EnumSet.of(FindingsKind.NUMBERS, FindingsKind.VECTORS),
          new TreeSet<>(),
          List.of(),
          List.of());
    }

    @Override
    public Analyzer open(AnalysisSettings settings) {
      settings.only();
      return new SceneAnalyzer();
    }
  }
}
