package io.lynceus.store.database;

import io.lynceus.store.result.ResultFacts;
import io.lynceus.store.result.ResultFacts.StoredImage;
import io.lynceus.store.result.StoredFinding;
import io.lynceus.store.result.StoredOutcome;
import io.lynceus.store.rows.Addition;
import io.lynceus.store.rows.ImageRows;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.zip.GZIPOutputStream;

/**
 * Has made {@code store-version-1.db.gz}, with the first version's SQL: a later version has to read
 * what that one wrote.
 */
final class Version1File {
  private Version1File() {}

  /** The file to write. */
  public static void main(String[] arguments) throws Exception {
    Path folder = Files.createTempDirectory("lynceus-version-1-");
    try (SqliteDatabase database = new SqliteDatabase(folder, 1, Duration.ofSeconds(5))) {
      database.makeVersion(1);
      try (Session session = database.openWriter()) {
        ImageRows rows = new ImageRows(database);
        session.transaction(
            within -> rows.add(within, List.of(addition("kept1", 1), addition("kept2", 2))));
      }
    }
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(Path.of(arguments[0])))) {
      Files.copy(folder.resolve(SqliteDatabase.FILE), out);
    }
  }

  private static Addition addition(String uid, int second) {
    ResultFacts facts =
        new ResultFacts(
            uid,
            Instant.parse("2026-11-30T00:00:00Z").plusSeconds(second),
            "option",
            Optional.of("yard"),
            Optional.of(uid + ".jpg"),
            new StoredImage("0" + second + "ab".repeat(31), "jpeg", 640, 480, 1000),
            "complete",
            ByteBuffer.wrap("{}".getBytes(StandardCharsets.UTF_8)),
            List.of(
                new StoredFinding(
                    "objects",
                    "person",
                    0.9,
                    Optional.of(new StoredFinding.Area(1, 2, 3, 4)),
                    List.of("drive"),
                    Optional.empty(),
                    Optional.empty())),
            List.of(new StoredOutcome("objects", "ok", Optional.of("s1"), OptionalDouble.of(40))));
    return new Addition(facts, Instant.parse("2026-11-30T00:01:00Z"), 0, 0);
  }
}
