package io.lynceus.store.rows;

import io.lynceus.store.database.Database;
import io.lynceus.store.database.Session;
import io.lynceus.store.result.ResultFacts;
import io.lynceus.store.result.StoredFinding;
import io.lynceus.store.result.StoredFinding.Area;
import io.lynceus.store.result.StoredOutcome;
import io.lynceus.store.rows.PictureRows.PictureFiles;
import java.nio.ByteBuffer;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/** Writes and deletes images with all that belongs to them. For the thread that writes. */
public final class ImageRows {
  private static final String IMAGE =
      "INSERT INTO image (id, uid, at, time_from, camera_id, name, sha256, format, width, height,"
          + " bytes, status, stored, terms, reply)"
          + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
  private static final String HIT = "INSERT INTO hit (term_id, image_id, score) VALUES (?, ?, ?)";
  private static final String FINDING =
      "INSERT INTO finding (image_id, n, kind, label_id, score, x, y, w, h, zones, person, dropped)"
          + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
  private static final String OUTCOME =
      "INSERT INTO outcome (image_id, analysis, status, slave, ms) VALUES (?, ?, ?, ?, ?)"
          + " ON CONFLICT (image_id, analysis) DO NOTHING";
  private static final String LESS_HIT = "DELETE FROM hit WHERE term_id = ? AND image_id = ?";
  private static final List<String> LESS =
      List.of(
          "DELETE FROM finding WHERE image_id = ?",
          "DELETE FROM outcome WHERE image_id = ?",
          "DELETE FROM image_text WHERE rowid = ?",
          "DELETE FROM image WHERE id = ?");

  private final Names cameras = new Names("camera");
  private final Names labels = new Names("label");
  private final Names terms = new Names("term");
  private final String text;
  private long count = ThreadLocalRandom.current().nextLong(1 << 20);

  public ImageRows(Database database) {
    this.text = "INSERT INTO image_text (rowid, words) VALUES (?, " + database.wordsValue() + ")";
  }

  /**
   * Writes images, within a transaction of the caller's. One that is there with the same id and the
   * same file is replaced.
   *
   * @return how many were replaced
   */
  public int add(Session session, List<Addition> additions) throws SQLException {
    Map<String, Addition> distinct = new LinkedHashMap<>();
    for (Addition addition : additions) {
      distinct.put(addition.facts().image().sha256() + addition.facts().uid(), addition);
    }
    List<Long> replaced = new ArrayList<>();
    for (Addition addition : distinct.values()) {
      replaced.addAll(idsOf(session, addition.facts()));
    }
    deleteRows(session, replaced);
    Tallies tallies = new Tallies();
    Set<Long> taken = new HashSet<>();
    for (Addition addition : distinct.values()) {
      insert(session, addition, tallies, taken);
    }
    PictureRows.put(session, distinct.values(), this::camera);
    for (String statement : List.of(IMAGE, HIT, FINDING, OUTCOME, text)) {
      session.flush(statement);
    }
    tallies.write(session);
    return replaced.size() + additions.size() - distinct.size();
  }

  private static List<Long> idsOf(Session session, ResultFacts facts) throws SQLException {
    return session.list(
        "SELECT id FROM image WHERE uid = ? AND sha256 = ?",
        row -> row.getLong(1),
        Texts.storable(facts.uid()),
        Hashes.bytes(facts.image().sha256()));
  }

  private void insert(Session session, Addition addition, Tallies tallies, Set<Long> taken)
      throws SQLException {
    ResultFacts facts = addition.facts();
    long millis = RowId.millis(facts.at());
    long camera = camera(session, facts);
    long id = newId(session, millis, taken);
    byte[] termIds = hits(session, facts, camera, id);
    session.batch(
        IMAGE,
        id,
        Texts.storable(facts.uid()),
        millis,
        Texts.storable(facts.timeFrom()),
        camera,
        facts.name().map(Texts::storable).orElse(null),
        Hashes.bytes(facts.image().sha256()),
        facts.image().format(),
        facts.image().width(),
        facts.image().height(),
        facts.image().bytes(),
        Texts.storable(facts.status()),
        RowId.millis(addition.stored()),
        termIds,
        Deflated.of(facts.reply()));
    tallies.add(millis, camera, findings(session, facts, id), 1);
    tallies.cover(millis, camera, facts.outcomes());
    for (StoredOutcome outcome : facts.outcomes()) {
      session.batch(
          OUTCOME,
          id,
          Texts.storable(outcome.analysis()),
          Texts.storable(outcome.status()),
          outcome.slave().map(Texts::storable).orElse(null),
          outcome.millis().isPresent() ? outcome.millis().getAsDouble() : null);
    }
    session.batch(text, id, String.join(" ", words(facts)));
  }

  private long camera(Session session, ResultFacts facts) throws SQLException {
    return facts.camera().isPresent()
        ? cameras.id(session, Texts.storable(facts.camera().get()))
        : Tallies.NO_CAMERA;
  }

  private long newId(Session session, long millis, Set<Long> taken) throws SQLException {
    long id;
    do {
      id = RowId.of(millis, count++);
    } while (!taken.add(id) || session.number("SELECT id FROM image WHERE id = ?", id).isPresent());
    return id;
  }

  /** Returns the ids of its terms, eight bytes each. */
  private byte[] hits(Session session, ResultFacts facts, long camera, long id)
      throws SQLException {
    Map<String, Double> keys = SearchKeys.of(facts);
    byte[] bytes = new byte[(camera == 0 ? 1 : 2) * keys.size() * Long.BYTES];
    ByteBuffer ids = ByteBuffer.wrap(bytes);
    for (Map.Entry<String, Double> key : keys.entrySet()) {
      hit(session, key.getKey(), id, key.getValue(), ids);
      if (camera != 0) {
        hit(session, SearchKeys.ofCamera(camera, key.getKey()), id, key.getValue(), ids);
      }
    }
    return bytes;
  }

  private void hit(Session session, String key, long image, double score, ByteBuffer ids)
      throws SQLException {
    long term = terms.id(session, key);
    ids.putLong(term);
    session.batch(HIT, term, image, score);
  }

  /** Returns the label of each finding that counts. */
  private List<Long> findings(Session session, ResultFacts facts, long id) throws SQLException {
    List<Long> counted = new ArrayList<>();
    int n = 0;
    for (StoredFinding finding : facts.findings()) {
      long label = labels.id(session, Texts.storable(finding.label()));
      Area box = finding.box().orElse(null);
      session.batch(
          FINDING,
          id,
          n++,
          Texts.storable(finding.kind()),
          label,
          finding.score(),
          box == null ? null : box.x(),
          box == null ? null : box.y(),
          box == null ? null : box.width(),
          box == null ? null : box.height(),
          Zones.text(finding.zones()),
          finding.person().map(Texts::storable).orElse(null),
          finding.dropped().map(Texts::storable).orElse(null));
      if (finding.counts()) {
        counted.add(label);
      }
    }
    return counted;
  }

  private static Set<String> words(ResultFacts facts) {
    Set<String> parts = new LinkedHashSet<>();
    facts.name().ifPresent(parts::add);
    facts.camera().ifPresent(parts::add);
    for (StoredFinding finding : facts.findings()) {
      if (finding.counts()) {
        parts.add(finding.label());
        parts.addAll(finding.zones());
        finding.person().ifPresent(parts::add);
      }
    }
    return Words.of(String.join(" ", parts));
  }

  /**
   * Deletes images, within a transaction of the caller's.
   *
   * @return the pictures that no image has any more: their rows are gone, their files are not
   */
  public List<PictureFiles> delete(Session session, List<Long> ids) throws SQLException {
    return PictureRows.deleteUnused(session, deleteRows(session, ids));
  }

  private static Set<String> deleteRows(Session session, List<Long> ids) throws SQLException {
    Set<String> hashes = new LinkedHashSet<>();
    if (ids.isEmpty()) {
      return hashes;
    }
    Tallies tallies = new Tallies();
    for (long id : ids) {
      session.first(
          "SELECT at, camera_id, sha256, terms FROM image WHERE id = ?",
          row -> {
            hashes.add(Hashes.text(row.getBytes(3)));
            tallies.add(row.getLong(1), row.getLong(2), countedLabels(session, id), -1);
            ByteBuffer termIds = ByteBuffer.wrap(row.getBytes(4));
            while (termIds.remaining() >= Long.BYTES) {
              session.batch(LESS_HIT, termIds.getLong(), id);
            }
            return id;
          },
          id);
    }
    session.flush(LESS_HIT);
    for (String statement : LESS) {
      for (long id : ids) {
        session.batch(statement, id);
      }
      session.flush(statement);
    }
    tallies.writeLess(session);
    return hashes;
  }

  private static List<Long> countedLabels(Session session, long id) throws SQLException {
    return session.list(
        "SELECT label_id FROM finding WHERE image_id = ? AND dropped IS NULL",
        row -> row.getLong(1),
        id);
  }

  /** The images of the earliest stills. */
  public static List<Long> oldest(Session session, int limit) throws SQLException {
    return session.list("SELECT id FROM image ORDER BY id LIMIT " + limit, row -> row.getLong(1));
  }

  /** Images of a camera that came into the store before that time. */
  public static List<Long> before(Session session, long camera, long millis, int limit)
      throws SQLException {
    return session.list(
        "SELECT id FROM image WHERE camera_id = ? AND stored < ? ORDER BY stored LIMIT " + limit,
        row -> row.getLong(1),
        camera,
        millis);
  }

  /** All cameras by id; 0, without a name, is none. */
  public static Map<Long, String> cameras(Session session) throws SQLException {
    Map<Long, String> names = new LinkedHashMap<>();
    names.put(0L, "");
    session.list(
        "SELECT id, name FROM camera",
        row -> {
          names.put(row.getLong(1), row.getString(2));
          return row.getLong(1);
        });
    return names;
  }

  /** Deletes names that nothing has any more: also a name may have to be forgotten. */
  public void deleteUnusedNames(Session session) throws SQLException {
    session.update(
        "DELETE FROM term WHERE NOT EXISTS (SELECT 1 FROM hit WHERE hit.term_id = term.id)");
    session.update(
        "DELETE FROM camera WHERE NOT EXISTS"
            + " (SELECT 1 FROM image WHERE image.camera_id = camera.id)"
            + " AND NOT EXISTS (SELECT 1 FROM picture WHERE picture.camera_id = camera.id)"
            + " AND NOT EXISTS (SELECT 1 FROM event WHERE event.camera_id = camera.id)"
            + " AND NOT EXISTS (SELECT 1 FROM ledger WHERE ledger.camera_id = camera.id)");
    session.update(
        "DELETE FROM presence WHERE NOT EXISTS"
            + " (SELECT 1 FROM camera WHERE camera.name = presence.camera)");
    forgetNames();
  }

  /** After a transaction that was not carried out. */
  public void forgetNames() {
    cameras.forget();
    labels.forget();
    terms.forget();
  }

  public static long count(Session session) throws SQLException {
    OptionalLong sum =
        session.number(
            "SELECT SUM(images) FROM tally WHERE camera_id = ? AND label_id = ?",
            Tallies.ALL_CAMERAS,
            Tallies.ALL);
    return sum.orElse(0);
  }
}
