package io.lynceus.benchmarks.accuracy;

import io.lynceus.benchmarks.accuracy.Scorer.Rule;
import java.util.List;
import java.util.Optional;

/**
 * One row of the reference table: the figures of a decoder in another language, with the same
 * networks and pictures.
 *
 * @param folder below the data folder
 * @param pictures a glob of file names
 */
record ReferenceRow(
    String title, String folder, String pictures, Rule question, double precision, double recall) {
  private static final Optional<String> PERSON = Optional.of("person");
  private static final Optional<String> ALL_CLASSES = Optional.empty();

  static final List<ReferenceRow> ALL =
      List.of(
          new ReferenceRow(
              "persons, CCTV, score 0.3 (people/pets_*)",
              "people",
              "pets_*",
              new Rule(PERSON, 0.4, 0, 0.3),
              0.73,
              0.93),
          new ReferenceRow(
              "persons, CCTV, score 0.4 (people/pets_*)",
              "people",
              "pets_*",
              new Rule(PERSON, 0.4, 0, 0.4),
              0.99,
              0.89),
          new ReferenceRow(
              "persons, COCO (people/coco_val*)",
              "people",
              "coco_val*",
              new Rule(PERSON, 0.5, 0, 0.3),
              0.85,
              0.53),
          new ReferenceRow(
              "objects, all classes (objects/*)",
              "objects",
              "*",
              new Rule(ALL_CLASSES, 0.5, 0, 0.3),
              0.61,
              0.47),
          new ReferenceRow(
              "faces from 24 px (faces/*)",
              "faces",
              "*",
              new Rule(ALL_CLASSES, 0.4, 24, 0.6),
              0.94,
              0.84),
          new ReferenceRow(
              "faces from 40 px (faces/*)",
              "faces",
              "*",
              new Rule(ALL_CLASSES, 0.4, 40, 0.6),
              0.91,
              0.92));
}
