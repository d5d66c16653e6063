package io.lynceus.benchmarks.pipeline;

import io.lynceus.model.Analysis;
import io.lynceus.model.Question;
import io.lynceus.vision.Vision;
import io.lynceus.vision.image.Picture;
import java.util.ArrayList;
import java.util.List;

/**
 * One step of an image's way through the analyses.
 *
 * @param name as tables show it
 * @param before what has to be there already, such as the decoded picture; not timed
 * @param step what is timed
 */
record Kernel(String name, Step before, Step step) {
  // The pictures that the networks look at, as the settings have it by default.
  private static final int FACES_SIDE = 640;
  private static final int OBJECTS_SIDE = 512;
  private static final int CLOSE_UP_SIDE = 256;

  /** Something that is done with a picture. */
  interface Step {
    void run(Picture picture) throws Exception;
  }

  /** Those of all four analyses; their times add up to an image's. */
  static List<Kernel> all(Vision vision) {
    List<Kernel> kernels = new ArrayList<>();
    kernels.add(new Kernel("decode grey", picture -> {}, Picture::grey));
    kernels.add(
        new Kernel(
            "decode colour, scale to 640", picture -> {}, picture -> picture.colour(FACES_SIDE)));
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

  /** Whole analyses as a slave runs them alone, from the file to the findings. */
  static List<Kernel> withDecoding(Vision vision) {
    List<Kernel> kernels = new ArrayList<>();
    for (Analysis analysis : Analysis.STANDARD) {
      kernels.add(
          new Kernel(
              analysis.key() + " with decoding", picture -> {}, analyzing(vision, analysis)));
    }
    return kernels;
  }

  private static Step analyzing(Vision vision, Analysis analysis) {
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
