package io.lynceus.store.database;

import io.lynceus.store.result.StoreException;
import io.lynceus.store.result.StoreException.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;

/** The versions of the schema: numbered SQL files, each carried out once. */
final class SchemaVersions {
  /** The version that this program writes. */
  static final int VERSION = 6;

  private final String kind;

  SchemaVersions(String kind) {
    this.kind = kind;
  }

  /** How a database remembers its version. */
  interface Memory {
    /** 0 for an empty database. */
    int version(Session session) throws SQLException;

    /** Within the transaction that makes that version. */
    void remember(Session session, int version) throws SQLException;
  }

  /** Brings the database to this version, one transaction a version. */
  void migrate(Session session, Memory memory) throws SQLException, StoreException {
    migrate(session, memory, VERSION);
  }

  void migrate(Session session, Memory memory, int target) throws SQLException, StoreException {
    int version = memory.version(session);
    if (version > VERSION) {
      throw new StoreException(
          Reason.REFUSED,
          "the store has version "
              + version
              + ", and this program knows up to "
              + VERSION
              + ": use the later program, or another store.dir");
    }
    while (version < target) {
      version++;
      int next = version;
      session.transaction(
          within -> {
            for (String statement : text(next).split(";\n", -1)) {
              if (!statement.isBlank()) {
                within.execute(statement);
              }
            }
            memory.remember(within, next);
            return next;
          });
    }
  }

  private String text(int version) {
    String resource = kind + "/" + version + ".sql";
    try (InputStream in = SchemaVersions.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException("the class path has no " + resource);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
