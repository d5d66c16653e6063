package io.lynceus.master.gateway.compat;

import io.lynceus.model.Findings.Detection;
import io.lynceus.model.Reply;
import io.lynceus.model.Reply.ImageInfo;
import io.lynceus.model.Reply.Outcome;
import io.lynceus.model.Reply.Timing;
import io.lynceus.model.Reply.UnitReply;
import io.lynceus.model.Reply.UnitRun;
import io.lynceus.model.image.PictureCondition;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What the one analysis of a request has found.
 *
 * @param id of the reply
 * @param image with its width and height as a viewer shows it
 * @param boxes what counts, best first: what the rules of the camera mask or filter is left out,
 *     because these clients know no such marks
 * @param run the attempt that counted; absent where the reply does not tell
 * @param timing absent where the reply does not tell
 */
record Found(
    String id,
    ImageInfo image,
    List<Detection> boxes,
    Optional<UnitRun> run,
    Optional<Timing> timing) {

  Found {
    boxes = List.copyOf(boxes);
  }

  /**
   * Reads a reply. An empty list means that nothing is there: if that is not known, it is a
   * failure.
   *
   * @throws FailureException when the reply has no result of the analysis
   */
  static Found in(Reply reply, Endpoint endpoint) throws FailureException {
    if (reply.rejection().isPresent()) {
      throw new FailureException(Failure.of(endpoint, reply.rejection().get()));
    }
    UnitReply unit = reply.analyses().get(endpoint.analysis());
    if (unit == null || reply.image().isEmpty()) {
      throw new FailureException(
          Failure.of(Outcome.FAILED, "the reply has no part for " + endpoint.analysis().key()));
    }
    PictureCondition condition = reply.image().get().condition();
    if (unit.outcome() != Outcome.OK) {
      throw new FailureException(
          unit.outcome() == Outcome.FAILED && !condition.isWhole()
              ? Failure.badImage(endpoint, unit.message())
              : Failure.of(unit.outcome(), unit.message()));
    }
    List<Detection> boxes =
        unit.findings().orElseThrow().boxes().stream().filter(box -> box.marks().count()).toList();
    if (boxes.isEmpty() && !condition.isWhole()) {
      throw new FailureException(Failure.badImage(endpoint, damaged(condition)));
    }
    return new Found(
        reply.id(),
        reply.image().get(),
        boxes,
        reply.timing().flatMap(t -> Optional.ofNullable(t.units().get(endpoint.analysis()))),
        reply.timing());
  }

  private static String damaged(PictureCondition condition) {
    String part =
        condition
            .decodedPart()
            .map(
                decoded ->
                    String.format(Locale.ROOT, "%.0f %% of it could be decoded", 100 * decoded))
            .orElse("a part of it could not be decoded");
    return "the picture is damaged: " + part + ", and nothing was found in that; send it whole";
  }
}
