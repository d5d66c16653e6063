package io.lynceus.store.database;

import io.lynceus.model.Box;
import io.lynceus.model.Camera;
import io.lynceus.model.event.BestStill;
import io.lynceus.model.event.EventKind;
import io.lynceus.model.event.SceneEvent;
import io.lynceus.store.rows.EventRows;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.zip.GZIPOutputStream;

/**
 * Has made {@code store-version-4.db.gz}, with the fourth version's SQL: it has an event and what
 * is known of a camera.
 */
final class Version4File {
  private static final Instant AT = Instant.parse("2026-11-30T00:00:00Z");

  private Version4File() {}

  /** The file to write. */
  public static void main(String[] arguments) throws Exception {
    Path folder = Files.createTempDirectory("lynceus-version-4-");
    try (SqliteDatabase database = new SqliteDatabase(folder, 1, Duration.ofSeconds(5))) {
      database.makeVersion(4);
      try (Session session = database.openWriter()) {
        session.transaction(
            within -> {
              EventRows.put(within, List.of(event()), Set.of("kept-event"), AT.plusSeconds(60));
              EventRows.putPresence(within, Map.of("yard", new byte[] {1, 2, 3}));
              return true;
            });
      }
    }
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(Path.of(arguments[0])))) {
      Files.copy(folder.resolve(SqliteDatabase.FILE), out);
    }
  }

  private static SceneEvent event() {
    return new SceneEvent(
        "kept-event",
        EventKind.ARRIVED,
        "usual",
        new Camera("yard"),
        "person",
        Optional.of("drive"),
        AT,
        AT.plusSeconds(1),
        Optional.empty(),
        1,
        false,
        new BestStill("r-1", "ab".repeat(32), AT, 0.75f, new Box(1, 2, 30, 40), 640, 480));
  }
}
