package io.lynceus.client;

import io.lynceus.model.Analysis;
import io.lynceus.model.Box;
import io.lynceus.model.EncodedPng;
import io.lynceus.model.Findings;
import io.lynceus.model.Findings.Detection;
import io.lynceus.model.Findings.StrongPoint;
import io.lynceus.model.Point;
import io.lynceus.model.Reply;
import io.lynceus.model.Reply.ImageInfo;
import io.lynceus.model.Reply.Outcome;
import io.lynceus.model.Reply.Rejection;
import io.lynceus.model.Reply.RejectionCode;
import io.lynceus.model.Reply.Results;
import io.lynceus.model.Reply.Status;
import io.lynceus.model.Reply.StillInfo;
import io.lynceus.model.Reply.Timing;
import io.lynceus.model.Reply.UnitReply;
import io.lynceus.model.Reply.UnitRun;
import io.lynceus.model.image.ImageFormat;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Made-up replies for tests. */
public final class Replies {
  private Replies() {}

  /** A complete reply with these findings, for an image of this size. */
  public static Reply of(int width, int height, Found... findings) {
    Map<Analysis, UnitReply> analyses = new LinkedHashMap<>();
    Map<Analysis, UnitRun> runs = new LinkedHashMap<>();
    Map<String, Optional<Integer>> counts = new LinkedHashMap<>();
    for (Found found : findings) {
      analyses.put(found.analysis(), UnitReply.ok(found.findings()));
      runs.put(found.analysis(), new UnitRun(Duration.ofMillis(41), "slave-1", 1));
      for (Detection box : found.findings().boxes()) {
        counts.put(box.label().orElseGet(found.analysis()::singular), Optional.of(1));
      }
    }
    return new Reply(
        "t1",
        Optional.of("a.png"),
        Status.COMPLETE,
        Optional.empty(),
        Optional.of(new ImageInfo(ImageFormat.PNG, width, height, 1000, "0".repeat(64))),
        StillInfo.UNKNOWN,
        new Results(counts, analyses),
        Optional.of(new Timing(Duration.ofMillis(87), Duration.ofMillis(1), runs)));
  }

  /** A partial reply without a result for faces. */
  public static Reply withoutFaces(int width, int height, String message) {
    return new Reply(
        "t1",
        Optional.of("a.png"),
        Status.PARTIAL,
        Optional.empty(),
        Optional.of(new ImageInfo(ImageFormat.PNG, width, height, 1000, "0".repeat(64))),
        StillInfo.UNKNOWN,
        new Results(
            Map.of("face", Optional.empty()),
            Map.of(Analysis.FACES, UnitReply.without(Outcome.TIMEOUT, message))),
        Optional.empty());
  }

  public static Reply rejected(RejectionCode code, String message) {
    return Reply.rejected(Optional.of("a.png"), new Rejection(code, message));
  }

  /** What one analysis found. */
  public record Found(Analysis analysis, Findings findings) {}

  public static Found object(String label, float x, float y, float w, float h) {
    Detection box = Detection.labelled(label, 0.9f, new Box(x, y, w, h));
    return new Found(Analysis.OBJECTS, Findings.ofDetections("model", List.of(box)));
  }

  public static Found face(float x, float y, float w, float h, Point... landmarks) {
    Detection box = Detection.pointed(0.9f, new Box(x, y, w, h), List.of(landmarks));
    return new Found(Analysis.FACES, Findings.ofDetections("model", List.of(box)));
  }

  public static Found corner(float x, float y) {
    return new Found(Analysis.CORNERS, Findings.ofPoints(List.of(new StrongPoint(x, y, 0.1f))));
  }

  public static Found edges(long pixels, double density, EncodedPng map) {
    return new Found(
        Analysis.EDGES,
        Findings.NONE
            .withNumber("pixels", (double) pixels)
            .withNumber("density", density)
            .withMap(map));
  }
}
