package io.lynceus.store;

import io.lynceus.model.event.SceneEvent;
import io.lynceus.store.result.EventPage;
import io.lynceus.store.result.EventQuery;
import io.lynceus.store.result.OutboxItem;
import io.lynceus.store.result.StoreException;
import io.lynceus.store.result.StoredEvent;
import io.lynceus.store.result.StoredEvent.Seen;
import io.lynceus.store.rows.EventRows;
import io.lynceus.store.rows.OutboxRows;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The events in the store, and what is known of cameras. All methods are for any thread, and block
 * on the database.
 */
public final class EventStore {
  private final Vault vault;
  private final StoreWriter writer;

  EventStore(Vault vault, StoreWriter writer) {
    this.vault = vault;
    this.writer = writer;
  }

  /** Writes events, of which all may be new. */
  public void put(List<SceneEvent> events, Map<String, byte[]> presence) throws StoreException {
    var unused =
        put(
            events,
            events.stream().map(SceneEvent::id).collect(Collectors.toSet()),
            presence,
            List.of());
  }

  /**
   * Writes events as they are now, and what is known of cameras with them: all or nothing.
   *
   * @param fresh ids of those that may be new; another one that is not in the store was erased, or
   *     has expired, and does not come back
   * @param presence bytes by the names of cameras
   * @param outbox what channels have to be told of these events
   * @return what of the outbox is in the store now: nothing of an event that was erased
   */
  public List<OutboxItem> put(
      List<SceneEvent> events,
      Set<String> fresh,
      Map<String, byte[]> presence,
      List<OutboxItem> outbox)
      throws StoreException {
    return writer.call(
        session ->
            session.transaction(
                within -> {
                  EventRows.put(within, events, fresh, vault.host().clock().instant());
                  EventRows.putPresence(within, presence);
                  return OutboxRows.add(within, outbox);
                }));
  }

  /** What was known of cameras, by their names. */
  public Map<String, byte[]> presence() throws StoreException {
    return vault.database().read(EventRows::presence);
  }

  /**
   * A page of events, those that began last first.
   *
   * @throws IllegalArgumentException for a cursor that is none
   */
  public EventPage search(EventQuery query) throws StoreException {
    return vault.database().read(session -> EventRows.page(session, query));
  }

  /** The event of that id. */
  public Optional<StoredEvent> find(String id) throws StoreException {
    return vault.database().read(session -> EventRows.find(session, id));
  }

  /** How many events the query holds for, whatever its limit and cursor. */
  public long count(EventQuery query) throws StoreException {
    return vault.database().read(session -> EventRows.count(session, query));
  }

  /**
   * Marks events as seen, or takes their marks away.
   *
   * @param id of one; empty: all for which the query holds, whatever its limit
   * @param by the name of the token that does it
   * @return how many were changed
   */
  public long mark(Optional<String> id, EventQuery query, boolean seen, String by)
      throws StoreException {
    Optional<Seen> mark =
        seen ? Optional.of(new Seen(vault.host().clock().instant(), by)) : Optional.empty();
    return writer.call(
        session -> session.transaction(within -> EventRows.mark(within, id, query, mark)));
  }
}
