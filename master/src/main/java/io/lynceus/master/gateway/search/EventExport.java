package io.lynceus.master.gateway.search;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.lynceus.common.http.BodySource;
import io.lynceus.master.gateway.search.ResultExport.Format;
import io.lynceus.store.result.EventPage;
import io.lynceus.store.result.EventQuery;
import io.lynceus.store.result.StoreException;
import io.lynceus.store.result.StoredEvent;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** All events of a search, a page at a time. One thread at a time asks for the next piece. */
public final class EventExport implements BodySource {
  private static final int PAGE = 200;

  private final StoreDesk desk;
  private final Format format;
  private EventQuery query;
  private long left;
  private boolean begun;
  private boolean ended;

  private EventExport(StoreDesk desk, Format format, EventParameters.Export wanted) {
    this.desk = desk;
    this.format = format;
    this.query = wanted.query();
    this.left = wanted.most();
  }

  /** Begins it; empty if there are too many at once. It has to be closed. */
  public static Optional<EventExport> begin(
      StoreDesk desk, Format format, EventParameters.Export wanted) {
    return desk.beginExport()
        ? Optional.of(new EventExport(desk, format, wanted))
        : Optional.empty();
  }

  @Override
  public CompletableFuture<Optional<ByteBuffer>> next() {
    return ended
        ? CompletableFuture.completedFuture(Optional.empty())
        : desk.goOn(store -> piece(store));
  }

  private Optional<ByteBuffer> piece(Remembered store) throws StoreException {
    StringBuilder text = new StringBuilder(begun || format != Format.CSV ? "" : EventLines.head());
    begun = true;
    EventPage page = store.events(query.withLimit((int) Math.min(PAGE, left)));
    for (StoredEvent event : page.events()) {
      text.append(format == Format.CSV ? EventLines.csv(event) : EventLines.line(event) + "\n");
    }
    left -= page.events().size();
    query = query.withCursor(page.next());
    ended = page.next().isEmpty() || left <= 0;
    return text.isEmpty()
        ? Optional.empty()
        : Optional.of(ByteBuffer.wrap(text.toString().getBytes(UTF_8)));
  }

  @Override
  public void close() {
    desk.endExport();
  }
}
