package io.lynceus.model.people;

import io.lynceus.model.Analysis;
import io.lynceus.model.Findings;
import io.lynceus.model.Findings.Detection;
import io.lynceus.model.FloatVector;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A face as the analysis {@code embedding} sees it.
 *
 * @param face as the analysis of faces found it
 * @param vector of length 1; absent for a face that is too small, that cannot be aligned, or that
 *     is beyond the bound of faces in one picture
 */
public record SeenFace(Detection face, FaceQuality quality, Optional<FloatVector> vector) {
  /** The key of the analysis. */
  public static final Analysis ANALYSIS = new Analysis("embedding");

  /** A face of fewer pixels in height gets no vector. */
  public static final int LEAST_HEIGHT = 40;

  /** More faces of one picture get no vector. */
  public static final int MOST_VECTORS = 64;

  /** More faces of one picture are not told of. */
  public static final int MOST_FACES = 1024;

  private static final int QUALITIES = 5;

  /**
   * Faces as findings: for each a box and two vectors, its quality and its vector, which is empty
   * where it has none.
   *
   * @param model the network that made the vectors
   */
  public static Findings toFindings(String model, List<SeenFace> faces) {
    List<FloatVector> vectors = new ArrayList<>();
    for (SeenFace seen : faces) {
      FaceQuality quality = seen.quality;
      vectors.add(
          new FloatVector(
              new float[] {
                quality.height(),
                quality.sharpness(),
                quality.yaw(),
                quality.luma(),
                quality.grey() ? 1 : 0
              }));
      vectors.add(seen.vector.orElseGet(() -> new FloatVector(new float[0])));
    }
    return Findings.ofDetections(model, faces.stream().map(SeenFace::face).toList())
        .withVectors(vectors);
  }

  /** The faces in such findings; empty if these are others. */
  public static Optional<List<SeenFace>> of(Findings findings) {
    List<FloatVector> vectors = findings.vectors().orElse(List.of());
    List<Detection> boxes = findings.boxes();
    if (vectors.size() != 2 * boxes.size()) {
      return Optional.empty();
    }
    List<SeenFace> faces = new ArrayList<>();
    for (int i = 0; i < boxes.size(); i++) {
      FloatVector quality = vectors.get(2 * i);
      FloatVector vector = vectors.get(2 * i + 1);
      if (quality.size() != QUALITIES) {
        return Optional.empty(); // of another version
      }
      faces.add(
          new SeenFace(
              boxes.get(i),
              new FaceQuality(
                  quality.get(0),
                  quality.get(1),
                  quality.get(2),
                  quality.get(3),
                  quality.get(4) != 0),
              vector.size() == 0 ? Optional.empty() : Optional.of(vector)));
    }
    return Optional.of(faces);
  }
}
