package io.lynceus.vision.decoding;

import io.lynceus.model.Box;
import io.lynceus.vision.model.Letterbox;

/**
 * A box that a network corrects: the offset of its centre is a part of its size, and its size grows
 * by a logarithm.
 *
 * <p>Source: Ren et al., "Faster R-CNN", 2015 (arXiv 1506.01497), 3.1.2; the variances are those of
 * Liu et al., "SSD", 2016 (arXiv 1512.02325).
 *
 * @param x of the centre, input pixels
 * @param y of the centre, input pixels
 * @param width input pixels
 * @param height input pixels
 */
record PriorBox(float x, float y, float width, float height) {

  /**
   * The corrected box, in the picture.
   *
   * @param deltas of centre x, y, and of the logarithms of width, height
   * @param centreVariance what the first two are multiplied with
   * @param sizeVariance what the others are multiplied with
   */
  Box corrected(float[] deltas, float centreVariance, float sizeVariance, Letterbox letterbox) {
    float centreX = x + deltas[0] * centreVariance * width;
    float centreY = y + deltas[1] * centreVariance * height;
    float halfWidth = (float) Math.exp(deltas[2] * sizeVariance) * width / 2;
    float halfHeight = (float) Math.exp(deltas[3] * sizeVariance) * height / 2;
    return letterbox.box(
        centreX - halfWidth, centreY - halfHeight, centreX + halfWidth, centreY + halfHeight);
  }
}
