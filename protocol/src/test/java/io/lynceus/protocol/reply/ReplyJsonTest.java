package io.lynceus.protocol.reply;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynceus.model.Analysis;
import io.lynceus.model.Ask;
import io.lynceus.model.Box;
import io.lynceus.model.Camera;
import io.lynceus.model.EncodedPng;
import io.lynceus.model.Findings;
import io.lynceus.model.Findings.Detection;
import io.lynceus.model.Findings.Marks;
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
import io.lynceus.model.Reply.StillTime;
import io.lynceus.model.Reply.TimeSource;
import io.lynceus.model.Reply.Timing;
import io.lynceus.model.Reply.UnitReply;
import io.lynceus.model.Reply.UnitRun;
import io.lynceus.model.Reply.ZoneCounts;
import io.lynceus.model.image.ImageFormat;
import io.lynceus.model.image.LevelRange;
import io.lynceus.model.image.PictureCondition;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ReplyJsonTest {
  private static final Reply COMPLETE = complete();

  private static Reply complete() {
    Map<String, Optional<Integer>> counts = new LinkedHashMap<>();
    counts.put("person", Optional.of(2));
    counts.put("tie", Optional.of(1));
    counts.put("face", Optional.of(2));
    Map<Analysis, UnitReply> analyses = new LinkedHashMap<>();
    analyses.put(
        Analysis.OBJECTS,
        UnitReply.ok(
            Findings.ofDetections(
                "net-o",
                List.of(Detection.labelled("person", 0.91f, new Box(1, 2.5f, 30.25f, 40))))));
    analyses.put(
        Analysis.FACES,
        UnitReply.ok(
            Findings.ofDetections(
                "net-f",
                List.of(
                    Detection.pointed(
                        0.98f,
                        new Box(5, 6, 7, 8),
                        List.of(new Point(-0.5f, 1), new Point(2, 3)))))));
    analyses.put(
        Analysis.EDGES,
        UnitReply.ok(
            Findings.NONE
                .withNumber("pixels", 65432)
                .withNumber("density", 0.071)
                .withMap(new EncodedPng(new byte[] {1, 2, (byte) 0xFF}))));
    analyses.put(
        Analysis.CORNERS,
        UnitReply.ok(
            Findings.ofPoints(
                List.of(new StrongPoint(10, 20.5f, 0.001234f), new StrongPoint(1, 2, 3)))));
    return new Reply(
        "t-1",
        Optional.of("cam1.jpg"),
        Status.COMPLETE,
        Optional.empty(),
        Optional.of(new ImageInfo(ImageFormat.JPEG, 1280, 720, 168949, "ab".repeat(32))),
        StillInfo.UNKNOWN,
        new Results(counts, analyses),
        Optional.of(
            new Timing(
                Duration.ofNanos(87_100_000),
                Duration.ofNanos(400_000),
                Map.of(Analysis.OBJECTS, new UnitRun(Duration.ofMillis(41), "s1", 1)))));
  }

  @Test
  void aCompleteReplyHasTheDocumentedForm() {
    assertThat(ReplyJson.write(1, COMPLETE))
        .isEqualTo(
            """
            {"seq":1,"id":"t-1","name":"cam1.jpg","status":"complete",\
            "image":{"format":"jpeg","width":1280,"height":720,"bytes":168949,"sha256":"%s"},\
            "counts":{"person":2,"tie":1,"face":2},\
            "analyses":{\
            "objects":{"status":"ok","model":"net-o","detections":[\
            {"label":"person","score":0.91,"box":[1,2.5,30.25,40]}]},\
            "faces":{"status":"ok","model":"net-f","detections":[\
            {"score":0.98,"box":[5,6,7,8],"landmarks":[[-0.5,1],[2,3]]}]},\
            "edges":{"status":"ok","pixels":65432,"density":0.071,"png":"AQL/"},\
            "corners":{"status":"ok","count":2,"points":[[10,20.5,0.001234],[1,2,3]]}},\
            "timing":{"totalMs":87.1,"queueMs":0.4,"units":{\
            "objects":{"ms":41,"slave":"s1","attempts":1}}}}\
            """
                .formatted("ab".repeat(32)));
  }

  @Test
  void aCompleteReplyIsReadBack() throws Exception {
    assertThat(ReplyJson.read(ReplyJson.write(1, COMPLETE)).reply()).isEqualTo(COMPLETE);
  }

  @Test
  void aDamagedPictureSaysSoAndHowMuchOfItThereIs() throws Exception {
    ImageInfo image = COMPLETE.image().orElseThrow();
    Reply damaged =
        COMPLETE.withImage(
            Optional.of(image.withCondition(PictureCondition.damaged(Optional.of(0.12)))));

    String line = ReplyJson.write(1, damaged);

    assertThat(line).contains("\",\"damaged\":true,\"decodedPart\":0.12},\"counts\"");
    assertThat(ReplyJson.read(line).reply()).isEqualTo(damaged);
  }

  @Test
  void anUnknownPartOfADamagedPictureIsLeftOut() throws Exception {
    ImageInfo image = COMPLETE.image().orElseThrow();
    Reply damaged =
        COMPLETE.withImage(
            Optional.of(image.withCondition(PictureCondition.damaged(Optional.empty()))));

    String line = ReplyJson.write(1, damaged);

    assertThat(line).contains("\"damaged\":true}").doesNotContain("decodedPart");
    assertThat(ReplyJson.read(line).reply()).isEqualTo(damaged);
  }

  @Test
  void almostAllOfAPictureIsNotWrittenAsAll() {
    ImageInfo image = COMPLETE.image().orElseThrow();
    Reply damaged =
        COMPLETE.withImage(
            Optional.of(image.withCondition(PictureCondition.damaged(Optional.of(0.9999)))));
    assertThat(ReplyJson.write(1, damaged)).contains("\"decodedPart\":0.99}");
  }

  @Test
  void aStretchedPictureSaysFromWhichLevelsAndAFlatOneThatItIs() throws Exception {
    ImageInfo image = COMPLETE.image().orElseThrow();
    PictureCondition condition =
        PictureCondition.SOUND.withStretched(Optional.of(new LevelRange(29100, 30950)));
    Reply stretched = COMPLETE.withImage(Optional.of(image.withCondition(condition)));
    Reply flat = COMPLETE.withImage(Optional.of(image.withCondition(condition.withFlat(true))));

    assertThat(ReplyJson.write(1, COMPLETE)).doesNotContain("stretched", "flat");
    assertThat(ReplyJson.write(1, stretched))
        .contains("\",\"stretched\":[29100,30950]},\"counts\"");
    assertThat(ReplyJson.write(1, flat)).contains("\"stretched\":[29100,30950],\"flat\":true}");
    assertThat(ReplyJson.read(ReplyJson.write(1, stretched)).reply()).isEqualTo(stretched);
    assertThat(ReplyJson.read(ReplyJson.write(1, flat)).reply()).isEqualTo(flat);
  }

  @Test
  void aPartialReplySaysWhyAndItsCountIsNull() throws Exception {
    Map<Analysis, UnitReply> analyses = new LinkedHashMap<>();
    analyses.put(Analysis.FACES, UnitReply.without(Outcome.NO_SLAVE, "no slave computes faces"));
    analyses.put(
        Analysis.EDGES,
        UnitReply.ok(Findings.NONE.withNumber("pixels", 0).withNumber("density", 0)));
    Reply partial =
        new Reply(
            "t-2",
            Optional.empty(),
            Status.PARTIAL,
            Optional.empty(),
            Optional.empty(),
            StillInfo.UNKNOWN,
            new Results(Map.of("face", Optional.empty()), analyses),
            Optional.empty());

    String line = ReplyJson.write(2, partial);

    assertThat(line)
        .isEqualTo(
            """
            {"seq":2,"id":"t-2","status":"partial","retry":true,"counts":{"face":null},\
            "analyses":{"faces":{"status":"no_slave","message":"no slave computes faces"},\
            "edges":{"status":"ok","pixels":0,"density":0}}}\
            """);
    assertThat(ReplyJson.read(line).reply()).isEqualTo(partial);
  }

  @Test
  void aRejectionHasCodeMessageAndRetry() throws Exception {
    Reply busy =
        Reply.rejected(
            Optional.of("a\n\"b\".jpg"),
            new Rejection(RejectionCode.BUSY, "come again", Optional.of(Duration.ofMillis(250))));

    String line = ReplyJson.write(3, busy);

    assertThat(line)
        .isEqualTo(
            """
            {"seq":3,"name":"a\\n\\"b\\".jpg","status":"rejected",\
            "code":"BUSY","message":"come again","retryAfterMs":250,"retry":true}\
            """);
    assertThat(ReplyJson.read(line).reply()).isEqualTo(busy);
  }

  @Test
  void aRejectionHasTheIdThatTheClientGave() throws Exception {
    Reply large =
        Reply.rejected(
            Ask.DEFAULT.withId(Optional.of("c-1")).withName("a.jpg"),
            new Rejection(RejectionCode.TOO_LARGE, "too large"));

    String line = ReplyJson.write(3, large);

    assertThat(line)
        .startsWith("{\"seq\":3,\"id\":\"c-1\",\"name\":\"a.jpg\",\"status\":\"rejected\"");
    assertThat(ReplyJson.read(line).reply()).isEqualTo(large);
  }

  @Test
  void cornersThatAreCountedHaveNoPoints() throws Exception {
    Findings counted =
        Findings.ofPoints(List.of(new StrongPoint(1, 2, 0.5f), new StrongPoint(3, 4, 0.25f)))
            .withoutPoints();
    Reply reply =
        new Reply(
            "t",
            Optional.empty(),
            Status.COMPLETE,
            Optional.empty(),
            Optional.empty(),
            StillInfo.UNKNOWN,
            new Results(Map.of(), Map.of(Analysis.CORNERS, UnitReply.ok(counted))),
            Optional.empty());

    String line = ReplyJson.write(1, reply);

    assertThat(line).endsWith("\"analyses\":{\"corners\":{\"status\":\"ok\",\"count\":2}}}");
    assertThat(ReplyJson.read(line).reply()).isEqualTo(reply);
  }

  @Test
  void numbersAreRoundedToWhatTheyMean() {
    Map<Analysis, UnitReply> analyses = new LinkedHashMap<>();
    analyses.put(
        Analysis.OBJECTS,
        UnitReply.ok(
            Findings.ofDetections(
                "m",
                List.of(
                    Detection.labelled(
                        "car", 0.123456f, new Box(-0.001f, 0.126f, 99999.99f, 1e7f))))));
    analyses.put(
        Analysis.CORNERS,
        UnitReply.ok(
            Findings.ofPoints(
                List.of(
                    new StrongPoint(0.335f, 1, 1.23456e-9f),
                    new StrongPoint(0, 0, 123456f),
                    new StrongPoint(0, 0, Float.NaN)))));
    Reply reply =
        new Reply(
            "t",
            Optional.empty(),
            Status.COMPLETE,
            Optional.empty(),
            Optional.empty(),
            StillInfo.UNKNOWN,
            new Results(Map.of(), analyses),
            Optional.of(new Timing(Duration.ofNanos(1_234_567), Duration.ZERO, Map.of())));

    assertThat(ReplyJson.write(1, reply))
        .contains("\"score\":0.1235,\"box\":[0,0.13,99999.99,10000000]")
        .contains("[[0.34,1,1.235E-9],[0,0,1.235E+5],[0,0,null]]")
        .contains("\"totalMs\":1.23,\"queueMs\":0,");
  }

  @Test
  void cameraAndTimeStandWhereTheyAreKnown() throws Exception {
    Reply reply =
        Reply.rejected(Optional.empty(), new Rejection(RejectionCode.CORRUPT, "broken"))
            .withStill(
                new StillInfo(
                    Optional.of(new Camera("gate_1")),
                    Optional.of(
                        new StillTime(
                            OffsetDateTime.parse("2026-11-29T14:05:00.123+01:00"),
                            TimeSource.EXIF))));

    String line = ReplyJson.write(1, reply);

    assertThat(line)
        .contains("\"camera\":\"gate_1\"")
        .contains("\"time\":\"2026-11-29T14:05:00.123+01:00\",\"timeFrom\":\"exif\"");
    assertThat(ReplyJson.read(line).reply()).isEqualTo(reply);
  }

  @Test
  void marksAndZonesAreWrittenAndRead() throws Exception {
    Box box = new Box(1, 2, 3, 4);
    Map<Analysis, UnitReply> analyses =
        Map.of(
            Analysis.OBJECTS,
            UnitReply.ok(
                Findings.ofDetections(
                    "m",
                    List.of(
                        Detection.labelled("a", 1, box).withMarks(Marks.in(List.of("x", "y"))),
                        Detection.labelled("b", 1, box).withMarks(Marks.masked("tree")),
                        Detection.labelled("c", 1, box).withMarks(Marks.filtered("min-area")),
                        Detection.labelled("d", 1, box)))));
    Map<String, ZoneCounts> zones = new LinkedHashMap<>();
    zones.put("x", new ZoneCounts(Optional.of(Map.of("a", Optional.of(1)))));
    zones.put("y", ZoneCounts.UNKNOWN);
    Reply reply = COMPLETE.withResults(new Results(Map.of("a", Optional.of(1)), analyses, zones));
    String line = ReplyJson.write(1, reply);
    assertThat(line)
        .contains("\"counts\":{\"a\":1},\"zones\":{\"x\":{\"a\":1},\"y\":null},")
        .contains("\"box\":[1,2,3,4],\"zones\":[\"x\",\"y\"]}")
        .contains("\"box\":[1,2,3,4],\"masked\":\"tree\"}")
        .contains("\"box\":[1,2,3,4],\"filtered\":\"min-area\"}")
        .contains("\"label\":\"d\",\"score\":1,\"box\":[1,2,3,4]}");
    assertThat(ReplyJson.read(line).reply()).isEqualTo(reply);
  }
}
