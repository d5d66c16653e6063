package io.lynceus.vision.analyzer;

import io.lynceus.model.Analysis;
import io.lynceus.model.AnalysisDescriptor;
import io.lynceus.model.Findings;
import io.lynceus.model.FindingsKind;
import io.lynceus.model.Question;
import io.lynceus.vision.image.Picture;
import io.lynceus.vision.image.Scratch;
import io.lynceus.vision.image.Size;
import io.lynceus.vision.image.UnreadableImageException;
import io.lynceus.vision.visible.BoundedPng;
import io.lynceus.vision.visible.Tag;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.TreeSet;
import org.opencv.core.Core;
import org.opencv.core.CvException;
import org.opencv.core.CvType;
import org.opencv.core.Mat;
import org.opencv.core.Scalar;
import org.opencv.imgproc.CLAHE;
import org.opencv.imgproc.Imgproc;

/**
 * Makes a copy of the picture in which people see more, for dark, foggy and noisy stills:
 * brightness is equalised part by part with a limited gain, and noise is smoothed before, as far as
 * there is any. The copy is marked. It shows nothing that the picture does not have, but what it
 * makes of noise can look like something: no analysis looks at it.
 *
 * <p>Steps: luma and colours apart; noise measured; bilateral filter of the luma and Gaussian of
 * the colours, both in proportion to the noise; a curve that lifts a dark picture; equalisation of
 * the luma in 8 by 8 tiles; colours strengthened as the luma was; the word {@value #MARK} in the
 * corner. No option counts.
 *
 * <p>Sources: Zuiderveld, "Contrast Limited Adaptive Histogram Equalization", Graphics Gems IV,
 * 1994; Tomasi and Manduchi, "Bilateral Filtering for Gray and Color Images", ICCV 1998; Immerkær,
 * "Fast Noise Variance Estimation", Computer Vision and Image Understanding 64(2), 1996.
 */
public final class ClarifyAnalyzer implements Analyzer {
  /** The key of the analysis. */
  public static final Analysis ANALYSIS = new Analysis("clarify");

  static final String MARK = "ENHANCED";

  /** How much steeper the equalisation makes brightness at most, as OpenCV counts it. */
  private static final double CLIP = 2.5;

  private static final int TILES = 8;

  /** Less noise is left alone, grey levels. */
  private static final double LEAST_NOISE = 1;

  private static final double MOST_NOISE = 15;

  /** Differences up to that many deviations of the noise are smoothed. */
  private static final double SMOOTHED = 2.5;

  private static final int NEIGHBOURHOOD = 5;

  private static final double WHITE = 255;
  private static final double LIFTED = 60;

  /** Of the curve: a lower one shows the noise of the sensor alone. */
  private static final double LEAST_POWER = 0.5;

  /** The picture, luma and colours as they were and become, a response, the copy, its file. */
  private static final int WORK_BYTES_PER_PIXEL = 22 + BoundedPng.WORK_BYTES_PER_PIXEL;

  @Override
  public Findings analyze(Picture picture, Question question)
      throws AnalysisException, UnreadableImageException {
    Mat colour = picture.colour();
    try (Scratch scratch = new Scratch()) {
      Mat split = scratch.mat();
      Imgproc.cvtColor(colour, split, Imgproc.COLOR_BGR2YCrCb);
      List<Mat> channels = new ArrayList<>();
      Core.split(split, channels);
      channels.forEach(scratch::keep);
      double noise = noise(channels.get(0), scratch);
      Mat clear = clear(channels, noise, scratch);
      Tag.write(clear, MARK);
      return Findings.NONE
          .withNumber("enhanced", 1)
          .withNumber("noise", Math.round(noise * 100) / 100.0)
          .withMap(BoundedPng.of(clear, scratch));
    } catch (CvException | IllegalArgumentException e) {
      throw new AnalysisException("the picture cannot be clarified: " + e.getMessage(), e);
    }
  }

  private static Mat clear(List<Mat> channels, double noise, Scratch scratch) {
    Mat luma = channels.get(0);
    Mat equal = scratch.mat();
    CLAHE equaliser = Imgproc.createCLAHE(CLIP, new org.opencv.core.Size(TILES, TILES));
    equaliser.apply(lifted(smoothed(luma, noise, scratch), scratch), equal);
    equaliser.collectGarbage();
    double gain = Math.min(2, Math.max(1, Core.mean(equal).val[0] / (1 + Core.mean(luma).val[0])));
    for (int i = 1; i < channels.size(); i++) {
      Mat tone = channels.get(i);
      if (noise >= LEAST_NOISE) {
        Imgproc.GaussianBlur(tone, tone, new org.opencv.core.Size(), 1 + noise / 5);
      }
      tone.convertTo(tone, CvType.CV_8U, gain, 128 * (1 - gain));
    }
    Mat merged = scratch.mat();
    Mat clear = scratch.mat();
    Core.merge(List.of(equal, channels.get(1), channels.get(2)), merged);
    Imgproc.cvtColor(merged, clear, Imgproc.COLOR_YCrCb2BGR);
    return clear;
  }

  private static Mat smoothed(Mat luma, double noise, Scratch scratch) {
    if (noise < LEAST_NOISE) {
      return luma;
    }
    Mat smooth = scratch.mat();
    double apart = SMOOTHED * Math.min(MOST_NOISE, noise);
    Imgproc.bilateralFilter(luma, smooth, NEIGHBOURHOOD, apart, NEIGHBOURHOOD / 2.0);
    return smooth;
  }

  /** A dark picture with a curve that lifts the darkest most, up to a mean of {@value #LIFTED}. */
  private static Mat lifted(Mat luma, Scratch scratch) {
    double mean = Math.max(1, Core.mean(luma).val[0]);
    if (mean >= LIFTED) {
      return luma;
    }
    double power = Math.max(LEAST_POWER, Math.log(LIFTED / WHITE) / Math.log(mean / WHITE));
    byte[] curve = new byte[256];
    for (int i = 0; i < curve.length; i++) {
      curve[i] = (byte) Math.round(WHITE * Math.pow(i / WHITE, power));
    }
    Mat table = scratch.keep(new Mat(1, curve.length, CvType.CV_8UC1));
    table.put(0, 0, curve);
    Mat lifted = scratch.mat();
    Core.LUT(luma, table, lifted);
    return lifted;
  }

  /** The standard deviation of the noise, in grey levels; an even picture has 0. */
  private static double noise(Mat luma, Scratch scratch) {
    Mat mask = scratch.keep(new Mat(3, 3, CvType.CV_32F));
    mask.put(0, 0, 1, -2, 1, -2, 4, -2, 1, -2, 1);
    Mat response = scratch.mat();
    Imgproc.filter2D(luma, response, CvType.CV_16S, mask);
    Core.absdiff(response, Scalar.all(0), response);
    return Math.sqrt(Math.PI / 2) * Core.mean(response).val[0] / 6;
  }

  @Override
  public long workBytes(Size size) {
    return size.pixels() * WORK_BYTES_PER_PIXEL;
  }

  /** Brings this analysis into Lynceus. */
  public static final class Plugin implements AnalysisPlugin {
    @Override
    public AnalysisDescriptor descriptor() {
      return new AnalysisDescriptor(
          ANALYSIS,
          "A marked copy of the picture in which people see more: for eyes, never for evidence.",
          EnumSet.of(FindingsKind.NUMBERS, FindingsKind.MAP),
          new TreeSet<>(),
          List.of(),
          List.of());
    }

    @Override
    public Analyzer open(AnalysisSettings settings) {
      settings.only();
      return new ClarifyAnalyzer();
    }
  }
}
