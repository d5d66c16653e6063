package io.lynceus.vision.scene;

import io.lynceus.model.AnalysisDescriptor;
import io.lynceus.model.AnalysisOption;
import io.lynceus.model.Findings;
import io.lynceus.model.FindingsKind;
import io.lynceus.model.FloatVector;
import io.lynceus.model.Question;
import io.lynceus.model.watch.RegionPatch;
import io.lynceus.model.watch.WatchRegion;
import io.lynceus.vision.analyzer.AnalysisException;
import io.lynceus.vision.analyzer.AnalysisPlugin;
import io.lynceus.vision.analyzer.AnalysisSettings;
import io.lynceus.vision.analyzer.Analyzer;
import io.lynceus.vision.image.Picture;
import io.lynceus.vision.image.Scratch;
import io.lynceus.vision.image.Size;
import io.lynceus.vision.image.UnreadableImageException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.TreeSet;
import org.opencv.core.Core;
import org.opencv.core.CvException;
import org.opencv.core.CvType;
import org.opencv.core.Mat;
import org.opencv.core.MatOfDouble;
import org.opencv.core.Rect;
import org.opencv.imgproc.Imgproc;

/**
 * Measures regions of a still: a {@link RegionPatch} for each of the option {@code watch}, whose
 * parts are {@code x:y:width:height}. Without the option, the whole picture is the region.
 *
 * <p>A cell has the mean, over it, of the root of the gradient's magnitude: strong edges count
 * less, and what a change of light does to all of them can be divided out. The margin is {@value
 * #SHIFT} of the picture's longer side, or a third of the region's if that is less.
 */
public final class RegionAnalyzer implements Analyzer {
  private static final double SHIFT = 0.03;

  /** Pixels of a cell, each way, in which the gradient is taken. */
  private static final int FINER = 4;

  /** Makes of the root of a gradient, about 0 to 13, 0 to 255. */
  private static final double SCALE = 20;

  private static final int MOST = 255;
  private static final double SOBEL = 1 / 8.0;

  /** Some copies of a patch with its margin, in 4 bytes a pixel, and one of the region. */
  private static final int WORK_BYTES = 2 << 20;

  @Override
  public Findings analyze(Picture picture, Question question)
      throws AnalysisException, UnreadableImageException {
    List<WatchRegion> regions = regions(question.options().list(RegionPatch.OPTION));
    Mat grey = picture.grey();
    List<FloatVector> patches = new ArrayList<>();
    try {
      for (WatchRegion region : regions) {
        patches.add(patch(grey, region).toVector());
      }
      return Findings.NONE.withVectors(patches);
    } catch (CvException e) {
      throw new AnalysisException("regions cannot be measured: " + e.getMessage(), e);
    }
  }

  private static List<WatchRegion> regions(List<String> texts) throws AnalysisException {
    if (texts.size() > RegionPatch.MOST_REGIONS) {
      throw new AnalysisException("watch has at most 16 regions");
    }
    List<WatchRegion> regions = new ArrayList<>();
    for (String text : texts) {
      regions.add(
          WatchRegion.of(text)
              .orElseThrow(
                  () ->
                      new AnalysisException(
                          "watch has regions such as 0.1:0.2:0.3:0.4, not '" + text + "'")));
    }
    return regions.isEmpty() ? List.of(WatchRegion.WHOLE) : regions;
  }

  /** Measures a region of a picture of 8 bits a pixel, which is not changed. */
  public static RegionPatch patch(Mat grey, WatchRegion region) {
    double width = Math.max(1, region.width() * grey.cols());
    double height = Math.max(1, region.height() * grey.rows());
    double cell = Math.max(width, height) / RegionPatch.CELLS;
    int columns = cells(width / cell);
    int rows = cells(height / cell);
    double shift = SHIFT * Math.max(grey.cols(), grey.rows());
    int margin = Math.max(1, Math.min(RegionPatch.MARGIN, (int) Math.ceil(shift / cell)));
    double left = region.x() * grey.cols();
    double top = region.y() * grey.rows();
    try (Scratch scratch = new Scratch()) {
      Mat inside =
          cut(grey, left, top, width, height, new int[] {columns * FINER, rows * FINER}, scratch);
      double across = width / columns;
      double down = height / rows;
      Mat whole =
          cut(
              grey,
              left - margin * across,
              top - margin * down,
              width + 2 * margin * across,
              height + 2 * margin * down,
              new int[] {(columns + 2 * margin) * FINER, (rows + 2 * margin) * FINER},
              scratch);
      return new RegionPatch(
          columns,
          rows,
          margin,
          variance(inside, scratch),
          edges(whole, columns + 2 * margin, rows + 2 * margin, scratch));
    }
  }

  private static int cells(double count) {
    return (int) Math.max(1, Math.min(RegionPatch.CELLS, Math.round(count)));
  }

  /** A part of the picture, which may go beyond it, in another size. */
  private static Mat cut(
      Mat grey, double x, double y, double width, double height, int[] size, Scratch scratch) {
    int left = (int) Math.floor(x);
    int top = (int) Math.floor(y);
    int right = (int) Math.max(left + 1, Math.ceil(x + width));
    int bottom = (int) Math.max(top + 1, Math.ceil(y + height));
    int fromX = Math.max(0, Math.min(grey.cols() - 1, left));
    int fromY = Math.max(0, Math.min(grey.rows() - 1, top));
    int toX = Math.max(fromX + 1, Math.min(grey.cols(), right));
    int toY = Math.max(fromY + 1, Math.min(grey.rows(), bottom));
    Mat part = scratch.keep(grey.submat(new Rect(fromX, fromY, toX - fromX, toY - fromY)));
    double scale = Math.max((double) (right - left) / size[0], (double) (bottom - top) / size[1]);
    double smaller = Math.min(1, 1 / scale);
    // Scaled down first, so that the border beyond a large picture takes no more memory than it.
    Mat scaled = scratch.mat();
    Imgproc.resize(
        part,
        scaled,
        new org.opencv.core.Size(
            Math.max(1, Math.round(part.cols() * smaller)),
            Math.max(1, Math.round(part.rows() * smaller))),
        0,
        0,
        Imgproc.INTER_AREA);
    Mat framed = scratch.mat();
    Core.copyMakeBorder(
        scaled,
        framed,
        (int) Math.round((fromY - top) * smaller),
        (int) Math.round(Math.max(0, bottom - toY) * smaller),
        (int) Math.round((fromX - left) * smaller),
        (int) Math.round(Math.max(0, right - toX) * smaller),
        Core.BORDER_REPLICATE);
    Mat sized = scratch.mat();
    boolean shrinks = framed.cols() >= size[0] && framed.rows() >= size[1];
    Imgproc.resize(
        framed,
        sized,
        new org.opencv.core.Size(size[0], size[1]),
        0,
        0,
        shrinks ? Imgproc.INTER_AREA : Imgproc.INTER_LINEAR);
    return sized;
  }

  private static double variance(Mat inside, Scratch scratch) {
    MatOfDouble mean = scratch.keep(new MatOfDouble());
    MatOfDouble deviation = scratch.keep(new MatOfDouble());
    Core.meanStdDev(inside, mean, deviation);
    return Math.pow(deviation.toArray()[0], 2);
  }

  private static FloatVector edges(Mat patch, int columns, int rows, Scratch scratch) {
    Mat smooth = scratch.mat();
    Mat dx = scratch.mat();
    Mat dy = scratch.mat();
    Mat size = scratch.mat();
    Mat cells = scratch.mat();
    patch.convertTo(smooth, CvType.CV_32F);
    Imgproc.GaussianBlur(smooth, smooth, new org.opencv.core.Size(), 1);
    Imgproc.Sobel(smooth, dx, CvType.CV_32F, 1, 0, 3, SOBEL);
    Imgproc.Sobel(smooth, dy, CvType.CV_32F, 0, 1, 3, SOBEL);
    Core.magnitude(dx, dy, size);
    Core.sqrt(size, size);
    Imgproc.resize(size, cells, new org.opencv.core.Size(columns, rows), 0, 0, Imgproc.INTER_AREA);
    float[] values = new float[columns * rows];
    cells.get(0, 0, values);
    for (int i = 0; i < values.length; i++) {
      values[i] = Math.min(MOST, Math.round(values[i] * SCALE));
    }
    return new FloatVector(values);
  }

  @Override
  public long workBytes(Size size) {
    return WORK_BYTES;
  }

  /** Brings this analysis into Lynceus. */
  public static final class Plugin implements AnalysisPlugin {
    @Override
    public AnalysisDescriptor descriptor() {
      return new AnalysisDescriptor(
          RegionPatch.ANALYSIS,
          "Measures of regions, from which the master tells whether something is missing there.",
          EnumSet.of(FindingsKind.VECTORS),
          new TreeSet<>(),
          List.of(
              AnalysisOption.list(
                  RegionPatch.OPTION,
                  "Regions as x:y:width:height in fractions, at most 16; the master sets them.")),
          List.of());
    }

    @Override
    public Analyzer open(AnalysisSettings settings) {
      settings.only();
      return new RegionAnalyzer();
    }
  }
}
