package io.lynceus.master.gateway.search;

import io.lynceus.model.ledger.LineCount;
import io.lynceus.store.CheckReport;
import io.lynceus.store.StoreState;
import io.lynceus.store.audit.AuditEntry;
import io.lynceus.store.audit.AuditHead;
import io.lynceus.store.result.EraseCriteria;
import io.lynceus.store.result.EventPage;
import io.lynceus.store.result.EventQuery;
import io.lynceus.store.result.FoundResult;
import io.lynceus.store.result.KeptPicture;
import io.lynceus.store.result.PictureSize;
import io.lynceus.store.result.ResultPage;
import io.lynceus.store.result.ResultQuery;
import io.lynceus.store.result.ResultSummary;
import io.lynceus.store.result.StoreException;
import io.lynceus.store.result.StoredEvent;
import io.lynceus.store.result.SummaryQuery;
import java.io.IOException;
import java.nio.channels.ReadableByteChannel;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * The store, as the clients' ports see it. The methods block, all but {@link #state}; any thread
 * may call them.
 */
public interface Remembered {

  /** A page of results, those of the latest stills first. */
  ResultPage search(ResultQuery query) throws StoreException;

  /** The result of that id. */
  Optional<FoundResult> find(String id) throws StoreException;

  /**
   * A picture, open; the caller closes it.
   *
   * @param sha256 of the image's file, 64 lower-case hexadecimal digits
   */
  Optional<KeptPicture> picture(String sha256, PictureSize size) throws StoreException;

  /** Numbers over time. */
  ResultSummary summary(SummaryQuery query) throws StoreException;

  /** A page of events, those that began last first. */
  EventPage events(EventQuery query) throws StoreException;

  /** The event of that id. */
  Optional<StoredEvent> event(String id) throws StoreException;

  /**
   * Marks events as seen, or takes their marks away.
   *
   * @param id of one; empty: all for which the query holds
   * @param by the name of the client's token
   * @return how many were changed
   */
  long markEvents(Optional<String> id, EventQuery query, boolean seen, String by)
      throws StoreException;

  /**
   * What was counted at some lines, in the order of lines and of time.
   *
   * @param lines names of lines and cameras
   * @param from the beginning of the first quarter of an hour; empty: all
   * @param to exclusive
   */
  List<LineCount> lineCounts(Collection<LineCount> lines, Optional<Instant> from, Instant to)
      throws StoreException;

  /** How many results {@link #erase} would erase. */
  long count(EraseCriteria criteria) throws StoreException;

  /** Erases results and their pictures; says how many results are gone. */
  long erase(EraseCriteria criteria) throws StoreException;

  /** Erases the results of that id and their pictures; says how many results are gone. */
  long erase(String id) throws StoreException;

  /** Entries of the audit table after that number, in their order. */
  List<AuditEntry> auditEntries(long after, int limit) throws StoreException;

  /** Its last entry, signed now; empty while there is none. */
  Optional<AuditHead> auditHead() throws StoreException;

  /**
   * Writes an entry into the audit table.
   *
   * @param kind a word, such as {@code erase}
   * @param body one line of JSON
   */
  void audit(String kind, String body) throws StoreException;

  /** Compares database, pictures and audit chain; may take minutes. */
  CheckReport check() throws StoreException;

  /**
   * A copy of the store as it is now, as a tar archive; closing the channel deletes the copy.
   *
   * @throws IOException when there is no room for the copy
   */
  ReadableByteChannel backup() throws StoreException, IOException;

  /** How it is; answers at once. */
  State state();

  /**
   * How the store is.
   *
   * @param dropped replies that clients were given and that are not in the store
   * @param waiting replies that wait to be stored
   */
  record State(StoreState store, long dropped, int waiting) {}
}
