package io.lynceus.spark.table;

import io.lynceus.client.TimeWords;
import io.lynceus.model.Ask;
import io.lynceus.model.Camera;
import io.lynceus.model.EncodedPng;
import io.lynceus.model.Findings;
import io.lynceus.model.Findings.Detection;
import io.lynceus.model.FloatVector;
import io.lynceus.model.Reply;
import io.lynceus.model.Reply.ImageInfo;
import io.lynceus.model.Reply.TimeSource;
import io.lynceus.model.Reply.Timing;
import io.lynceus.model.Reply.UnitReply;
import io.lynceus.model.Reply.ZoneCounts;
import io.lynceus.model.image.LevelRange;
import io.lynceus.spark.input.ArchivePicture;
import io.lynceus.spark.input.ArchivePicture.Content;
import io.lynceus.spark.input.ArchivePicture.Fault;
import java.sql.Date;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.jspecify.annotations.Nullable;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Makes rows of {@link PictureSchema#WORK}.
 *
 * @param run the name of the run
 */
public record PictureRow(String run) {
  /** Belongs into the table of pictures. */
  public static final String PICTURE = "picture";

  /** Belongs into the table of rejected ones. */
  public static final String REJECTED = "rejected";

  /** Belongs into no table: the cluster's state was the reason, and another run tries again. */
  public static final String OPEN = "open";

  /** The row of a file that was not read. */
  public Row of(ArchivePicture picture, Optional<Camera> camera, Fault fault) {
    Map<String, @Nullable Object> row = begun(picture);
    row.put("camera", camera.map(Camera::name).orElse(null));
    row.put("status", "rejected");
    row.put("code", fault.code());
    row.put("message", fault.message());
    row.put(PictureSchema.KIND, REJECTED);
    return row(row);
  }

  /**
   * The row of a picture that has a reply.
   *
   * @param asked with the camera in the path, and the time in the file's name
   */
  public Row of(ArchivePicture picture, Reply reply, Ask asked) {
    Map<String, @Nullable Object> row = begun(picture);
    putStill(row, picture, reply, asked);
    row.put("status", word(reply.status()));
    reply.image().ifPresent(image -> putImage(row, image));
    row.put("counts", counts(reply.counts()));
    row.put("zones", zones(reply.zones()));
    Map<String, @Nullable Object> analyses = new LinkedHashMap<>();
    reply.analyses().forEach((analysis, unit) -> analyses.put(analysis.key(), analysis(unit)));
    row.put("analyses", map(analyses));
    reply
        .rejection()
        .ifPresent(
            rejection -> {
              row.put("code", rejection.code().name());
              row.put("message", rejection.message());
            });
    row.put("took_ms", reply.timing().map(PictureRow::took).orElse(null));
    boolean rejected = reply.rejection().isPresent();
    row.put(PictureSchema.KIND, reply.isWorthRetrying() ? OPEN : rejected ? REJECTED : PICTURE);
    return row(row);
  }

  /** What the picture has cost, without the wait for a slave; null when nobody knows. */
  private static @Nullable Double took(Timing timing) {
    Duration time =
        timing.units().isEmpty() ? timing.total().minus(timing.queue()) : TimeWords.work(timing);
    return time.isZero() ? null : time.toNanos() / 1e6;
  }

  private Map<String, @Nullable Object> begun(ArchivePicture picture) {
    Map<String, @Nullable Object> row = new HashMap<>();
    row.put("path", picture.path());
    row.put("file", picture.file());
    row.put("sha256", picture.content().map(Content::sha256).orElse(null));
    row.put("bytes", picture.bytes());
    row.put("modified", Timestamp.from(picture.modified()));
    row.put("run", run);
    row.put("written", Timestamp.from(Instant.now()));
    return row;
  }

  /** Where neither name nor EXIF data tell the time, it is the file's. */
  private static void putStill(
      Map<String, @Nullable Object> row, ArchivePicture picture, Reply reply, Ask asked) {
    Optional<Instant> named = asked.time().map(OffsetDateTime::toInstant);
    Optional<Instant> exif =
        reply
            .still()
            .time()
            .filter(time -> time.from() == TimeSource.EXIF)
            .map(time -> time.time().toInstant());
    Instant time = named.or(() -> exif).orElse(picture.modified());
    row.put("time", Timestamp.from(time));
    row.put("time_from", named.isPresent() ? "name" : exif.isPresent() ? "exif" : "file");
    row.put("date", Date.valueOf(time.atOffset(ZoneOffset.UTC).toLocalDate()));
    row.put("camera", asked.camera().map(Camera::name).orElse(null));
  }

  private static void putImage(Map<String, @Nullable Object> row, ImageInfo image) {
    row.put("format", image.format().key());
    row.put("width", image.width());
    row.put("height", image.height());
    row.put("damaged", image.condition().damaged());
    row.put("decoded_part", image.condition().decodedPart().orElse(null));
    row.put("stretched_low", image.condition().stretched().map(LevelRange::low).orElse(null));
    row.put("stretched_high", image.condition().stretched().map(LevelRange::high).orElse(null));
    row.put("flat", image.condition().flat());
  }

  private static Row row(Map<String, @Nullable Object> values) {
    String[] names = PictureSchema.WORK.fieldNames();
    @Nullable Object[] row = new Object[names.length];
    for (int i = 0; i < names.length; i++) {
      row[i] = values.get(names[i]);
    }
    return RowFactory.create(row);
  }

  private static Object counts(Map<String, Optional<Integer>> counts) {
    Map<String, @Nullable Object> plain = new LinkedHashMap<>();
    counts.forEach((label, count) -> plain.put(label, count.orElse(null)));
    return map(plain);
  }

  private static Object zones(Map<String, ZoneCounts> zones) {
    Map<String, @Nullable Object> plain = new LinkedHashMap<>();
    zones.forEach(
        (zone, counts) -> plain.put(zone, counts.counts().map(PictureRow::counts).orElse(null)));
    return map(plain);
  }

  private static Row analysis(UnitReply unit) {
    Findings found = unit.findings().orElse(Findings.NONE);
    return RowFactory.create(
        word(unit.outcome()),
        unit.message().isEmpty() ? null : unit.message(),
        found.model().isEmpty() ? null : found.model(),
        found.detections().map(boxes -> list(boxes, PictureRow::detection)).orElse(null),
        found
            .points()
            .map(points -> list(points, p -> RowFactory.create(p.x(), p.y(), p.strength())))
            .orElse(null),
        map(new LinkedHashMap<>(found.numbers())),
        found.map().map(EncodedPng::toByteArray).orElse(null),
        found.vectors().map(vectors -> list(vectors, PictureRow::vector)).orElse(null));
  }

  private static Row detection(Detection found) {
    return RowFactory.create(
        found.label().orElse(null),
        found.score(),
        found.box().x(),
        found.box().y(),
        found.box().width(),
        found.box().height(),
        list(found.points(), point -> RowFactory.create(point.x(), point.y())),
        map(new LinkedHashMap<>(found.attributes())),
        list(found.marks().zones(), zone -> zone),
        found.marks().masked().orElse(null),
        found.marks().filtered().orElse(null));
  }

  private static Object vector(FloatVector vector) {
    List<Float> values = new ArrayList<>(vector.size());
    for (int i = 0; i < vector.size(); i++) {
      values.add(vector.get(i));
    }
    return list(values, value -> value);
  }

  private static <T> Object list(List<T> items, java.util.function.Function<T, Object> item) {
    return CollectionConverters.asScala(items.stream().map(item).toList()).toList();
  }

  /** Spark takes Scala's maps alone. */
  private static Object map(Map<String, @Nullable Object> map) {
    return CollectionConverters.asScala(map);
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
