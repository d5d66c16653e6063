package io.lynceus.examples.plugin;

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
import io.lynceus.vision.image.Size;
import io.lynceus.vision.image.UnreadableImageException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import org.opencv.core.CvException;
import org.opencv.core.Mat;
import org.opencv.core.Rect;

/**
 * The analysis {@code face-quality}: the faces that are sharp enough to know somebody by. It needs
 * the findings of {@code faces}, and returns their boxes with the sharpness of each as an
 * attribute. Its option {@code min-sharpness} leaves out the faces below.
 */
public final class FaceQualityPlugin implements AnalysisPlugin {
  private static final String MIN_SHARPNESS = "min-sharpness";
  private static final double MAX_SHARPNESS = 100_000;

  @Override
  public AnalysisDescriptor descriptor() {
    return new AnalysisDescriptor(
        new Analysis("face-quality"),
        "Faces that are sharp enough to know somebody by.",
        EnumSet.of(FindingsKind.DETECTIONS),
        new TreeSet<>(List.of(Analysis.FACES)),
        List.of(
            AnalysisOption.number(
                MIN_SHARPNESS, "Faces that are less sharp are left out.", 0, MAX_SHARPNESS)),
        List.of("good face"));
  }

  @Override
  public Analyzer open(AnalysisSettings settings) {
    settings.only();
    return new FaceQualityAnalyzer();
  }

  private static final class FaceQualityAnalyzer implements Analyzer {
    @Override
    public Findings analyze(Picture picture, Question question)
        throws AnalysisException, UnreadableImageException {
      double least = question.options().number(MIN_SHARPNESS).orElse(0);
      Findings faces =
          question
              .need(Analysis.FACES)
              .orElseThrow(() -> new AnalysisException("the faces are missing"));
      Mat grey = picture.grey();
      try {
        List<Detection> good = new ArrayList<>();
        for (Detection face : faces.boxes()) {
          double sharpness = sharpness(grey, face.box());
          if (sharpness >= least) {
            good.add(
                Detection.labelled("good face", face.score(), face.box())
                    .withAttribute("sharpness", String.format(Locale.ROOT, "%.1f", sharpness)));
          }
        }
        return Findings.ofDetections(faces.model(), good);
      } catch (CvException e) {
        throw new AnalysisException("faces cannot be measured: " + e.getMessage(), e);
      }
    }

    /** Of the part of the box that lies in the picture; 0 when none does. */
    private static double sharpness(Mat grey, Box box) {
      int left = Math.max(0, (int) box.x());
      int top = Math.max(0, (int) box.y());
      int right = Math.min(grey.cols(), (int) Math.ceil(box.x() + box.width()));
      int bottom = Math.min(grey.rows(), (int) Math.ceil(box.y() + box.height()));
      if (left >= right || top >= bottom) {
        return 0;
      }
      Mat face = grey.submat(new Rect(left, top, right - left, bottom - top));
      try {
        return Sharpness.of(face);
      } finally {
        face.release();
      }
    }

    @Override
    public long workBytes(Size size) {
      return size.pixels() * Sharpness.WORK_BYTES_PER_PIXEL;
    }
  }
}
