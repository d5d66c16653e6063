package io.lynceus.store;

import java.util.Optional;

/** The store in SQLite. */
class SqliteStoreTest extends LedgerContract {
  @Override
  Optional<String> newDatabase() {
    return Optional.empty();
  }
}
