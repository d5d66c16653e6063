package io.lynceus.vision.analyzer;

import io.lynceus.model.AnalysisDescriptor;
import io.lynceus.model.Findings;
import io.lynceus.model.Findings.StrongPoint;
import io.lynceus.model.Question;
import io.lynceus.vision.image.Picture;
import io.lynceus.vision.image.Size;
import io.lynceus.vision.image.UnreadableImageException;
import java.util.ArrayList;
import java.util.List;
import org.opencv.core.CvException;
import org.opencv.core.Mat;

/**
 * Finds corners: points around which the brightness changes in every direction.
 *
 * <p>A corner's strength is the smaller eigenvalue of the structure tensor: of the mean, over a
 * block of {@link CornersConfig#blockSize} pixels a side, of the products of the gradient (3x3
 * Sobel, where a step from black to white has the gradient 1). It lies between 0 and 1; a clear
 * corner has 0.01 to 0.3. Corners are local maxima, the strongest first, none closer to a stronger
 * one than {@link CornersConfig#minDistance}. The outermost row and column hold none.
 *
 * <p>No option counts: the master leaves the corners out of a reply for which only their number is
 * asked ({@code corners=count}).
 *
 * <p>Source: Shi and Tomasi, "Good Features to Track", CVPR 1994.
 */
public final class CornersAnalyzer implements Analyzer {
  private final CornersConfig config;

  public CornersAnalyzer(CornersConfig config) {
    this.config = config;
  }

  @Override
  public Findings analyze(Picture picture, Question question)
      throws AnalysisException, UnreadableImageException {
    Mat grey = picture.grey();
    try {
      long[] maxima = CornerStrengths.maxima(grey, config.blockSize(), config.quality());
      Spacing spacing = new Spacing(config.minDistance() * picture.size().longSide());
      return Findings.ofPoints(corners(maxima, spacing, grey.cols()));
    } catch (CvException e) {
      throw new AnalysisException("corners cannot be looked for: " + e.getMessage(), e);
    }
  }

  private List<StrongPoint> corners(long[] maxima, Spacing spacing, int columns) {
    List<StrongPoint> corners = new ArrayList<>();
    for (long maximum : maxima) {
      float strength = CornerStrengths.strength(maximum);
      if (strength < config.minStrength() || corners.size() == config.maxPoints()) {
        break;
      }
      int x = CornerStrengths.index(maximum) % columns;
      int y = CornerStrengths.index(maximum) / columns;
      if (spacing.take(x, y)) {
        corners.add(new StrongPoint(x, y, strength));
      }
    }
    return corners;
  }

  @Override
  public long workBytes(Size size) {
    return CornerStrengths.workBytes(size, config.blockSize());
  }

  /** Brings this analysis into Lynceus. */
  public static final class Plugin implements AnalysisPlugin {
    @Override
    public AnalysisDescriptor descriptor() {
      return AnalysisDescriptor.CORNERS;
    }

    @Override
    public Analyzer open(AnalysisSettings settings) {
      return new CornersAnalyzer(CornersConfig.from(settings));
    }
  }
}
