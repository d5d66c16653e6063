package io.lynceus.vision.visible;

import io.lynceus.model.EncodedPng;
import io.lynceus.vision.image.Scratch;
import org.opencv.core.Core;
import org.opencv.core.CvType;
import org.opencv.core.Mat;
import org.opencv.core.Scalar;
import org.opencv.imgproc.Imgproc;

/**
 * Edges over their picture: the picture in its colours, neither dark nor bright, and the edges in
 * one bright colour. In large pictures the lines are thicker, so that they are seen when the
 * picture fills a screen.
 */
public final class EdgesOverPicture {
  /** The brightness that the picture gets, as far as the gains below allow: edges stand out. */
  private static final double BRIGHTNESS = 80;

  private static final double LEAST_GAIN = 0.5;
  private static final double MOST_GAIN = 3;

  /** As in annotated pictures; blue, green, red. */
  private static final Scalar COLOUR = new Scalar(0xD8, 0x4D, 0xFF);

  /** A line gets thicker by a pixel for each of these. */
  private static final int PIXELS_OF_A_SCREEN = 1600;

  /** The picture in colours, the darker copy, thicker lines, and the file. */
  public static final int WORK_BYTES_PER_PIXEL = 7 + BoundedPng.WORK_BYTES_PER_PIXEL;

  private EdgesOverPicture() {}

  /**
   * Draws them.
   *
   * @param colour the picture, 8 bits in three channels; not changed
   * @param edges of the same size, 8 bits, edges not 0; not changed
   */
  public static EncodedPng of(Mat colour, Mat edges, Scratch scratch) {
    Mat drawn = scratch.mat();
    Scalar means = Core.mean(colour);
    double mean = (means.val[0] + means.val[1] + means.val[2]) / 3;
    double gain = Math.max(LEAST_GAIN, Math.min(MOST_GAIN, BRIGHTNESS / Math.max(1, mean)));
    colour.convertTo(drawn, CvType.CV_8U, gain, 0);
    Mat lines = edges;
    int thicker = Math.max(colour.cols(), colour.rows()) / PIXELS_OF_A_SCREEN;
    if (thicker > 0) {
      lines = scratch.mat();
      Mat brush =
          scratch.keep(
              Imgproc.getStructuringElement(
                  Imgproc.MORPH_RECT, new org.opencv.core.Size(1 + thicker, 1 + thicker)));
      Imgproc.dilate(edges, lines, brush);
    }
    drawn.setTo(COLOUR, lines);
    return BoundedPng.of(drawn, scratch);
  }
}
