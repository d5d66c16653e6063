package io.lynceus.app.paper;

import io.lynceus.app.paper.PaperResult.Technique;
import io.lynceus.model.Analysis;
import io.lynceus.model.Ask;
import io.lynceus.model.Findings;
import io.lynceus.model.image.RefusedImageException;
import io.lynceus.vision.Vision;
import io.lynceus.vision.analyzer.AnalysisException;
import io.lynceus.vision.image.UnreadableImageException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntConsumer;

/** Runs each technique that the paper names on each picture, one after the other. */
final class Techniques {
  /** More pictures say little more of it. */
  static final int MOST_PICTURES = 60;

  private record Named(String name, String how, Analysis analysis) {}

  private static final List<Named> ALL =
      List.of(
          new Named("objects", "deep network, 80 kinds of things", Analysis.OBJECTS),
          new Named("faces", "deep network", Analysis.FACES),
          new Named("faces", "Haar cascade", new Analysis("haar")),
          new Named("edges", "Canny", Analysis.EDGES),
          new Named("corners", "least eigenvalue, Shi and Tomasi", Analysis.CORNERS));

  private Techniques() {}

  /** How many runs of a technique there are. */
  static int runs(PaperPictures pictures) {
    return ALL.size() * Math.min(MOST_PICTURES, pictures.size());
  }

  /**
   * Runs them all.
   *
   * @param done told of each run
   */
  static List<Technique> run(Vision vision, PaperPictures pictures, IntConsumer done) {
    List<Technique> techniques = new ArrayList<>();
    for (Named named : ALL) {
      techniques.add(run(named, vision, pictures, done));
    }
    return techniques;
  }

  private static Technique run(
      Named named, Vision vision, PaperPictures pictures, IntConsumer done) {
    Ask ask = Ask.DEFAULT.withAnalyses(List.of(named.analysis()));
    int many = Math.min(MOST_PICTURES, pictures.size());
    long found = 0;
    int with = 0;
    int looked = 0;
    long nanos = 0;
    String problem = null;
    for (int i = 0; i < many; i++) {
      long start = System.nanoTime();
      try {
        Findings findings =
            vision
                .analyze(ByteBuffer.wrap(pictures.file(i)), ask)
                .getOrDefault(named.analysis(), Findings.NONE);
        nanos += System.nanoTime() - start;
        looked++;
        long count = count(findings);
        found += count;
        with += count > 0 ? 1 : 0;
      } catch (AnalysisException | UnreadableImageException | RefusedImageException e) {
        problem = String.valueOf(e.getMessage());
      }
      done.accept(1);
    }
    return looked == 0
        ? new Technique(
            named.name(),
            named.how(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.ofNullable(problem))
        : new Technique(
            named.name(),
            named.how(),
            Optional.of(found),
            Optional.of(with),
            Optional.of(nanos / 1e6 / looked),
            Optional.ofNullable(problem));
  }

  /** Boxes, points, or the edge pixels. */
  private static long count(Findings findings) {
    if (!findings.boxes().isEmpty()) {
      return findings.boxes().size();
    }
    if (findings.points().isPresent()) {
      return findings.points().get().size();
    }
    return Math.round(findings.numbers().getOrDefault("pixels", 0.0));
  }
}
