package io.lynceus.vision.haar;

import io.lynceus.model.Analysis;
import io.lynceus.model.AnalysisDescriptor;
import io.lynceus.model.AnalysisOption;
import io.lynceus.model.Box;
import io.lynceus.model.Findings;
import io.lynceus.model.Findings.Detection;
import io.lynceus.model.FindingsKind;
import io.lynceus.model.Question;
import io.lynceus.vision.analyzer.AnalysisException;
import io.lynceus.vision.analyzer.AnalysisPlugin;
import io.lynceus.vision.analyzer.AnalysisSettings;
import io.lynceus.vision.analyzer.Analyzer;
import io.lynceus.vision.image.Picture;
import io.lynceus.vision.image.Scratch;
import io.lynceus.vision.image.Size;
import io.lynceus.vision.image.UnreadableImageException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.opencv.core.CvException;
import org.opencv.core.Mat;
import org.opencv.core.MatOfInt;
import org.opencv.core.MatOfRect;
import org.opencv.core.Rect;
import org.opencv.imgproc.Imgproc;

/**
 * Finds upright frontal faces by a Haar cascade, as the student paper did: a window of each size
 * moves over the brightness of the picture, and stages of boosted features reject it or not. The
 * networks of the analysis {@code faces} find more and err less; this is for comparison.
 *
 * <p>A cascade has no probability. The score is {@code n ÷ (n + neighbours)}, where {@code n}
 * windows agree on the face: 0.5 for just enough. Of the options, {@code min-score} counts.
 *
 * <p>Source: Viola and Jones, "Rapid Object Detection using a Boosted Cascade of Simple Features",
 * CVPR 2001; features of Lienhart and Maydt, ICIP 2002.
 */
public final class HaarAnalyzer implements Analyzer {
  /** The key of the analysis. */
  public static final Analysis ANALYSIS = new Analysis("haar");

  private static final String LABEL = "face";

  private static final String MIN_SCORE = "min-score";

  /** The brightness, scaled and equalised, and two sums of it in all sizes. */
  private static final int WORK_BYTES_PER_PIXEL = 64;

  /** For the cascade. */
  private static final int MORE_BYTES = 16 << 20;

  private final HaarConfig config;
  private final @Nullable Cascade cascade;

  private HaarAnalyzer(HaarConfig config, @Nullable Cascade cascade) {
    this.config = config;
    this.cascade = cascade;
  }

  /**
   * Reads the cascade. Where none is set and none installed, each look says so.
   *
   * @throws IOException when the file holds no cascade
   */
  static HaarAnalyzer open(HaarConfig config) throws IOException {
    Optional<Path> file = config.cascade().or(Cascade::installed);
    return new HaarAnalyzer(config, file.isPresent() ? Cascade.read(file.get()) : null);
  }

  @Override
  public Findings analyze(Picture picture, Question question)
      throws AnalysisException, UnreadableImageException {
    if (cascade == null) {
      throw new AnalysisException(
          "this slave has no Haar cascade: install OpenCV's (Debian: opencv-data), or name its"
              + " haarcascade_frontalface_default.xml in analysis.haar.cascade of its settings");
    }
    double minScore = question.options().number(MIN_SCORE).orElse(0);
    Mat grey = picture.grey();
    double reduced = reduced(picture.size());
    try (Scratch scratch = new Scratch()) {
      MatOfRect found = scratch.keep(new MatOfRect());
      MatOfInt windows = scratch.keep(new MatOfInt());
      cascade.find(
          equalised(grey, reduced, scratch), found, windows, config, config.leastSide() * reduced);
      return Findings.NONE.withDetections(faces(found, windows, picture.size(), minScore));
    } catch (CvException | IOException e) {
      throw new AnalysisException("faces cannot be looked for: " + e.getMessage(), e);
    }
  }

  private double reduced(Size size) {
    return Math.min(1, (double) config.longSide() / size.longSide());
  }

  private static Mat equalised(Mat grey, double reduced, Scratch scratch) {
    Mat scaled = grey;
    if (reduced < 1) {
      scaled = scratch.mat();
      int width = (int) Math.max(1, Math.round(grey.cols() * reduced));
      int height = (int) Math.max(1, Math.round(grey.rows() * reduced));
      Imgproc.resize(
          grey, scaled, new org.opencv.core.Size(width, height), 0, 0, Imgproc.INTER_AREA);
    }
    Mat equal = scratch.mat();
    Imgproc.equalizeHist(scaled, equal);
    return equal;
  }

  private List<Detection> faces(MatOfRect found, MatOfInt windows, Size size, double minScore) {
    if (found.empty()) { // then the counts have no type
      return List.of();
    }
    Rect[] places = found.toArray();
    int[] agreeing = windows.toArray();
    List<Detection> faces = new ArrayList<>();
    for (int i = 0; i < places.length; i++) {
      double score = agreeing[i] / (double) (agreeing[i] + config.neighbours());
      if (score >= minScore) {
        faces.add(Detection.labelled(LABEL, (float) score, box(places[i], size)));
      }
    }
    faces.sort(Comparator.comparingDouble((Detection face) -> -face.score()));
    return faces;
  }

  /** The scaled picture's sides are rounded, so a place at its border may lie beyond it. */
  private Box box(Rect place, Size size) {
    double reduced = reduced(size);
    double left = Math.max(0, Math.min(size.width(), place.x / reduced));
    double top = Math.max(0, Math.min(size.height(), place.y / reduced));
    double right = Math.max(left, Math.min(size.width(), (place.x + place.width) / reduced));
    double bottom = Math.max(top, Math.min(size.height(), (place.y + place.height) / reduced));
    return new Box((float) left, (float) top, (float) (right - left), (float) (bottom - top));
  }

  @Override
  public long workBytes(Size size) {
    double reduced = reduced(size);
    return (long) (size.pixels() * reduced * reduced * WORK_BYTES_PER_PIXEL) + MORE_BYTES;
  }

  /** Brings this analysis into Lynceus. */
  public static final class Plugin implements AnalysisPlugin {
    @Override
    public AnalysisDescriptor descriptor() {
      return new AnalysisDescriptor(
          ANALYSIS,
          "Frontal faces by a Haar cascade, to compare with: faces finds more and errs less.",
          EnumSet.of(FindingsKind.DETECTIONS),
          new TreeSet<>(),
          List.of(
              AnalysisOption.number(
                  MIN_SCORE, "Objects and faces below this score are not reported.", 0, 1)),
          List.of(LABEL));
    }

    @Override
    public Analyzer open(AnalysisSettings settings) throws IOException {
      return HaarAnalyzer.open(HaarConfig.from(settings));
    }
  }
}
