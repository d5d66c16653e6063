package io.lynceus.store;

import io.lynceus.store.result.OutboxItem;
import io.lynceus.store.result.OutboxItem.Dead;
import io.lynceus.store.result.StoreException;
import io.lynceus.store.rows.OutboxRows;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The changes of events that channels have still to be told of, and those that were given up.
 * {@link EventStore#put} adds them with their events; they go with their events. All methods are
 * for any thread, and block on the database.
 */
public final class OutboxStore {
  private final Vault vault;
  private final StoreWriter writer;

  OutboxStore(Vault vault, StoreWriter writer) {
    this.vault = vault;
    this.writer = writer;
  }

  /** The oldest items of a channel that were not given up, after that place, in their order. */
  public List<OutboxItem> pending(String channel, long after, int limit) throws StoreException {
    return vault.database().read(session -> OutboxRows.pending(session, channel, after, limit));
  }

  /** The items of a channel that were given up, the latest first, before that place. */
  public List<OutboxItem> dead(String channel, long before, int limit) throws StoreException {
    return vault.database().read(session -> OutboxRows.dead(session, channel, before, limit));
  }

  /** The item of that id. */
  public Optional<OutboxItem> find(String id) throws StoreException {
    return vault.database().read(session -> OutboxRows.find(session, id));
  }

  /** How many items of a channel wait. */
  public long countPending(String channel) throws StoreException {
    return vault.database().read(session -> OutboxRows.countPending(session, channel));
  }

  /** How many items of a channel were given up. */
  public long countDead(String channel) throws StoreException {
    return vault.database().read(session -> OutboxRows.countDead(session, channel));
  }

  /** The place of the latest item; 0 if there is none. */
  public long latest() throws StoreException {
    return vault.database().read(OutboxRows::latest);
  }

  /**
   * Writes what has become of items: all or nothing.
   *
   * @param done places of those that go
   * @param changed those that stay; one that is not there any more does not come back
   */
  public void settle(List<Long> done, List<OutboxItem> changed) throws StoreException {
    writer.call(
        session ->
            session.transaction(
                within -> {
                  OutboxRows.delete(within, done);
                  OutboxRows.change(within, changed);
                  return true;
                }));
  }

  /**
   * Gives up what waits for channels that are not there.
   *
   * @param known the channels that are there
   * @return how many items that were
   */
  public long giveUpOthers(Set<String> known, Instant now, String why) throws StoreException {
    return writer.call(
        session ->
            session.transaction(
                within -> {
                  long number = 0;
                  for (String channel : new ArrayList<>(OutboxRows.channels(within))) {
                    if (!known.contains(channel)) {
                      number += OutboxRows.giveUpAll(within, channel, new Dead(now, why));
                    }
                  }
                  return number;
                }));
  }

  /**
   * Deletes the oldest items of a channel beyond a number, and returns how many.
   *
   * @param givenUp those that were given up, or else those that were not
   */
  public int trim(String channel, boolean givenUp, long keep) throws StoreException {
    return writer.call(
        session -> session.transaction(within -> OutboxRows.trim(within, channel, givenUp, keep)));
  }
}
