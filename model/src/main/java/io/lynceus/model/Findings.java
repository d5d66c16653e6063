package io.lynceus.model;

import java.util.List;
import java.util.Optional;

/** What one analysis found in one picture. All places are in pixels of the upright picture. */
public sealed interface Findings {

  /** The analysis whose findings these are. */
  Analysis analysis();

  /**
   * Objects, best first.
   *
   * @param model name of the network that found them
   */
  record Objects(String model, List<ObjectDetection> detections) implements Findings {
    public Objects {
      detections = List.copyOf(detections);
    }

    @Override
    public Analysis analysis() {
      return Analysis.OBJECTS;
    }
  }

  /**
   * Faces, best first.
   *
   * @param model name of the network that found them
   */
  record Faces(String model, List<FaceDetection> detections) implements Findings {
    public Faces {
      detections = List.copyOf(detections);
    }

    @Override
    public Analysis analysis() {
      return Analysis.FACES;
    }
  }

  /**
   * Edges.
   *
   * @param pixels number of edge pixels, 0 to width times height
   * @param density {@code pixels} divided by the picture's pixels, 0 to 1
   * @param png the edge map as a bilevel PNG file (white on black), when it was asked for
   */
  record Edges(long pixels, double density, Optional<EncodedPng> png) implements Findings {
    @Override
    public Analysis analysis() {
      return Analysis.EDGES;
    }
  }

  /** Corners, strongest first, at most {@link #MAX_POINTS}. */
  record Corners(List<Corner> points) implements Findings {
    /** More corners than this are never reported. */
    public static final int MAX_POINTS = 500;

    public Corners {
      points = List.copyOf(points);
    }

    @Override
    public Analysis analysis() {
      return Analysis.CORNERS;
    }
  }

  /**
   * One object.
   *
   * @param label class name, with spaces ({@code traffic light})
   * @param score 0 to 1
   */
  record ObjectDetection(String label, float score, Box box) {}

  /**
   * One face.
   *
   * @param score 0 to 1
   * @param landmarks the eye at the picture's left, the eye at its right, nose, mouth, left and
   *     right ear, in that order; may lie outside the picture
   */
  record FaceDetection(float score, Box box, List<Point> landmarks) {
    public FaceDetection {
      landmarks = List.copyOf(landmarks);
    }
  }

  /**
   * One corner.
   *
   * @param strength the smaller eigenvalue of the gradient's structure tensor, above 0
   */
  record Corner(float x, float y, float strength) {}
}
