package io.lynceus.vision.analyzer;

import io.lynceus.model.AnalysisDescriptor;
import io.lynceus.model.EncodedPng;
import io.lynceus.model.Findings;
import io.lynceus.model.Question;
import io.lynceus.vision.image.Picture;
import io.lynceus.vision.image.Scratch;
import io.lynceus.vision.image.Size;
import io.lynceus.vision.image.UnreadableImageException;
import io.lynceus.vision.visible.EdgesOverPicture;
import org.opencv.core.Core;
import org.opencv.core.CvException;
import org.opencv.core.CvType;
import org.opencv.core.Mat;
import org.opencv.core.MatOfByte;
import org.opencv.core.MatOfInt;
import org.opencv.imgcodecs.Imgcodecs;
import org.opencv.imgproc.Imgproc;

/**
 * Finds edges: thin lines along which the brightness changes most, with Canny's detector.
 *
 * <p>Steps: Gaussian blur; 3x3 Sobel gradient; thresholds from the gradient's histogram (see {@link
 * EdgeThresholds}); thinning and hysteresis. Gradients are measured as {@code |dx| + |dy|}. A
 * picture without contrast has no edges.
 *
 * <p>Of the options, {@code edges=png} adds the edge map in the picture's size, one bit a pixel,
 * edges white; {@code edges=overlay} adds the picture in its place, with the edges over it.
 *
 * <p>Source: Canny, "A Computational Approach to Edge Detection", IEEE PAMI 8(6), 1986.
 */
public final class EdgesAnalyzer implements Analyzer {
  private static final String OVERLAY = "overlay";

  /** |dx| + |dy| of the 3x3 Sobel operator on 8 bits is at most this. */
  private static final int MAX_GRADIENT = 2 * 4 * 255;

  /** The smoothed picture, two gradients of 16 bits, the edges, Canny's own map and stack. */
  private static final int WORK_BYTES_PER_PIXEL = 8;

  private final EdgesConfig config;

  public EdgesAnalyzer(EdgesConfig config) {
    this.config = config;
  }

  @Override
  public Findings analyze(Picture picture, Question question)
      throws AnalysisException, UnreadableImageException {
    try (Scratch scratch = new Scratch()) {
      Mat smooth = smooth(picture.grey(), scratch);
      Mat dx = scratch.mat();
      Mat dy = scratch.mat();
      Imgproc.Sobel(smooth, dx, CvType.CV_16S, 1, 0);
      Imgproc.Sobel(smooth, dy, CvType.CV_16S, 0, 1);
      EdgeThresholds thresholds = EdgeThresholds.of(histogram(dx, dy), config);
      Mat edges = scratch.mat();
      Imgproc.Canny(dx, dy, edges, thresholds.low(), thresholds.high());
      long pixels = Core.countNonZero(edges);
      Findings found =
          Findings.NONE
              .withNumber("pixels", (double) pixels)
              .withNumber("density", (double) pixels / picture.size().pixels());
      return switch (form(question)) {
        case "png" -> found.withMap(png(edges, scratch));
        case OVERLAY -> found.withMap(EdgesOverPicture.of(picture.colour(), edges, scratch));
        default -> found;
      };
    } catch (CvException e) {
      throw new AnalysisException("edges cannot be looked for: " + e.getMessage(), e);
    }
  }

  private static String form(Question question) {
    return question.options().value("edges").orElse("");
  }

  @Override
  public long workBytes(Size size) {
    return size.pixels() * WORK_BYTES_PER_PIXEL;
  }

  @Override
  public long workBytes(Size size, Question question) {
    return workBytes(size)
        + (form(question).equals(OVERLAY)
            ? size.pixels() * EdgesOverPicture.WORK_BYTES_PER_PIXEL
            : 0);
  }

  private Mat smooth(Mat grey, Scratch scratch) {
    if (config.blur() == 0) {
      return grey;
    }
    Mat smooth = scratch.mat();
    Imgproc.GaussianBlur(grey, smooth, new org.opencv.core.Size(), config.blur());
    return smooth;
  }

  private static int[] histogram(Mat dx, Mat dy) {
    int[] histogram = new int[MAX_GRADIENT + 1];
    short[] dxRow = new short[dx.cols()];
    short[] dyRow = new short[dy.cols()];
    for (int y = 0; y < dx.rows(); y++) {
      dx.get(y, 0, dxRow);
      dy.get(y, 0, dyRow);
      for (int x = 0; x < dxRow.length; x++) {
        histogram[Math.abs(dxRow[x]) + Math.abs(dyRow[x])]++;
      }
    }
    return histogram;
  }

  private static EncodedPng png(Mat edges, Scratch scratch) {
    MatOfByte file = scratch.keep(new MatOfByte());
    MatOfInt bilevel = scratch.keep(new MatOfInt(Imgcodecs.IMWRITE_PNG_BILEVEL, 1));
    Imgcodecs.imencode(".png", edges, file, bilevel);
    return new EncodedPng(file.toArray());
  }

  /** Brings this analysis into Lynceus. */
  public static final class Plugin implements AnalysisPlugin {
    @Override
    public AnalysisDescriptor descriptor() {
      return AnalysisDescriptor.EDGES;
    }

    @Override
    public Analyzer open(AnalysisSettings settings) {
      return new EdgesAnalyzer(EdgesConfig.from(settings));
    }
  }
}
