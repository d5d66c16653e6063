package io.lynceus.client;

import io.lynceus.model.Analysis;
import io.lynceus.model.Box;
import io.lynceus.model.Findings;
import io.lynceus.model.Findings.Corner;
import io.lynceus.model.Findings.FaceDetection;
import io.lynceus.model.Findings.ObjectDetection;
import io.lynceus.model.Point;
import io.lynceus.model.Reply;
import io.lynceus.model.Reply.ImageInfo;
import io.lynceus.model.Reply.Outcome;
import io.lynceus.model.Reply.Rejection;
import io.lynceus.model.Reply.RejectionCode;
import io.lynceus.model.Reply.Status;
import io.lynceus.model.Reply.Timing;
import io.lynceus.model.Reply.UnitReply;
import io.lynceus.model.Reply.UnitRun;
import io.lynceus.model.image.ImageFormat;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Invented replies for tests. */
public final class Replies {
  private Replies() {}

  /** A reply with those findings for an image of that size. */
  public static Reply of(int width, int height, Findings... findings) {
    Map<Analysis, UnitReply> analyses = new LinkedHashMap<>();
    Map<Analysis, UnitRun> runs = new LinkedHashMap<>();
    Map<String, Optional<Integer>> counts = new LinkedHashMap<>();
    for (Findings found : findings) {
      analyses.put(found.analysis(), UnitReply.ok(found));
      runs.put(found.analysis(), new UnitRun(Duration.ofMillis(41), "slave-1", 1));
      if (found instanceof Findings.Objects objects) {
        objects.detections().forEach(object -> counts.put(object.label(), Optional.of(1)));
      } else if (found instanceof Findings.Faces faces) {
        counts.put("face", Optional.of(faces.detections().size()));
      }
    }
    return new Reply(
        1,
        "t1",
        Optional.of("a.png"),
        Status.COMPLETE,
        Optional.empty(),
        Optional.of(new ImageInfo(ImageFormat.PNG, width, height, 1000, "0".repeat(64))),
        counts,
        analyses,
        Optional.of(new Timing(Duration.ofMillis(87), Duration.ofMillis(1), runs)));
  }

  /** A reply whose faces are not known. */
  public static Reply withoutFaces(int width, int height, String message) {
    return new Reply(
        1,
        "t1",
        Optional.of("a.png"),
        Status.PARTIAL,
        Optional.empty(),
        Optional.of(new ImageInfo(ImageFormat.PNG, width, height, 1000, "0".repeat(64))),
        Map.of("face", Optional.empty()),
        Map.of(Analysis.FACES, UnitReply.without(Outcome.TIMEOUT, message)),
        Optional.empty());
  }

  public static Reply rejected(RejectionCode code, String message) {
    return Reply.rejected(Optional.of("a.png"), new Rejection(code, message));
  }

  public static Findings.Objects object(String label, float x, float y, float w, float h) {
    return new Findings.Objects(
        "model", List.of(new ObjectDetection(label, 0.9f, new Box(x, y, w, h))));
  }

  public static Findings.Faces face(float x, float y, float w, float h, Point... landmarks) {
    return new Findings.Faces(
        "model", List.of(new FaceDetection(0.9f, new Box(x, y, w, h), List.of(landmarks))));
  }

  public static Findings.Corners corner(float x, float y) {
    return new Findings.Corners(List.of(new Corner(x, y, 0.1f)));
  }
}
