package io.lynceus.vision.analyzer;

import io.lynceus.protocol.message.Analysis;
import io.lynceus.protocol.message.Findings;
import io.lynceus.protocol.message.Findings.Corner;
import io.lynceus.protocol.message.UnitOptions;
import io.lynceus.vision.image.Picture;
import io.lynceus.vision.image.Scratch;
import io.lynceus.vision.image.UnreadableImageException;
import java.util.ArrayList;
import java.util.List;
import org.opencv.core.CvException;
import org.opencv.core.Mat;
import org.opencv.imgproc.Imgproc;

/**
 * Finds corners: points around which the brightness changes in every direction.
 *
 * <p>A corner's strength is the smaller eigenvalue of the structure tensor: of the mean, over a
 * block of {@link CornersConfig#blockSize} pixels a side, of the products of the gradient (3x3
 * Sobel, where a step from black to white has the gradient 1). It lies between 0 and 1; a clear
 * corner has 0.01 to 0.3. Corners are local maxima, the strongest first, none closer to a stronger
 * one than {@link CornersConfig#minDistance}. The outermost row and column hold none.
 *
 * <p>No option counts.
 *
 * <p>Source: Shi and Tomasi, "Good Features to Track", CVPR 1994.
 */
public final class CornersAnalyzer implements Analyzer {
  private static final int SOBEL_SIZE = 3;

  private final CornersConfig config;

  public CornersAnalyzer(CornersConfig config) {
    this.config = config;
  }

  @Override
  public Analysis analysis() {
    return Analysis.CORNERS;
  }

  @Override
  public Findings.Corners analyze(Picture picture, UnitOptions options)
      throws AnalysisException, UnreadableImageException {
    try (Scratch scratch = new Scratch()) {
      Mat places = scratch.mat();
      Mat strengths = scratch.mat();
      Mat everywhere = scratch.mat();
      Imgproc.goodFeaturesToTrackWithQuality(
          picture.grey(),
          places,
          config.maxPoints(),
          config.quality(),
          config.minDistance() * picture.size().longSide(),
          everywhere,
          strengths,
          config.blockSize(),
          SOBEL_SIZE);
      return new Findings.Corners(corners(floats(places, 2), floats(strengths, 1)));
    } catch (CvException e) {
      throw new AnalysisException("corners cannot be looked for: " + e.getMessage(), e);
    }
  }

  private static float[] floats(Mat rows, int perRow) {
    float[] floats = new float[rows.rows() * perRow];
    if (floats.length > 0) {
      rows.get(0, 0, floats);
    }
    return floats;
  }

  /** Places are x, y, x, y, …, as strong as the strength of the same number. */
  private List<Corner> corners(float[] places, float[] strengths) {
    List<Corner> corners = new ArrayList<>();
    for (int i = 0; i < strengths.length; i++) {
      if (strengths[i] > 0 && strengths[i] >= config.minStrength()) {
        corners.add(new Corner(places[2 * i], places[2 * i + 1], strengths[i]));
      }
    }
    return corners;
  }
}
