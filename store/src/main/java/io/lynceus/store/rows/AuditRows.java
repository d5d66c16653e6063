package io.lynceus.store.rows;

import io.lynceus.store.audit.AuditEntry;
import io.lynceus.store.database.Session;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The table {@code audit}. Each entry has a hash, SHA-256 of the hash before it and of its own
 * parts: a number of 8 bytes, a time of 8 bytes in milliseconds, and the kind and the body, each
 * with its length in 4 bytes before it; text is UTF-8, numbers are big-endian. So an entry that is
 * changed, taken out or put in shows, unless all that come after it are made anew as well.
 */
public final class AuditRows {
  private static final int HASH_BYTES = 32;
  private static final String COLUMNS = "SELECT seq, at, kind, body, prev, hash FROM audit ";

  private AuditRows() {}

  private record Entry(
      long seq, long at, String kind, String body, ByteBuffer prev, ByteBuffer hash) {}

  /** What a check of the chain found. */
  public record Chain(long entries, Optional<String> problem) {}

  /** Appends an entry, within a transaction of the caller's. */
  public static void append(Session session, Instant time, String kind, String body)
      throws SQLException {
    Optional<Entry> last = session.first(COLUMNS + "ORDER BY seq DESC LIMIT 1", AuditRows::read);
    long seq = last.map(Entry::seq).orElse(0L) + 1;
    byte[] prev = last.map(entry -> entry.hash().array()).orElse(new byte[HASH_BYTES]);
    long at = RowId.millis(time);
    String clean = Texts.storable(body);
    byte[] hash = hash(prev, seq, at, kind, clean);
    session.update(
        "INSERT INTO audit (seq, at, kind, body, prev, hash) VALUES (?, ?, ?, ?, ?, ?)",
        seq,
        at,
        kind,
        clean,
        prev,
        hash);
    session.update(
        "INSERT INTO meta (key, value) VALUES ('audit', ?)"
            + " ON CONFLICT (key) DO UPDATE SET value = excluded.value",
        head(seq, hash));
  }

  /** What the table {@code meta} remembers of the last entry: entries cut off at the end show. */
  private static String head(long seq, byte[] hash) {
    return seq + " " + Hashes.text(hash);
  }

  /** Entries after that number, in their order. */
  public static List<AuditEntry> page(Session session, long after, int limit) throws SQLException {
    return session.list(
        COLUMNS + "WHERE seq > ? ORDER BY seq LIMIT ?", AuditRows::shown, after, limit);
  }

  /** The last entry. */
  public static Optional<AuditEntry> last(Session session) throws SQLException {
    return session.first(COLUMNS + "ORDER BY seq DESC LIMIT 1", AuditRows::shown);
  }

  private static AuditEntry shown(ResultSet row) throws SQLException {
    Entry entry = read(row);
    return new AuditEntry(
        entry.seq(),
        Instant.ofEpochMilli(entry.at()),
        entry.kind(),
        entry.body(),
        Hashes.text(entry.hash().array()));
  }

  /** Computes all hashes again. */
  public static Chain check(Session session) throws SQLException {
    byte[] prev = new byte[HASH_BYTES];
    long seq = 0;
    while (true) {
      Optional<Entry> next =
          session.first(COLUMNS + "WHERE seq > ? ORDER BY seq LIMIT 1", AuditRows::read, seq);
      if (next.isEmpty()) {
        return new Chain(seq, missingEnd(session, seq, prev));
      }
      Entry entry = next.get();
      byte[] hash = hash(prev, entry.seq(), entry.at(), entry.kind(), entry.body());
      if (entry.seq() != seq + 1
          || !Arrays.equals(entry.prev().array(), prev)
          || !Arrays.equals(entry.hash().array(), hash)) {
        return new Chain(
            seq,
            Optional.of(
                "the audit table was changed: entry "
                    + (seq + 1)
                    + " is not the one that was written"));
      }
      seq = entry.seq();
      prev = hash;
    }
  }

  private static Optional<String> missingEnd(Session session, long seq, byte[] hash)
      throws SQLException {
    Optional<String> head =
        session.first("SELECT value FROM meta WHERE key = 'audit'", row -> row.getString(1));
    return head.equals(seq == 0 ? Optional.empty() : Optional.of(head(seq, hash)))
        ? Optional.empty()
        : Optional.of("the audit table was changed: entries after " + seq + " are missing");
  }

  private static Entry read(ResultSet row) throws SQLException {
    return new Entry(
        row.getLong(1),
        row.getLong(2),
        row.getString(3),
        row.getString(4),
        ByteBuffer.wrap(row.getBytes(5)),
        ByteBuffer.wrap(row.getBytes(6)));
  }

  private static byte[] hash(byte[] prev, long seq, long at, String kind, String body) {
    byte[] kindBytes = kind.getBytes(StandardCharsets.UTF_8);
    byte[] bodyBytes = body.getBytes(StandardCharsets.UTF_8);
    ByteBuffer canonical =
        ByteBuffer.allocate(
            prev.length + 2 * Long.BYTES + 2 * Integer.BYTES + kindBytes.length + bodyBytes.length);
    canonical.put(prev).putLong(seq).putLong(at);
    canonical.putInt(kindBytes.length).put(kindBytes).putInt(bodyBytes.length).put(bodyBytes);
    try {
      return MessageDigest.getInstance("SHA-256").digest(canonical.array());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
