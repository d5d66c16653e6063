package io.lynceus.spark.child;

import io.lynceus.model.Analysis;
import io.lynceus.model.AnalysisCatalog;
import io.lynceus.model.AnalysisDescriptor;
import io.lynceus.model.Ask;
import io.lynceus.model.AskCheck;
import io.lynceus.model.Findings;
import io.lynceus.model.NetworkOffer;
import io.lynceus.model.Reply;
import io.lynceus.model.Reply.ImageInfo;
import io.lynceus.model.Reply.Outcome;
import io.lynceus.model.Reply.Rejection;
import io.lynceus.model.Reply.RejectionCode;
import io.lynceus.model.Reply.Results;
import io.lynceus.model.Reply.Status;
import io.lynceus.model.Reply.StillInfo;
import io.lynceus.model.Reply.StillTime;
import io.lynceus.model.Reply.TimeSource;
import io.lynceus.model.Reply.UnitReply;
import io.lynceus.model.Vocabulary;
import io.lynceus.model.counts.BoxCounts;
import io.lynceus.model.image.Exif;
import io.lynceus.model.image.ImageHeader;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Makes the reply to a picture from what the analyses of one process say, as a master makes it from
 * what slaves say.
 *
 * @param catalog says what is counted
 * @param told the analyses of this process
 * @param networks of this process
 * @param zone of times in EXIF data without an offset
 */
record PictureReply(
    AnalysisCatalog catalog,
    List<AnalysisDescriptor> told,
    List<NetworkOffer> networks,
    ZoneId zone) {
  /** As {@code limits.min-decoded} of a master that is not told otherwise. */
  private static final double MIN_DECODED = 0.1;

  /** The reply to a picture that cannot be decoded. */
  Reply unreadable(Ask ask, ImageHeader header, ImageInfo image, String message) {
    return reply(
        ask,
        header,
        image,
        Status.REJECTED,
        Optional.of(new Rejection(RejectionCode.CORRUPT, message)),
        Results.NONE);
  }

  /**
   * The reply to a picture that was looked at.
   *
   * @param image with its condition
   * @param units of each analysis that was asked for, in their order
   */
  Reply of(Ask ask, ImageHeader header, ImageInfo image, SortedMap<Analysis, UnitReply> units) {
    SortedMap<Analysis, UnitReply> ends = new TreeMap<>(units);
    image
        .condition()
        .tooLittle(MIN_DECODED)
        .map(why -> UnitReply.without(Outcome.FAILED, why))
        .ifPresent(
            why -> ends.replaceAll((key, unit) -> unit.outcome() == Outcome.OK ? why : unit));
    Map<String, Optional<Integer>> counts = new LinkedHashMap<>();
    BoxCounts boxes = new BoxCounts(new AskCheck(catalog, ask));
    ends.forEach(
        (analysis, unit) ->
            catalog
                .descriptor(analysis)
                .ifPresent(
                    known ->
                        BoxCounts.merge(counts, boxes.of(known, unit, vocabulary(known, unit)))));
    if (!image.condition().showsWhatIsThere()) {
      BoxCounts.forget(counts);
    }
    if (ask.countsCorners()) {
      ends.computeIfPresent(
          Analysis.CORNERS,
          (key, unit) ->
              unit.findings().map(Findings::withoutPoints).map(UnitReply::ok).orElse(unit));
    }
    boolean complete = ends.values().stream().allMatch(unit -> unit.outcome() == Outcome.OK);
    return reply(
        ask,
        header,
        image,
        complete ? Status.COMPLETE : Status.PARTIAL,
        Optional.empty(),
        new Results(counts, ends));
  }

  private Reply reply(
      Ask ask,
      ImageHeader header,
      ImageInfo image,
      Status status,
      Optional<Rejection> rejection,
      Results results) {
    return new Reply(
        "",
        ask.name(),
        status,
        rejection,
        Optional.of(image),
        still(ask, header.exif()),
        results,
        Optional.empty());
  }

  /** What the network can find that made the findings. */
  private Vocabulary vocabulary(AnalysisDescriptor known, UnitReply unit) {
    String model = unit.findings().map(Findings::model).orElse("");
    if (unit.outcome() != Outcome.OK) {
      return Vocabulary.NONE;
    }
    AnalysisDescriptor own =
        told.stream().filter(d -> d.analysis().equals(known.analysis())).findFirst().orElse(known);
    return networks.stream()
        .filter(offer -> offer.analysis().equals(own.analysis()) && offer.model().equals(model))
        .filter(offer -> offer.labels().isTold())
        .findFirst()
        .map(offer -> own.withLabels(offer.labels().labels()))
        .orElse(own)
        .labels();
  }

  private StillInfo still(Ask ask, Exif exif) {
    Optional<StillTime> time =
        ask.time()
            .map(given -> new StillTime(given, TimeSource.OPTION))
            .or(
                () ->
                    exif.taken()
                        .map(
                            taken ->
                                exif.offset()
                                    .map(taken::atOffset)
                                    .orElseGet(() -> taken.atZone(zone).toOffsetDateTime()))
                        .map(taken -> new StillTime(taken, TimeSource.EXIF)));
    return new StillInfo(ask.camera(), time);
  }
}
