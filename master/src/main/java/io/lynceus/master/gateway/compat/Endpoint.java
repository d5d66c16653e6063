package io.lynceus.master.gateway.compat;

import io.lynceus.model.Analysis;

/** What the port can be asked to find. */
enum Endpoint {
  /** Objects, by {@code /v1/vision/detection}. */
  DETECTION("detect", Analysis.OBJECTS, "invalid image file"),
  /** Objects, by a network that the path names: {@code /v1/vision/custom/NAME}. */
  CUSTOM("custom", Analysis.OBJECTS, "invalid image file"),
  /** Faces, by {@code /v1/vision/face}. */
  FACE("detect", Analysis.FACES, "invalid image");

  /** The least confidence of faces where the client sends none. */
  private static final double FACES_MIN = 0.55;

  private final String command;

  @SuppressWarnings("ImmutableEnumChecker") // a record of a text
  private final Analysis analysis;

  private final String badImage;

  Endpoint(String command, Analysis analysis, String badImage) {
    this.command = command;
    this.analysis = analysis;
    this.badImage = badImage;
  }

  /** As CodeProject.AI names it in its answers. */
  String command() {
    return command;
  }

  /** The one analysis that is needed. */
  Analysis analysis() {
    return analysis;
  }

  /** DeepStack's words for a picture that cannot be read. */
  String badImage() {
    return badImage;
  }

  /**
   * The least confidence where the client sends none.
   *
   * @param objectsMin that of objects
   */
  double leastConfidence(double objectsMin) {
    return analysis.equals(Analysis.FACES) ? FACES_MIN : objectsMin;
  }
}
