package io.lynceus.benchmarks.accuracy;

import io.lynceus.benchmarks.accuracy.Scorer.Rule;
import io.lynceus.model.Analysis;
import io.lynceus.vision.haar.HaarAnalyzer;
import java.util.List;
import java.util.Optional;

/**
 * One row of the reference table: the figures of a decoder in another language, with the same
 * networks and pictures.
 *
 * @param folder below the data folder
 * @param by the analysis that is scored; empty: the one that fits the folder's labels
 * @param pictures a glob of file names
 */
record ReferenceRow(
    String title,
    String folder,
    Optional<Analysis> by,
    String pictures,
    Rule question,
    double precision,
    double recall) {
  private static final Optional<String> PERSON = Optional.of("person");
  private static final Optional<String> ALL_CLASSES = Optional.empty();

  static final List<ReferenceRow> ALL =
      List.of(
          new ReferenceRow(
              "persons, CCTV, score 0.3 (people/pets_*)",
              "people",
              Optional.empty(),
              "pets_*",
              new Rule(PERSON, 0.4, 0, 0.3),
              0.73,
              0.93),
          new ReferenceRow(
              "persons, CCTV, score 0.4 (people/pets_*)",
              "people",
              Optional.empty(),
              "pets_*",
              new Rule(PERSON, 0.4, 0, 0.4),
              0.99,
              0.89),
          new ReferenceRow(
              "persons, COCO (people/coco_val*)",
              "people",
              Optional.empty(),
              "coco_val*",
              new Rule(PERSON, 0.5, 0, 0.3),
              0.85,
              0.53),
          new ReferenceRow(
              "objects, all classes (objects/*)",
              "objects",
              Optional.empty(),
              "*",
              new Rule(ALL_CLASSES, 0.5, 0, 0.3),
              0.61,
              0.47),
          new ReferenceRow(
              "faces from 24 px (faces/*)",
              "faces",
              Optional.empty(),
              "*",
              new Rule(ALL_CLASSES, 0.4, 24, 0.6),
              0.94,
              0.84),
          new ReferenceRow(
              "faces from 40 px (faces/*)",
              "faces",
              Optional.empty(),
              "*",
              new Rule(ALL_CLASSES, 0.4, 40, 0.6),
              0.91,
              0.92),
          new ReferenceRow(
              "faces from 24 px by haar (faces/*)",
              "faces",
              Optional.of(HaarAnalyzer.ANALYSIS),
              "*",
              new Rule(ALL_CLASSES, 0.4, 24, 0),
              0.87,
              0.59),
          new ReferenceRow(
              "faces from 40 px by haar (faces/*)",
              "faces",
              Optional.of(HaarAnalyzer.ANALYSIS),
              "*",
              new Rule(ALL_CLASSES, 0.4, 40, 0),
              Double.NaN,
              Double.NaN));
}
