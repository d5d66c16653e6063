package io.lynceus.store.rows;

import io.lynceus.store.database.Session;
import io.lynceus.store.result.StoredOutcome;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a transaction changes in {@code tally} and {@code covered}, collected so that each row is
 * touched once.
 */
final class Tallies {
  static final long HOUR_MILLIS = 3_600_000;
  private static final long MINUTE_MILLIS = 60_000;
  private static final int MINUTES = 60;

  /** The label of the row that counts all images. */
  static final long ALL = 0;

  /** The camera of rows that count the images of all, so that a summary reads few. */
  static final long ALL_CAMERAS = -1;

  /** The camera of images that name none. */
  static final long NO_CAMERA = 0;

  /** The analysis of the row for minutes in which one of them was ok. */
  static final String ANY = "";

  private static final String CHANGE =
      "INSERT INTO tally (hour, camera_id, label_id, images, findings) VALUES (?, ?, ?, ?, ?)"
          + " ON CONFLICT (camera_id, label_id, hour) DO UPDATE SET"
          + " images = tally.images + excluded.images,"
          + " findings = tally.findings + excluded.findings";
  private static final String LESS =
      "DELETE FROM tally WHERE hour = ? AND camera_id = ? AND label_id = ? AND images <= 0";
  private static final String COVER =
      "INSERT INTO covered (hour, camera_id, analysis, minutes) VALUES (?, ?, ?, ?)"
          + " ON CONFLICT (camera_id, analysis, hour) DO UPDATE SET"
          + " minutes = covered.minutes | excluded.minutes";

  private record Place(long hour, long camera, long label) {}

  private record Cover(long hour, long camera, String analysis) {}

  private static final class Count {
    private long images;
    private long findings;
  }

  private final Map<Place, Count> counts = new HashMap<>();
  private final Map<Cover, Long> covers = new HashMap<>();

  /**
   * Counts an image.
   *
   * @param sign 1 for one that comes, -1 for one that goes
   * @param labels of each finding that counts
   */
  void add(long millis, long camera, List<Long> labels, int sign) {
    long hour = millis / HOUR_MILLIS;
    count(hour, camera, labels, sign);
    count(hour, ALL_CAMERAS, labels, sign);
  }

  private void count(long hour, long camera, List<Long> labels, int sign) {
    count(new Place(hour, camera, ALL)).images += sign;
    Set<Long> seen = new HashSet<>();
    for (long label : labels) {
      Count count = count(new Place(hour, camera, label));
      count.findings += sign;
      if (seen.add(label)) {
        count.images += sign;
      }
    }
  }

  void cover(long millis, long camera, List<StoredOutcome> outcomes) {
    long minute = 1L << (millis / MINUTE_MILLIS % MINUTES);
    for (StoredOutcome outcome : outcomes) {
      if (outcome.isOk()) {
        cover(millis, camera, Texts.storable(outcome.analysis()), minute);
        cover(millis, camera, ANY, minute);
      }
    }
  }

  private void cover(long millis, long camera, String analysis, long minute) {
    covers.merge(new Cover(millis / HOUR_MILLIS, camera, analysis), minute, (a, b) -> a | b);
  }

  private Count count(Place place) {
    return counts.computeIfAbsent(place, p -> new Count());
  }

  /** Writes what came. */
  void write(Session session) throws SQLException {
    for (Map.Entry<Place, Count> entry : counts.entrySet()) {
      Place place = entry.getKey();
      Count count = entry.getValue();
      session.batch(CHANGE, place.hour, place.camera, place.label, count.images, count.findings);
    }
    session.flush(CHANGE);
    for (Map.Entry<Cover, Long> entry : covers.entrySet()) {
      Cover cover = entry.getKey();
      session.batch(COVER, cover.hour, cover.camera, cover.analysis, entry.getValue());
    }
    session.flush(COVER);
  }

  /** Writes what went, and deletes the rows of hours that have no image any more. */
  void writeLess(Session session) throws SQLException {
    write(session);
    for (Place place : counts.keySet()) {
      if (place.label == ALL) {
        boolean empty =
            session
                    .number(
                        "SELECT images FROM tally WHERE hour = ? AND camera_id = ?"
                            + " AND label_id = 0",
                        place.hour,
                        place.camera)
                    .orElse(0)
                <= 0;
        if (empty) {
          session.update(
              "DELETE FROM tally WHERE hour = ? AND camera_id = ?", place.hour, place.camera);
          session.update(
              "DELETE FROM covered WHERE hour = ? AND camera_id = ?", place.hour, place.camera);
        }
      }
    }
    for (Place place : counts.keySet()) {
      session.batch(LESS, place.hour, place.camera, place.label);
    }
    session.flush(LESS);
  }
}
