package io.lynceus.examples.plugin;

import io.lynceus.model.Analysis;
import io.lynceus.model.AnalysisDescriptor;
import io.lynceus.model.Findings;
import io.lynceus.model.FindingsKind;
import io.lynceus.model.Question;
import io.lynceus.vision.analyzer.AnalysisException;
import io.lynceus.vision.analyzer.AnalysisPlugin;
import io.lynceus.vision.analyzer.AnalysisSettings;
import io.lynceus.vision.analyzer.Analyzer;
import io.lynceus.vision.image.Picture;
import io.lynceus.vision.image.Size;
import io.lynceus.vision.image.UnreadableImageException;
import java.util.EnumSet;
import java.util.List;
import java.util.TreeSet;
import org.opencv.core.CvException;

/**
 * The analysis {@code sharpness}: says whether a camera is out of focus. Its setting {@code
 * analysis.sharpness.blurred-below} is the {@linkplain Sharpness value} below which a picture
 * counts as blurred, 100 if it is not set.
 */
public final class SharpnessPlugin implements AnalysisPlugin {
  private static final String BLURRED_BELOW = "blurred-below";

  @Override
  public AnalysisDescriptor descriptor() {
    return new AnalysisDescriptor(
        new Analysis("sharpness"),
        "How sharp the picture is: the variance of its Laplacian, and 1 if it is blurred.",
        EnumSet.of(FindingsKind.NUMBERS),
        new TreeSet<>(),
        List.of(),
        List.of());
  }

  @Override
  public Analyzer open(AnalysisSettings settings) {
    double limit = settings.only(BLURRED_BELOW).number(BLURRED_BELOW, 100);
    if (!(limit >= 0)) {
      throw new IllegalArgumentException(settings.name(BLURRED_BELOW) + " is a number from 0 up");
    }
    return new SharpnessAnalyzer(limit);
  }

  private record SharpnessAnalyzer(double limit) implements Analyzer {
    @Override
    public Findings analyze(Picture picture, Question question)
        throws AnalysisException, UnreadableImageException {
      try {
        double variance = Sharpness.of(picture.grey());
        return Findings.NONE
            .withNumber("variance", variance)
            .withNumber("blurred", variance < limit ? 1 : 0);
      } catch (CvException e) {
        throw new AnalysisException("sharpness cannot be measured: " + e.getMessage(), e);
      }
    }

    @Override
    public long workBytes(Size size) {
      return size.pixels() * Sharpness.WORK_BYTES_PER_PIXEL;
    }
  }
}
