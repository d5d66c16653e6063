package io.lynceus.store;

import io.lynceus.model.ledger.LineCount;
import io.lynceus.store.result.StoreException;
import io.lynceus.store.rows.LedgerTable;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** The ledger in the store. All methods are for any thread, and block on the database. */
public final class LedgerStore {
  private final Vault vault;
  private final StoreWriter writer;

  LedgerStore(Vault vault, StoreWriter writer) {
    this.vault = vault;
    this.writer = writer;
  }

  /** Adds counts to those of their quarters: all or none. */
  public void add(List<LineCount> counts) throws StoreException {
    writer.call(
        session ->
            session.transaction(
                within -> {
                  LedgerTable.add(within, counts);
                  return true;
                }));
  }

  /**
   * What was counted at some lines, in the order of lines and of time.
   *
   * @param lines names of lines and cameras; their numbers do not count
   * @param from the beginning of the first quarter; empty: all
   * @param to exclusive
   */
  public List<LineCount> list(Collection<LineCount> lines, Optional<Instant> from, Instant to)
      throws StoreException {
    return vault.database().read(session -> LedgerTable.list(session, lines, from, to));
  }
}
