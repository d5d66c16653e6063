package io.lynceus.spark.report;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat_ws;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.count_if;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.map_contains_key;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.sum;

import io.lynceus.model.Analysis;
import io.lynceus.spark.report.TableFacts.CameraDays;
import io.lynceus.spark.report.TableFacts.Example;
import io.lynceus.spark.report.TableFacts.LabelCount;
import io.lynceus.spark.report.TableFacts.LabelDays;
import io.lynceus.spark.report.TableFacts.Reason;
import io.lynceus.spark.report.TableFacts.SlowPicture;
import java.sql.Date;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Asks the tables what the report says. */
final class TableQuery {
  private static final int MOST_CAMERAS = 40;
  private static final int MOST_LABELS = 12;
  private static final int MOST_REASONS = 30;
  private static final int MOST_SLOW = 20;
  private static final int MOST_EXAMPLES = 200;

  /** Of a picture that is not whole, or shows nothing, no count is known. */
  private static final Column SHOWS_ALL =
      expr("coalesce((not damaged or decoded_part = 1) and not flat, true)");

  private final Dataset<Row> pictures;
  private final Dataset<Row> rejected;

  /**
   * Of the two tables.
   *
   * @param pictures of {@link io.lynceus.spark.table.PictureSchema#PICTURES}
   * @param rejected of {@link io.lynceus.spark.table.PictureSchema#REJECTED}
   */
  TableQuery(Dataset<Row> pictures, Dataset<Row> rejected) {
    this.pictures = pictures;
    this.rejected = rejected;
  }

  TableFacts facts() {
    SortedMap<LocalDate, Long> days = new TreeMap<>();
    Map<Optional<String>, SortedMap<LocalDate, Long>> cameras = new LinkedHashMap<>();
    long cameraCount = cameras(days, cameras);
    return new TableFacts(
        days,
        pictures.filter(col("status").equalTo("partial")).count(),
        cameras.entrySet().stream()
            .map(camera -> new CameraDays(camera.getKey(), camera.getValue()))
            .toList(),
        cameraCount,
        labels(),
        failures(),
        slowest(),
        reasons(rejected.select(col("code"), col("message"))),
        rejected.count(),
        examples());
  }

  /** Partitions alone say it: no file is read. */
  private long cameras(
      SortedMap<LocalDate, Long> days, Map<Optional<String>, SortedMap<LocalDate, Long>> cameras) {
    pictures
        .groupBy(col("date"))
        .count()
        .collectAsList()
        .forEach(row -> days.put(day(row), row.getLong(1)));
    Dataset<Row> most =
        pictures.groupBy(col("camera")).count().orderBy(col("count").desc(), col("camera"));
    List<Row> all = most.limit(MOST_CAMERAS).collectAsList();
    List<String> names = new ArrayList<>();
    for (Row row : all) {
      cameras.put(Optional.ofNullable(row.getString(0)), new TreeMap<>());
      names.add(row.getString(0));
    }
    pictures
        .filter(
            coalesce(col("camera"), lit(""))
                .isin(names.stream().map(name -> name == null ? "" : name).toArray()))
        .groupBy(col("date"), col("camera"))
        .count()
        .collectAsList()
        .forEach(
            row ->
                cameras
                    .computeIfAbsent(Optional.ofNullable(row.getString(1)), name -> new TreeMap<>())
                    .put(day(row), row.getLong(2)));
    return all.size() < MOST_CAMERAS ? all.size() : most.count();
  }

  private static LocalDate day(Row row) {
    return row.<Date>getAs("date").toLocalDate();
  }

  private List<LabelDays> labels() {
    List<String> labels =
        pictures
            .select(explode(col("counts")))
            .groupBy(col("key"))
            .agg(sum(col("value")).as("found"))
            .orderBy(col("found").desc_nulls_last(), col("key"))
            .limit(MOST_LABELS)
            .collectAsList()
            .stream()
            .map(row -> row.getString(0))
            .toList();
    if (labels.isEmpty()) {
      return List.of();
    }
    Map<String, String> finders = finders(labels);
    List<Column> columns = new ArrayList<>();
    for (String label : labels) {
      columns.add(sum(number(label)));
      columns.add(count_if(isUnknown(label, finders.getOrDefault(label, Analysis.OBJECTS.key()))));
    }
    List<Row> rows =
        pictures
            .groupBy(col("date"))
            .agg(count(lit(1)), columns.toArray(Column[]::new))
            .collectAsList();
    List<LabelDays> all = new ArrayList<>();
    for (int i = 0; i < labels.size(); i++) {
      SortedMap<LocalDate, LabelCount> days = new TreeMap<>();
      for (Row row : rows) {
        int at = 2 + 2 * i;
        long found = row.isNullAt(at) ? 0 : row.getLong(at);
        days.put(day(row), new LabelCount(found, row.getLong(at + 1), row.getLong(1)));
      }
      all.add(new LabelDays(labels.get(i), days));
    }
    return all;
  }

  private static Column number(String label) {
    return col("counts").getItem(label);
  }

  /**
   * A count that is null; or one that is not there, and the analysis that would have found the
   * label has no result, or the picture does not show all. As {@link io.lynceus.client.Totals}.
   */
  private static Column isUnknown(String label, String finder) {
    Column noCount = number(label).isNull();
    Column isThere = coalesce(map_contains_key(col("counts"), label), lit(false));
    Column noResult =
        coalesce(col("analyses").getItem(finder).getField("status"), lit("")).notEqual("ok");
    return noCount.and(isThere.or(noResult).or(not(SHOWS_ALL)));
  }

  /** Which analysis finds a label: that with most boxes of it, or else the standard ones. */
  private Map<String, String> finders(Collection<String> labels) {
    Map<String, String> finders = new HashMap<>();
    pictures
        .select(explode(col("analyses")))
        .select(col("key"), explode(col("value.detections")).as("box"))
        .groupBy(col("key"), col("box.label"))
        .count()
        .orderBy(col("count").desc())
        .collectAsList()
        .forEach(
            row -> {
              String analysis = row.getString(0);
              String label = row.isNullAt(1) ? new Analysis(analysis).singular() : row.getString(1);
              finders.putIfAbsent(label, analysis);
            });
    for (String label : labels) {
      finders.putIfAbsent(
          label,
          label.equals(Analysis.FACES.singular()) ? Analysis.FACES.key() : Analysis.OBJECTS.key());
    }
    return finders;
  }

  private List<Reason> failures() {
    return reasons(
        pictures
            .filter(col("status").equalTo("partial"))
            .select(explode(col("analyses")))
            .filter(col("value.status").notEqual("ok"))
            .select(concat_ws(" ", col("key"), col("value.status")), col("value.message")));
  }

  private static List<Reason> reasons(Dataset<Row> kindAndMessage) {
    return kindAndMessage
        .toDF("kind", "message")
        .groupBy(col("kind"), col("message"))
        .count()
        .orderBy(col("count").desc(), col("kind"), col("message"))
        .limit(MOST_REASONS)
        .collectAsList()
        .stream()
        .map(row -> new Reason(row.getString(0), text(row, 1), row.getLong(2)))
        .toList();
  }

  private List<SlowPicture> slowest() {
    return pictures
        .filter(col("took_ms").isNotNull())
        .select("path", "width", "height", "bytes", "took_ms")
        .orderBy(col("took_ms").desc(), col("path"))
        .limit(MOST_SLOW)
        .collectAsList()
        .stream()
        .map(
            row ->
                new SlowPicture(
                    row.getString(0),
                    row.getInt(1),
                    row.getInt(2),
                    row.getLong(3),
                    row.getDouble(4)))
        .toList();
  }

  private List<Example> examples() {
    return rejected
        .select("path", "code", "message")
        .orderBy(col("path"))
        .limit(MOST_EXAMPLES)
        .collectAsList()
        .stream()
        .map(row -> new Example(row.getString(0), text(row, 1), text(row, 2)))
        .toList();
  }

  private static String text(Row row, int column) {
    return row.isNullAt(column) ? "" : row.getString(column);
  }
}
