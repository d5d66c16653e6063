package io.lynceus.store.database;

import io.lynceus.model.Box;
import io.lynceus.model.Camera;
import io.lynceus.model.event.BestStill;
import io.lynceus.model.event.EventKind;
import io.lynceus.model.event.SceneEvent;
import io.lynceus.store.result.OutboxItem;
import io.lynceus.store.rows.EventRows;
import io.lynceus.store.rows.OutboxRows;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.zip.GZIPOutputStream;

/**
 * Has made {@code store-version-5.db.gz}, with the fifth version's SQL: it has an event, and what a
 * channel has still to be told of it.
 */
final class Version5File {
  private static final Instant AT = Instant.parse("2026-11-30T00:00:00Z");

  private Version5File() {}

  /** The file to write. */
  public static void main(String[] arguments) throws Exception {
    Path folder = Files.createTempDirectory("lynceus-version-5-");
    try (SqliteDatabase database = new SqliteDatabase(folder, 1, Duration.ofSeconds(5))) {
      database.makeVersion(5);
      try (Session session = database.openWriter()) {
        session.transaction(
            within -> {
              EventRows.put(within, List.of(event()), Set.of("kept-event"), AT.plusSeconds(60));
              OutboxRows.add(within, List.of(item()));
              return true;
            });
      }
    }
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(Path.of(arguments[0])))) {
      Files.copy(folder.resolve(SqliteDatabase.FILE), out);
    }
  }

  private static OutboxItem item() {
    return new OutboxItem(
        1, "kept-item", "mqtt", "yard", "kept-event", "{}", AT, 0, AT, Optional.empty());
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
