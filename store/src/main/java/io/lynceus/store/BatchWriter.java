package io.lynceus.store;

import io.lynceus.store.database.Session;
import io.lynceus.store.result.PictureSize;
import io.lynceus.store.result.ResultFacts;
import io.lynceus.store.result.StoredResult;
import io.lynceus.store.rows.Addition;
import io.lynceus.store.rows.PictureRows;
import io.lynceus.store.rows.PictureRows.PictureFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Writes some results in one transaction, and their pictures before it. */
final class BatchWriter {
  /** A picture that would take more than this share of the bound is not kept. */
  private static final int MOST_SHARE = 4;

  private final Vault vault;
  private final Retention retention;

  BatchWriter(Vault vault, Retention retention) {
    this.vault = vault;
    this.retention = retention;
  }

  /** A file that was not there before. */
  private record Fresh(String sha256, PictureSize size, String format, long bytes) {}

  /** Files that this batch has written, by hash and size. */
  private static final class Written {
    private final Map<String, Fresh> files = new LinkedHashMap<>();

    private long bytes() {
      return files.values().stream().mapToLong(Fresh::bytes).sum();
    }
  }

  /** Writes all of them or none. */
  void write(Session session, List<StoredResult> batch) throws SQLException, IOException {
    long start = vault.host().nanos().getAsLong();
    long incoming = batch.stream().mapToLong(this::pictureBytes).sum();
    boolean room = retention.makeRoom(session, incoming);
    Written written = new Written();
    boolean done = false;
    try {
      List<Addition> additions = new ArrayList<>();
      Instant now = vault.host().clock().instant();
      for (StoredResult result : batch) {
        boolean kept = room && vault.config().pictures().keeps(result);
        additions.add(addition(session, result, now, kept, written));
      }
      int replaced = session.transaction(within -> vault.rows().add(within, additions));
      done = true;
      vault.counters().written.add(batch.size());
      vault.counters().results.addAndGet(batch.size() - replaced);
      vault.counters().pictureBytes.addAndGet(written.bytes());
      vault.counters().writeNanos.add(vault.host().nanos().getAsLong() - start);
    } finally {
      if (!done) {
        vault.rows().forgetNames();
        deleteWithoutRow(session, written);
      }
    }
  }

  private long pictureBytes(StoredResult result) {
    if (!vault.config().pictures().keeps(result)) {
      return 0;
    }
    long original = wanted(result.original()).map(ByteBuffer::remaining).orElse(0);
    return original + wanted(result.thumbnail()).map(ByteBuffer::remaining).orElse(0);
  }

  private Optional<ByteBuffer> wanted(Optional<ByteBuffer> content) {
    long most = vault.config().bytes() / MOST_SHARE;
    return content.filter(bytes -> bytes.hasRemaining() && bytes.remaining() <= most);
  }

  private Addition addition(
      Session session, StoredResult result, Instant now, boolean kept, Written written)
      throws SQLException, IOException {
    ResultFacts facts = result.facts();
    if (!kept) {
      return new Addition(facts, now, 0, 0);
    }
    String sha256 = facts.image().sha256();
    Optional<PictureFiles> there = PictureRows.find(session, sha256);
    long original = there.map(PictureFiles::originalBytes).orElse(0L);
    if (original == 0) {
      original =
          put(sha256, PictureSize.ORIGINAL, facts.image().format(), result.original(), written);
    }
    long thumbnail = there.map(PictureFiles::thumbnailBytes).orElse(0L);
    if (thumbnail == 0) {
      thumbnail = put(sha256, PictureSize.THUMBNAIL, "jpeg", result.thumbnail(), written);
    }
    return new Addition(facts, now, original, thumbnail);
  }

  /** Returns the bytes of the file; 0 when there is none. */
  private long put(
      String sha256, PictureSize size, String format, Optional<ByteBuffer> content, Written written)
      throws IOException {
    Optional<ByteBuffer> bytes = wanted(content);
    if (bytes.isEmpty()) {
      return 0;
    }
    long count = bytes.get().remaining();
    // Known before it is written: a half-written one has to go, too.
    if (written.files.put(sha256 + size, new Fresh(sha256, size, format, count)) == null) {
      vault.pictures().put(sha256, size, format, bytes.get());
    }
    return count;
  }

  /** Where the database does not say whether the rows are there, the sweep will find out. */
  private void deleteWithoutRow(Session session, Written written) {
    for (Fresh file : written.files.values()) {
      try {
        Optional<PictureFiles> row = PictureRows.find(session, file.sha256());
        boolean kept =
            row.isPresent()
                && (file.size() == PictureSize.ORIGINAL
                        ? row.get().originalBytes()
                        : row.get().thumbnailBytes())
                    > 0;
        if (!kept) {
          vault.pictures().delete(file.sha256(), file.size(), file.format());
        }
      } catch (SQLException | IOException e) {
        return;
      }
    }
  }
}
