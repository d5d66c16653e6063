package io.lynceus.master.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.lynceus.master.outlets.GivenReply;
import io.lynceus.model.Analysis;
import io.lynceus.model.Ask;
import io.lynceus.model.Box;
import io.lynceus.model.Camera;
import io.lynceus.model.EncodedPng;
import io.lynceus.model.Findings;
import io.lynceus.model.Findings.Detection;
import io.lynceus.model.Findings.Marks;
import io.lynceus.model.Findings.StrongPoint;
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
import io.lynceus.model.Reply.Timing;
import io.lynceus.model.Reply.UnitReply;
import io.lynceus.model.Reply.UnitRun;
import io.lynceus.model.Reply.ZoneCounts;
import io.lynceus.model.identity.Identity;
import io.lynceus.model.identity.Identity.Decision;
import io.lynceus.model.image.ImageFormat;
import io.lynceus.protocol.message.Thumbnail;
import io.lynceus.protocol.reply.ReplyJson;
import io.lynceus.store.result.ResultFacts;
import io.lynceus.store.result.StoredFinding;
import io.lynceus.store.result.StoredOutcome;
import io.lynceus.store.result.StoredResult;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class StoredRepliesTest {
  private static final Instant NOW = Instant.parse("2026-11-30T12:00:00Z");
  private static final Box BOX = new Box(1, 2, 3, 4);

  private static Reply reply(StillInfo still, Map<Analysis, UnitReply> analyses) {
    return new Reply(
        "cam/1",
        Optional.of("a.jpg"),
        Status.PARTIAL,
        Optional.empty(),
        Optional.of(new ImageInfo(ImageFormat.JPEG, 640, 480, 70_000, "0a".repeat(32))),
        still,
        new Results(
            Map.of("person", Optional.of(1), "face", Optional.empty()),
            analyses,
            Map.of("yard", new ZoneCounts(Optional.of(Map.of("person", Optional.of(0)))))),
        Optional.of(
            new Timing(
                Duration.ofMillis(80),
                Duration.ZERO,
                Map.of(
                    Analysis.OBJECTS,
                    new UnitRun(Duration.ofMillis(40), "s1", 1),
                    Analysis.FACES,
                    new UnitRun(Duration.ZERO, "", 0)))));
  }

  private static Map<Analysis, UnitReply> found(Findings edges) {
    Map<Analysis, UnitReply> analyses = new LinkedHashMap<>();
    analyses.put(
        Analysis.OBJECTS,
        UnitReply.ok(Findings.ofDetections("m", List.of(Detection.labelled("person", 0.9f, BOX)))));
    analyses.put(Analysis.FACES, UnitReply.without(Outcome.NO_SLAVE, "no slave"));
    analyses.put(Analysis.EDGES, UnitReply.ok(edges));
    analyses.put(
        Analysis.CORNERS,
        UnitReply.ok(
            Findings.ofPoints(List.of(new StrongPoint(1, 2, 3), new StrongPoint(4, 5, 6)))));
    return analyses;
  }

  private static StoredResult stored(Reply reply) {
    Optional<ByteBuffer> file = Optional.of(ByteBuffer.wrap(new byte[] {1, 2}));
    return StoredReplies.of(
            new GivenReply(Ask.DEFAULT, reply, file, Optional.of(new Thumbnail(new byte[] {3}))),
            NOW,
            Optional.empty())
        .orElseThrow();
  }

  @Test
  void factsFindingsAndWhoComputedWhatAreKept() throws Exception {
    StillInfo still =
        new StillInfo(
            Optional.of(new Camera("gate")),
            Optional.of(
                new StillTime(OffsetDateTime.parse("2026-11-29T14:05:00+01:00"), TimeSource.EXIF)));
    StoredResult result = stored(reply(still, found(Findings.NONE.withNumber("pixels", 9))));
    ResultFacts facts = result.facts();
    assertThat(facts.uid()).isEqualTo("cam/1");
    assertThat(facts.at()).isEqualTo("2026-11-29T13:05:00Z");
    assertThat(facts.timeFrom()).isEqualTo("exif");
    assertThat(facts.camera()).contains("gate");
    assertThat(facts.status()).isEqualTo("partial");
    assertThat(facts.findings())
        .containsExactly(
            new StoredFinding(
                "objects",
                "person",
                0.9f,
                Optional.of(new StoredFinding.Area(1, 2, 3, 4)),
                List.of(),
                Optional.empty(),
                Optional.empty()));
    assertThat(facts.outcomes())
        .startsWith(
            new StoredOutcome("objects", "ok", Optional.of("s1"), OptionalDouble.of(40)),
            new StoredOutcome("faces", "no_slave", Optional.empty(), OptionalDouble.empty()));
    assertThat(result.original().orElseThrow().remaining()).isEqualTo(2);
    assertThat(result.thumbnail().orElseThrow()).isEqualTo(ByteBuffer.wrap(new byte[] {3}));
    Reply kept = ReplyJson.read(text(facts)).reply();
    assertThat(kept.counts()).containsEntry("face", Optional.empty());
    assertThat(text(facts)).contains("\"corners\":{\"status\":\"ok\",\"count\":2}");
  }

  @Test
  void aStillWithoutATimeIsOfNow() {
    ResultFacts facts = stored(reply(StillInfo.UNKNOWN, found(Findings.NONE))).facts();
    assertThat(facts.at()).isEqualTo(NOW);
    assertThat(facts.timeFrom()).isEqualTo("arrival");
    assertThat(facts.camera()).isEmpty();
  }

  @Test
  void aReplyThatIsTooLargeGoesWithoutItsMap() {
    Findings small = Findings.NONE.withMap(new EncodedPng(new byte[1000])).withNumber("pixels", 9);
    assertThat(text(stored(reply(StillInfo.UNKNOWN, found(small))).facts())).contains("\"png\"");
    Findings large = small.withMap(new EncodedPng(new byte[5 << 20]));
    assertThat(text(stored(reply(StillInfo.UNKNOWN, found(large))).facts()))
        .doesNotContain("\"png\"")
        .contains("\"pixels\":9", "person");
  }

  @Test
  void whatWasRejectedIsNoResult() {
    Reply rejected =
        Reply.rejected(
            Ask.DEFAULT.withId(Optional.of("7")), new Rejection(RejectionCode.BUSY, "later"));
    assertThat(
            StoredReplies.of(
                new GivenReply(Ask.DEFAULT, rejected, Optional.empty(), Optional.empty()),
                NOW,
                Optional.empty()))
        .isEmpty();
  }

  @Test
  void anEventIsAPictureInWhichSomethingWasFound() {
    assertThat(StoredReplies.isEvent(reply(StillInfo.UNKNOWN, found(Findings.NONE)))).isTrue();
    Map<Analysis, UnitReply> nothing =
        Map.of(
            Analysis.OBJECTS, UnitReply.ok(Findings.ofDetections("m", List.of())),
            Analysis.CORNERS, UnitReply.ok(Findings.ofPoints(List.of())));
    assertThat(StoredReplies.isEvent(reply(StillInfo.UNKNOWN, nothing))).isFalse();
    assertThat(StoredReplies.isEvent(reply(StillInfo.UNKNOWN, marked(Marks.masked("tree")))))
        .isFalse();
    assertThat(StoredReplies.isEvent(reply(StillInfo.UNKNOWN, marked(Marks.in(List.of("yard"))))))
        .isTrue();
  }

  @Test
  void marksOfCamerasAreKept() {
    assertThat(
            stored(reply(StillInfo.UNKNOWN, marked(Marks.in(List.of("yard"))))).facts().findings())
        .allSatisfy(found -> assertThat(found.zones()).containsExactly("yard"));
    ResultFacts masked = stored(reply(StillInfo.UNKNOWN, marked(Marks.masked("tree")))).facts();
    assertThat(masked.findings())
        .allSatisfy(found -> assertThat(found.dropped()).contains("masked:tree"));
    assertThat(text(masked)).contains("\"masked\":\"tree\"", "\"zones\":{\"yard\":{\"person\":0}}");
  }

  private static Map<Analysis, UnitReply> marked(Marks marks) {
    Detection person = Detection.labelled("person", 0.9f, BOX).withMarks(marks);
    return Map.of(Analysis.OBJECTS, UnitReply.ok(Findings.ofDetections("m", List.of(person))));
  }

  private static String text(ResultFacts facts) {
    return UTF_8.decode(facts.reply()).toString();
  }

  @Test
  void whoseFacesTheyAreIsNotKept() {
    Identity ann = new Identity(Decision.KNOWN, Optional.of("Ann Smith"), Optional.of(0.7f));
    Detection face =
        Detection.pointed(0.9f, BOX, List.of())
            .withMarks(Marks.in(List.of("yard")).withPerson(ann));
    Map<Analysis, UnitReply> analyses =
        Map.of(Analysis.FACES, UnitReply.ok(Findings.ofDetections("m", List.of(face))));

    String json =
        UTF_8.decode(stored(reply(StillInfo.UNKNOWN, analyses)).facts().reply()).toString();

    assertThat(json)
        .contains("\"zones\":[\"yard\"]")
        .doesNotContain("Ann")
        .doesNotContain("person\":{");
  }
}
