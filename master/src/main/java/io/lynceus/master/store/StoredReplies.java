package io.lynceus.master.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.lynceus.master.outlets.GivenReply;
import io.lynceus.model.Analysis;
import io.lynceus.model.Camera;
import io.lynceus.model.EncodedPng;
import io.lynceus.model.Findings;
import io.lynceus.model.Findings.Detection;
import io.lynceus.model.Reply;
import io.lynceus.model.Reply.ImageInfo;
import io.lynceus.model.Reply.Results;
import io.lynceus.model.Reply.StillTime;
import io.lynceus.model.Reply.UnitReply;
import io.lynceus.model.Reply.UnitRun;
import io.lynceus.model.cameras.SceneStatistics;
import io.lynceus.model.watch.RegionPatch;
import io.lynceus.protocol.message.Thumbnail;
import io.lynceus.protocol.reply.ReplyJson;
import io.lynceus.store.result.ResultFacts;
import io.lynceus.store.result.ResultFacts.StoredImage;
import io.lynceus.store.result.StoredFinding;
import io.lynceus.store.result.StoredFinding.Area;
import io.lynceus.store.result.StoredOutcome;
import io.lynceus.store.result.StoredResult;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.UnaryOperator;

/**
 * Makes of a reply what the store keeps. Its JSON is that which the client got, but corners are
 * counted, and {@code seq} is 1; a reply that is too large for the store goes without maps and
 * vectors. Whose faces they are is not kept, so that a person who is erased stays in no reply.
 * Stateless: any thread may call it.
 */
final class StoredReplies {
  /** Longer ones are seldom anything but maps of edges. */
  private static final int MOST_BYTES = 1 << 20;

  private StoredReplies() {}

  /**
   * What the store keeps.
   *
   * @param now of a still whose time nobody knows
   * @param showsEvent whether it shows an event, if that was judged
   * @return empty for a reply without an image, or that rejects it: no analysis was tried
   */
  static Optional<StoredResult> of(GivenReply given, Instant now, Optional<Boolean> showsEvent) {
    Reply reply = given.reply();
    if (reply.image().isEmpty() || reply.rejection().isPresent() || reply.id().isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new StoredResult(
            facts(reply, reply.image().get(), now),
            given.file(),
            given.file().flatMap(file -> given.thumbnail()).map(Thumbnail::file),
            showsEvent));
  }

  /** Whether something was found that counts. Quick: nothing is copied. */
  static boolean isEvent(Reply reply) {
    for (UnitReply unit : reply.analyses().values()) {
      if (unit.findings().isPresent()
          && unit.findings().get().boxes().stream().anyMatch(box -> box.marks().count())) {
        return true;
      }
    }
    return false;
  }

  private static ResultFacts facts(Reply reply, ImageInfo image, Instant now) {
    Optional<StillTime> time = reply.still().time();
    return new ResultFacts(
        reply.id(),
        time.map(still -> still.time().toInstant()).orElse(now),
        time.map(still -> key(still.from())).orElse("arrival"),
        reply.still().camera().map(Camera::name),
        reply.name(),
        new StoredImage(
            image.sha256(), image.format().key(), image.width(), image.height(), image.bytes()),
        key(reply.status()),
        ByteBuffer.wrap(json(reply)),
        findings(reply),
        outcomes(reply));
  }

  private static String key(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  private static byte[] json(Reply reply) {
    byte[] whole = line(reply, StoredReplies::withoutPictures);
    return whole.length <= MOST_BYTES ? whole : line(reply, StoredReplies::withoutBulk);
  }

  /** Pictures that were made of the picture can be made again, and take megabytes. */
  private static Findings withoutPictures(Findings findings) {
    Findings counted = findings.withoutPoints();
    return counted.map().filter(EncodedPng::isPicture).isEmpty()
        ? counted
        : new Findings(
            counted.model(),
            counted.detections(),
            Optional.empty(),
            counted.numbers(),
            Optional.empty(),
            counted.vectors());
  }

  /**
   * The measures of a scene and of regions have served when the still is judged; they are larger
   * than the rest.
   */
  private static Findings withoutMeasures(Analysis analysis, Findings findings) {
    return analysis.equals(SceneStatistics.ANALYSIS) || analysis.equals(RegionPatch.ANALYSIS)
        ? new Findings(
            findings.model(),
            findings.detections(),
            findings.points(),
            findings.numbers(),
            findings.map(),
            Optional.empty())
        : findings;
  }

  private static Findings withoutBulk(Findings findings) {
    Findings counted = findings.withoutPoints();
    return new Findings(
        counted.model(),
        counted.detections(),
        Optional.empty(),
        counted.numbers(),
        Optional.empty(),
        Optional.empty());
  }

  private static byte[] line(Reply reply, UnaryOperator<Findings> kept) {
    Map<Analysis, UnitReply> analyses = new LinkedHashMap<>();
    reply
        .analyses()
        .forEach(
            (analysis, unit) ->
                analyses.put(
                    analysis,
                    unit.findings()
                        .map(found -> kept.apply(withoutMeasures(analysis, found.withoutPersons())))
                        .map(UnitReply::ok)
                        .orElse(unit)));
    Reply shorter =
        new Reply(
            reply.id(),
            reply.name(),
            reply.status(),
            reply.rejection(),
            reply.image(),
            reply.still(),
            new Results(reply.counts(), analyses, reply.zones()),
            reply.timing());
    return ReplyJson.write(1, shorter).getBytes(UTF_8);
  }

  private static List<StoredFinding> findings(Reply reply) {
    List<StoredFinding> all = new ArrayList<>();
    reply
        .analyses()
        .forEach(
            (analysis, unit) ->
                unit.findings()
                    .ifPresent(
                        found ->
                            found.boxes().stream()
                                .limit(ResultFacts.MAX_FINDINGS - all.size())
                                .forEach(box -> all.add(finding(analysis, box)))));
    return all;
  }

  private static StoredFinding finding(Analysis analysis, Detection found) {
    return new StoredFinding(
        analysis.key(),
        found.label().orElseGet(analysis::singular),
        found.score(),
        Optional.of(
            new Area(found.box().x(), found.box().y(), found.box().width(), found.box().height())),
        found.marks().zones(),
        Optional.empty(),
        found
            .marks()
            .masked()
            .map(mask -> "masked:" + mask)
            .or(() -> found.marks().filtered().map(bound -> "filtered:" + bound)));
  }

  private static List<StoredOutcome> outcomes(Reply reply) {
    List<StoredOutcome> all = new ArrayList<>();
    reply
        .analyses()
        .forEach(
            (analysis, unit) -> {
              Optional<UnitRun> run = reply.timing().map(timing -> timing.units().get(analysis));
              all.add(
                  new StoredOutcome(
                      analysis.key(),
                      key(unit.outcome()),
                      run.map(UnitRun::slave).filter(name -> !name.isEmpty()),
                      run.filter(each -> !each.slave().isEmpty())
                          .map(each -> OptionalDouble.of(each.time().toNanos() / 1e6))
                          .orElse(OptionalDouble.empty())));
            });
    return all;
  }
}
