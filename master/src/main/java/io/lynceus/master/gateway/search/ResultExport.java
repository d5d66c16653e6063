package io.lynceus.master.gateway.search;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.lynceus.common.http.BodySource;
import io.lynceus.store.result.FoundResult;
import io.lynceus.store.result.ResultPage;
import io.lynceus.store.result.ResultQuery;
import io.lynceus.store.result.StoreException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * All results of a search, a page at a time: no more than one page is in memory. One thread at a
 * time asks for the next piece.
 */
public final class ResultExport implements BodySource {
  private static final int PAGE = 200;

  /** How results are written. */
  public enum Format {
    /** Lines of CSV below a line of names. */
    CSV("text/csv; charset=utf-8"),
    /** A line of JSON for each. */
    NDJSON("application/x-ndjson");

    private final String type;

    Format(String type) {
      this.type = type;
    }

    /** The one of that name, in lower case; empty for {@code json}, whose results come in pages. */
    public static Optional<Format> of(String name) {
      return Arrays.stream(values()).filter(format -> format.key().equals(name)).findFirst();
    }

    /** Its name in a query, and the ending of a file. */
    public String key() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** As {@code Content-Type} has it. */
    public String type() {
      return type;
    }

    private String head() {
      return this == CSV ? ResultCsv.head() : "";
    }

    private String line(FoundResult result) {
      return this == CSV ? ResultCsv.line(result) : StoreJson.result(result) + "\n";
    }
  }

  private final StoreDesk desk;
  private final Format format;
  private ResultQuery query;
  private long left;
  private boolean begun;
  private boolean ended;

  private ResultExport(StoreDesk desk, Format format, SearchParameters.Export wanted) {
    this.desk = desk;
    this.format = format;
    this.left = wanted.most().isPresent() ? wanted.most().getAsInt() : Long.MAX_VALUE;
    this.query = wanted.query();
  }

  /** Begins it; empty if there are too many at once. It has to be closed. */
  public static Optional<ResultExport> begin(
      StoreDesk desk, Format format, SearchParameters.Export wanted) {
    return desk.beginExport()
        ? Optional.of(new ResultExport(desk, format, wanted))
        : Optional.empty();
  }

  @Override
  public CompletableFuture<Optional<ByteBuffer>> next() {
    return ended
        ? CompletableFuture.completedFuture(Optional.empty())
        : desk.goOn(store -> piece(store));
  }

  private Optional<ByteBuffer> piece(Remembered store) throws StoreException {
    StringBuilder text = new StringBuilder(begun ? "" : format.head());
    begun = true;
    do {
      ResultPage page = store.search(query.withLimit((int) Math.min(PAGE, left)));
      for (FoundResult result : page.results()) {
        text.append(format.line(result));
      }
      left -= page.results().size();
      query = query.withCursor(page.next());
      ended = page.next().isEmpty() || left <= 0;
    } while (text.isEmpty() && !ended);
    return text.isEmpty()
        ? Optional.empty()
        : Optional.of(ByteBuffer.wrap(text.toString().getBytes(UTF_8)));
  }

  @Override
  public void close() {
    desk.endExport();
  }
}
