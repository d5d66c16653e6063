package io.lynceus.vision.image;

import io.lynceus.model.image.LevelRange;
import java.util.Optional;
import org.opencv.core.Mat;

/**
 * What a decoder has made of a file.
 *
 * @param pixels upright, 8 bits a channel
 * @param stretched the levels of a file with 16 bits that became 0 and 255; empty when its upper 8
 *     bits were taken, and for all other files
 */
record Decoded(Mat pixels, Optional<LevelRange> stretched) {}
