package io.lynceus.store.rows;

import io.lynceus.store.database.Session;
import io.lynceus.store.result.ResultSummary;
import io.lynceus.store.result.ResultSummary.LabelCount;
import io.lynceus.store.result.ResultSummary.Slice;
import io.lynceus.store.result.SummaryQuery;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;

/** Adds hours of {@code tally} and {@code covered} up to steps. For readers. */
public final class SummaryRows {
  private static final String FACE = "face";
  private static final int MINUTES = 60;

  private final Session session;
  private final SummaryQuery query;

  /** Hours since 1970. */
  private final long firstHour;

  private final long endHour;
  private final int stepHours;

  public SummaryRows(Session session, SummaryQuery query) {
    this.session = session;
    this.query = query;
    this.stepHours = (int) query.by().length().toHours();
    long from = startOfStep(RowId.millis(query.from()));
    long to = RowId.millis(query.to());
    long steps = Math.max(0, Math.floorDiv(to - from + stepMillis() - 1, stepMillis()));
    this.firstHour = Math.floorDiv(from, Tallies.HOUR_MILLIS);
    this.endHour = firstHour + steps * stepHours;
  }

  private long stepMillis() {
    return query.by().length().toMillis();
  }

  /** Days begin at midnight of the zone, or at the full hour of UTC before it. */
  private long startOfStep(long millis) {
    long shift = query.by() == SummaryQuery.Step.DAY ? query.zone().getTotalSeconds() * 1000L : 0;
    return Math.floorDiv(millis + shift, stepMillis()) * stepMillis() - shift;
  }

  /** One step's numbers. */
  private static final class Sums {
    private long images;
    private long minutes;
    private final Map<String, LabelCount> labels = new HashMap<>();
  }

  public ResultSummary summary() throws SQLException {
    int steps = Math.toIntExact((endHour - firstHour) / stepHours);
    List<Sums> sums = new ArrayList<>();
    for (int i = 0; i < steps; i++) {
      sums.add(new Sums());
    }
    OptionalLong camera = camera();
    Set<Long> cameras = new HashSet<>();
    Map<String, Long> images = new TreeMap<>();
    if (query.camera().isEmpty() || camera.isPresent()) {
      addCounts(sums, camera);
      addMinutes(sums, camera);
      addCameras(camera, cameras, images);
    }
    List<Slice> slices = new ArrayList<>();
    for (int i = 0; i < steps; i++) {
      Sums sum = sums.get(i);
      OptionalDouble covered =
          cameras.isEmpty()
              ? OptionalDouble.empty()
              : OptionalDouble.of(
                  (double) sum.minutes / (MINUTES * (double) stepHours * cameras.size()));
      Instant start =
          Instant.ofEpochMilli((firstHour + (long) i * stepHours) * Tallies.HOUR_MILLIS);
      slices.add(new Slice(start, sum.images, sum.labels, covered));
    }
    return new ResultSummary(slices, images);
  }

  private OptionalLong camera() throws SQLException {
    return query.camera().isPresent()
        ? new Names("camera").find(session, Texts.storable(query.camera().get()))
        : OptionalLong.empty();
  }

  /** The rows for all images, and those of the label, if it was ever found; or of all labels. */
  private String labels() throws SQLException {
    if (query.label().isEmpty()) {
      return "SELECT id FROM label UNION ALL SELECT " + Tallies.ALL;
    }
    OptionalLong label = new Names("label").find(session, Texts.storable(query.label().get()));
    return Tallies.ALL + (label.isPresent() ? ", " + label.getAsLong() : "");
  }

  private void addCounts(List<Sums> sums, OptionalLong camera) throws SQLException {
    session.list(
        "SELECT s.step, l.name, s.images, s.findings FROM (SELECT (hour - ?) / ? AS step, label_id,"
            + " SUM(images) AS images, SUM(findings) AS findings FROM tally"
            + " WHERE camera_id = ? AND label_id IN ("
            + labels()
            + ") AND hour >= ? AND hour < ? GROUP BY 1, 2) s"
            + " LEFT JOIN label l ON l.id = s.label_id",
        row -> {
          Sums sum = sums.get(row.getInt(1));
          String label = row.getString(2);
          if (label == null) {
            sum.images = row.getLong(3);
          } else {
            sum.labels.put(label, new LabelCount(row.getLong(3), row.getLong(4)));
          }
          return sum;
        },
        firstHour,
        stepHours,
        camera.orElse(Tallies.ALL_CAMERAS),
        firstHour,
        endHour);
  }

  /** Of all labels, a minute counts if an analysis was ok; of one, if the one behind it was. */
  private void addMinutes(List<Sums> sums, OptionalLong camera) throws SQLException {
    String analysis =
        query.label().map(label -> label.equals(FACE) ? "faces" : "objects").orElse(Tallies.ANY);
    session.list(
        "SELECT hour, minutes FROM covered WHERE camera_id IN ("
            + wanted(camera)
            + ") AND analysis = ? AND hour >= ? AND hour < ?",
        row ->
            sums.get((int) ((row.getLong(1) - firstHour) / stepHours)).minutes +=
                Long.bitCount(row.getLong(2)),
        analysis,
        firstHour,
        endHour);
  }

  /**
   * The cameras that have stills, also the one without a name, and the stills of those with one.
   */
  private void addCameras(OptionalLong camera, Set<Long> cameras, Map<String, Long> images)
      throws SQLException {
    session.list(
        "SELECT t.camera_id, c.name, SUM(t.images) FROM tally t"
            + " LEFT JOIN camera c ON c.id = t.camera_id WHERE t.camera_id IN ("
            + wanted(camera)
            + ") AND t.label_id = ? AND t.hour >= ? AND t.hour < ? GROUP BY t.camera_id, c.name",
        row -> {
          String name = row.getString(2);
          if (name != null) {
            images.put(name, row.getLong(3));
          }
          return cameras.add(row.getLong(1));
        },
        Tallies.ALL,
        firstHour,
        endHour);
  }

  private static String wanted(OptionalLong camera) {
    return camera.isPresent()
        ? Long.toString(camera.getAsLong())
        : "SELECT id FROM camera UNION ALL SELECT " + Tallies.NO_CAMERA;
  }
}
