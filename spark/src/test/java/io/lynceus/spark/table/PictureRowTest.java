package io.lynceus.spark.table;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynceus.model.Analysis;
import io.lynceus.model.Ask;
import io.lynceus.model.Box;
import io.lynceus.model.Camera;
import io.lynceus.model.Findings;
import io.lynceus.model.Findings.Detection;
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
import io.lynceus.model.image.ImageFormat;
import io.lynceus.model.image.PictureCondition;
import io.lynceus.spark.input.ArchiveFile;
import io.lynceus.spark.input.ArchivePicture;
import io.lynceus.spark.input.ArchivePicture.Fault;
import io.lynceus.spark.input.ArchivePictures;
import io.lynceus.spark.plan.FileHash;
import java.io.ByteArrayInputStream;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import scala.jdk.javaapi.CollectionConverters;

class PictureRowTest {
  private static final byte[] FILE = {1, 2, 3};
  private static final Instant CHANGED = Instant.parse("2025-03-09T17:05:59Z");
  private static final ArchivePicture PICTURE =
      new ArchivePictures(
              new ArchiveFile("file:/x/a.jpg", "a.jpg", 3, CHANGED, Set.of()),
              uri -> new ByteArrayInputStream(FILE))
          .next();

  private static final Ask DOOR = Ask.DEFAULT.withCamera(Optional.of(new Camera("door")));

  private final PictureRow rows = new PictureRow("run-1");

  private static Object value(Row row, String column) {
    return row.get(PictureSchema.WORK.fieldIndex(column));
  }

  private static Map<?, ?> map(Object value) {
    return CollectionConverters.asJava((scala.collection.Map<?, ?>) value);
  }

  private static List<?> list(Object value) {
    return CollectionConverters.asJava((scala.collection.Seq<?>) value);
  }

  private static Reply reply(Status status, StillInfo still, Results results) {
    return new Reply(
        "",
        Optional.empty(),
        status,
        Optional.empty(),
        Optional.of(
            new ImageInfo(
                ImageFormat.JPEG,
                640,
                480,
                3,
                FileHash.of(FILE),
                PictureCondition.damaged(Optional.of(0.5)))),
        still,
        results,
        Optional.empty());
  }

  @Test
  void holdsWhatTheReplyHolds() {
    Map<String, Optional<Integer>> counts = new LinkedHashMap<>();
    counts.put("person", Optional.of(2));
    counts.put("face", Optional.empty());
    Findings found =
        Findings.ofDetections(
                "net:1@00", List.of(Detection.labelled("person", 0.75f, new Box(1, 2, 3, 4))))
            .withNumber("density", 0.25);
    StillInfo still =
        new StillInfo(
            Optional.of(new Camera("door")),
            Optional.of(
                new StillTime(OffsetDateTime.parse("2024-12-31T23:30:00-01:00"), TimeSource.EXIF)));
    Row row =
        rows.of(
            PICTURE,
            reply(
                Status.PARTIAL,
                still,
                new Results(
                    counts,
                    Map.of(
                        Analysis.OBJECTS,
                        UnitReply.ok(found),
                        Analysis.FACES,
                        UnitReply.without(Outcome.FAILED, "no")))),
            DOOR);

    assertThat(value(row, "path")).isEqualTo("a.jpg");
    assertThat(value(row, "sha256")).isEqualTo(FileHash.of(FILE));
    assertThat(value(row, "status")).isEqualTo("partial");
    assertThat(value(row, "kind")).isEqualTo(PictureRow.PICTURE);
    assertThat(value(row, "width")).isEqualTo(640);
    assertThat(value(row, "damaged")).isEqualTo(true);
    assertThat(value(row, "decoded_part")).isEqualTo(0.5);
    assertThat(value(row, "camera")).isEqualTo("door");
    assertThat(value(row, "time")).isEqualTo(Timestamp.from(Instant.parse("2025-01-01T00:30:00Z")));
    assertThat(value(row, "time_from")).isEqualTo("exif");
    assertThat(value(row, "date")).hasToString("2025-01-01"); // UTC
    assertThat(map(value(row, "counts")).get("person")).isEqualTo(2);
    assertThat(map(value(row, "counts")).containsKey("face")).isTrue();
    assertThat(map(value(row, "counts")).get("face")).isNull();
    Row objects = (Row) map(value(row, "analyses")).get("objects");
    assertThat(objects.get(0)).isEqualTo("ok");
    assertThat(objects.get(2)).isEqualTo("net:1@00");
    Row box = (Row) list(objects.get(3)).get(0);
    assertThat(box.toSeq().take(6).mkString(",")).isEqualTo("person,0.75,1.0,2.0,3.0,4.0");
    assertThat(map(objects.get(5)).get("density")).isEqualTo(0.25);
    Row faces = (Row) map(value(row, "analyses")).get("faces");
    assertThat(faces.get(0)).isEqualTo("failed");
    assertThat(faces.get(1)).isEqualTo("no");
    assertThat(faces.get(3)).isNull();
  }

  @Test
  void theTimeOfTheArrivalIsNotTheTimeOfThePicture() {
    StillInfo arrived =
        new StillInfo(
            Optional.empty(),
            Optional.of(new StillTime(OffsetDateTime.now(ZoneOffset.UTC), TimeSource.ARRIVAL)));
    Row row = rows.of(PICTURE, reply(Status.COMPLETE, arrived, Results.NONE), Ask.DEFAULT);

    assertThat(value(row, "time")).isEqualTo(Timestamp.from(CHANGED));
    assertThat(value(row, "time_from")).isEqualTo("file");
    assertThat(value(row, "camera")).isNull();
  }

  @Test
  void aTimeInTheNameGoesBeforeTheCamerasOwn() {
    StillInfo own =
        new StillInfo(
            Optional.empty(),
            Optional.of(
                new StillTime(OffsetDateTime.parse("2024-12-31T23:30:00Z"), TimeSource.EXIF)));
    Ask asked = DOOR.withTime(Optional.of(OffsetDateTime.parse("2024-06-01T00:00:00Z")));
    Row row = rows.of(PICTURE, reply(Status.COMPLETE, own, Results.NONE), asked);

    assertThat(value(row, "time_from")).isEqualTo("name");
    assertThat(value(row, "date")).hasToString("2024-06-01");
  }

  @Test
  void whatIsWorthRetryingBelongsIntoNoTable() {
    Results nobody =
        new Results(
            Map.of(), Map.of(Analysis.FACES, UnitReply.without(Outcome.NO_SLAVE, "nobody")));
    Row row = rows.of(PICTURE, reply(Status.PARTIAL, StillInfo.UNKNOWN, nobody), Ask.DEFAULT);

    assertThat(value(row, "kind")).isEqualTo(PictureRow.OPEN);
  }

  @Test
  void rejectedOnesSayWhy() {
    Rejection corrupt = new Rejection(RejectionCode.CORRUPT, "broken");
    Row refused = rows.of(PICTURE, Reply.rejected(DOOR, corrupt), DOOR);
    Row unread =
        rows.of(PICTURE, Optional.of(new Camera("door")), new Fault("UNREADABLE", "no right"));

    assertThat(value(refused, "kind")).isEqualTo(PictureRow.REJECTED);
    assertThat(value(refused, "code")).isEqualTo("CORRUPT");
    assertThat(value(refused, "camera")).isEqualTo("door");
    assertThat(value(refused, "message")).isEqualTo("broken");
    assertThat(value(refused, "sha256")).isEqualTo(FileHash.of(FILE));
    assertThat(value(unread, "kind")).isEqualTo(PictureRow.REJECTED);
    assertThat(value(unread, "code")).isEqualTo("UNREADABLE");
    assertThat(value(unread, "camera")).isEqualTo("door");
  }
}
