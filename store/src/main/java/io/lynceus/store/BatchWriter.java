package io.lynceus.store;

import io.lynceus.store.database.Session;
import io.lynceus.store.pictures.PictureFolder.NewFile;
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

  /** Files of this batch that were not there before, by hash and size. */
  private static final class Fresh {
    private final Map<String, NewFile> files = new LinkedHashMap<>();

    private long bytes() {
      return files.values().stream().mapToLong(file -> file.content().remaining()).sum();
    }
  }

  /** Writes all of them or none. */
  void write(Session session, List<StoredResult> batch) throws SQLException, IOException {
    long start = vault.host().nanos().getAsLong();
    long incoming = batch.stream().mapToLong(this::pictureBytes).sum();
    boolean room = retention.makeRoom(session, incoming);
    Fresh fresh = new Fresh();
    boolean done = false;
    try {
      List<Addition> additions = new ArrayList<>();
      Instant now = vault.host().clock().instant();
      for (StoredResult result : batch) {
        boolean kept = room && vault.config().pictures().keeps(result);
        additions.add(addition(session, result, now, kept, fresh));
      }
      vault.pictures().put(List.copyOf(fresh.files.values()));
      int replaced = session.transaction(within -> vault.rows().add(within, additions));
      done = true;
      vault.counters().written.add(batch.size());
      vault.counters().results.addAndGet(batch.size() - replaced);
      vault.counters().pictureBytes.addAndGet(fresh.bytes());
      vault.counters().writeNanos.add(vault.host().nanos().getAsLong() - start);
    } finally {
      if (!done) {
        vault.rows().forgetNames();
        deleteWithoutRow(session, fresh);
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
      Session session, StoredResult result, Instant now, boolean kept, Fresh fresh)
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
          put(sha256, PictureSize.ORIGINAL, facts.image().format(), result.original(), fresh);
    }
    long thumbnail = there.map(PictureFiles::thumbnailBytes).orElse(0L);
    if (thumbnail == 0) {
      thumbnail = put(sha256, PictureSize.THUMBNAIL, "jpeg", result.thumbnail(), fresh);
    }
    return new Addition(facts, now, original, thumbnail);
  }

  /** Notes a file that has to be written; returns its bytes, and 0 when there is none. */
  private long put(
      String sha256, PictureSize size, String format, Optional<ByteBuffer> content, Fresh fresh)
      throws IOException {
    Optional<ByteBuffer> bytes = wanted(content);
    if (bytes.isEmpty()) {
      return 0;
    }
    fresh.files.putIfAbsent(sha256 + size, new NewFile(sha256, size, format, bytes.get()));
    return bytes.get().remaining();
  }

  /** Where the database does not say whether the rows are there, the sweep will find out. */
  private void deleteWithoutRow(Session session, Fresh fresh) {
    for (NewFile file : fresh.files.values()) {
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
