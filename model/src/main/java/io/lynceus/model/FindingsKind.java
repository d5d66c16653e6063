package io.lynceus.model;

/** The parts that {@link Findings} can have. JSON, wire, drawing and report know all of them. */
public enum FindingsKind {
  /** Boxes, each with a score; labels, key points and attributes where there are any. */
  DETECTIONS,
  /** Places, each with a strength. */
  POINTS,
  /** Numbers with names. */
  NUMBERS,
  /** A map of the picture's size, as a PNG file. */
  MAP,
  /** Vectors of numbers, such as embeddings. */
  VECTORS
}
