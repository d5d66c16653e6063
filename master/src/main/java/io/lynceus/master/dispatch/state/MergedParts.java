package io.lynceus.master.dispatch.state;

import io.lynceus.master.dispatch.state.WorkUnit.UnitEnd;
import io.lynceus.model.Findings;
import io.lynceus.model.Reply.UnitReply;
import io.lynceus.model.Reply.UnitRun;
import io.lynceus.model.image.PictureCondition;
import io.lynceus.model.tiles.TileMerger;
import io.lynceus.model.tiles.TileMerger.Part;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The outcome of an analysis from those of its parts, the whole picture and the tiles. It has a
 * result only if every part has one: what a part could not look at must not seem to be empty.
 */
final class MergedParts {
  private MergedParts() {}

  /**
   * The outcome.
   *
   * @param parts all have ended, the whole picture first; those with results have them of the same
   *     network
   * @param request for the picture's size
   */
  static UnitEnd of(List<WorkUnit> parts, TaskRequest request) {
    UnitEnd whole = parts.get(0).end().orElseThrow();
    if (parts.size() == 1) {
      return whole;
    }
    PictureCondition condition = PictureCondition.SOUND;
    Duration time = Duration.ZERO;
    int attempts = 0;
    Optional<UnitEnd> missing = Optional.empty();
    List<Part> found = new ArrayList<>();
    for (WorkUnit part : parts) {
      UnitEnd end = part.end().orElseThrow();
      condition = condition.and(end.condition());
      time = time.plus(end.run().time());
      attempts = Math.max(attempts, end.run().attempts());
      missing = missing.or(() -> end.isDone() ? Optional.empty() : Optional.of(end));
      end.reply().findings().ifPresent(all -> found.add(new Part(part.tile(), all.boxes())));
    }
    UnitEnd shown = missing.orElse(whole);
    UnitReply reply =
        missing.isPresent()
            ? shown.reply()
            : UnitReply.ok(merged(whole.reply().findings().orElseThrow(), found, request));
    return new UnitEnd(
        reply,
        new UnitRun(time, shown.run().slave(), attempts),
        shown.unreadable(),
        shown.labels(),
        condition);
  }

  private static Findings merged(Findings whole, List<Part> found, TaskRequest request) {
    return whole.withDetections(
        TileMerger.merge(found, request.image().width(), request.image().height()));
  }
}
