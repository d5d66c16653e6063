package io.lynceus.benchmarks.pipeline;

import io.lynceus.model.Analysis;
import io.lynceus.model.Question;
import io.lynceus.protocol.message.Thumbnail;
import io.lynceus.vision.Vision;
import io.lynceus.vision.image.Picture;
import io.lynceus.vision.image.SmallJpeg;
import java.util.ArrayList;
import java.util.List;

/**
 * One step of analysing an image.
 *
 * @param name the name in tables
 * @param before prepares the step, such as by decoding the picture; not timed
 * @param step is timed
 */
record Kernel(String name, Action before, Action step) {
  // The input sizes of the networks with default settings.
  private static final int FACES_SIDE = 640;
  private static final int OBJECTS_SIDE = 512;
  private static final int CLOSE_UP_SIDE = 256;
  private static final int THUMBNAIL_SIDE = 320;

  /** An action on a picture. */
  interface Action {
    void run(Picture picture) throws Exception;
  }

  /**
   * The steps of all four analyses; their times add up to an image's. Where the first one decodes
   * the colours too, the second one scales them only.
   */
  static List<Kernel> all(Vision vision) {
    List<Kernel> kernels = new ArrayList<>();
    kernels.add(new Kernel("decode grey", picture -> {}, Picture::grey));
    kernels.add(
        new Kernel(
            "decode colour, scale to 640", Picture::grey, picture -> picture.colour(FACES_SIDE)));
    kernels.add(
        new Kernel(
            "scale to 512 and 256",
            picture -> picture.colour(FACES_SIDE),
            picture -> {
              picture.colour(OBJECTS_SIDE);
              picture.colour(CLOSE_UP_SIDE);
            }));
    for (Analysis analysis : Analysis.STANDARD) {
      kernels.add(new Kernel(analysis.key(), Kernel::decode, analyzing(vision, analysis)));
    }
    return kernels;
  }

  /** What a thumbnail costs a slave, in addition to the analyses. */
  static Kernel thumbnail() {
    return new Kernel(
        "thumbnail of 320",
        Kernel::decode,
        picture -> {
          var unused = SmallJpeg.of(picture, THUMBNAIL_SIDE, Thumbnail.MAX_BYTES);
        });
  }

  /** Whole analyses, from the file to the findings. */
  static List<Kernel> withDecoding(Vision vision) {
    List<Kernel> kernels = new ArrayList<>();
    for (Analysis analysis : Analysis.STANDARD) {
      kernels.add(
          new Kernel(
              analysis.key() + " with decoding", picture -> {}, analyzing(vision, analysis)));
    }
    return kernels;
  }

  private static Action analyzing(Vision vision, Analysis analysis) {
    return picture -> {
      var unused = vision.analyzer(analysis).analyze(picture, Question.DEFAULT);
    };
  }

  private static void decode(Picture picture) throws Exception {
    picture.grey();
    picture.colour(FACES_SIDE);
    picture.colour(OBJECTS_SIDE);
    picture.colour(CLOSE_UP_SIDE);
  }
}
