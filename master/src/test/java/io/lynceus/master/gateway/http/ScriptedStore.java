package io.lynceus.master.gateway.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.lynceus.master.gateway.search.Remembered;
import io.lynceus.model.Box;
import io.lynceus.model.Camera;
import io.lynceus.model.event.BestStill;
import io.lynceus.model.event.EventKind;
import io.lynceus.model.event.SceneEvent;
import io.lynceus.model.ledger.LineCount;
import io.lynceus.store.CheckReport;
import io.lynceus.store.StoreState;
import io.lynceus.store.StoreState.Counts;
import io.lynceus.store.StoreState.Phase;
import io.lynceus.store.audit.AuditEntry;
import io.lynceus.store.audit.AuditHead;
import io.lynceus.store.result.EraseCriteria;
import io.lynceus.store.result.EventPage;
import io.lynceus.store.result.EventQuery;
import io.lynceus.store.result.FoundResult;
import io.lynceus.store.result.KeptPicture;
import io.lynceus.store.result.PictureSize;
import io.lynceus.store.result.ResultFacts;
import io.lynceus.store.result.ResultFacts.StoredImage;
import io.lynceus.store.result.ResultPage;
import io.lynceus.store.result.ResultQuery;
import io.lynceus.store.result.ResultSummary;
import io.lynceus.store.result.ResultSummary.LabelCount;
import io.lynceus.store.result.ResultSummary.Slice;
import io.lynceus.store.result.StoreException;
import io.lynceus.store.result.StoreException.Reason;
import io.lynceus.store.result.StoredEvent;
import io.lynceus.store.result.StoredFinding;
import io.lynceus.store.result.StoredOutcome;
import io.lynceus.store.result.SummaryQuery;
import java.io.ByteArrayInputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ReadableByteChannel;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * A store with a number of like results. Its cursors are the numbers of results; it writes down
 * what it was asked.
 */
final class ScriptedStore implements Remembered {
  static final String SHA256 = "0a".repeat(32);
  static final String CAMERA = "gate";

  final List<LineCount> counts = new CopyOnWriteArrayList<>();
  final List<ResultQuery> queries = new CopyOnWriteArrayList<>();
  final List<SummaryQuery> summaries = new CopyOnWriteArrayList<>();
  final List<EraseCriteria> erased = new CopyOnWriteArrayList<>();
  final List<String> erasedIds = new CopyOnWriteArrayList<>();
  final List<String> audit = new CopyOnWriteArrayList<>();
  volatile int results = 1;
  volatile byte[] picture = "a picture".getBytes(UTF_8);
  volatile String format = "jpeg";
  volatile boolean fails;
  volatile String name = "cam1.jpg";

  /** Questions wait for it, if it is there. */
  volatile @Nullable CountDownLatch gate;

  private void work() throws StoreException {
    CountDownLatch held = gate;
    if (held != null) {
      try {
        held.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    if (fails) {
      throw new StoreException(Reason.UNAVAILABLE, "the disk is full: make room");
    }
  }

  FoundResult result(int number) {
    String reply =
        "{\"seq\":1,\"id\":\"m8x2k1-%d\",\"status\":\"partial\",\"retry\":true,\"counts\":{\"person\":1,\"face\":null},\"analyses\":{}}"
            .formatted(number);
    return new FoundResult(
        new ResultFacts(
            "m8x2k1-" + number,
            Instant.parse("2026-11-29T13:05:00.250Z"),
            "exif",
            Optional.of(CAMERA),
            Optional.of(name),
            new StoredImage(SHA256, "jpeg", 640, 480, 70_000),
            "partial",
            ByteBuffer.wrap(reply.getBytes(UTF_8)),
            List.of(
                new StoredFinding(
                    "objects",
                    "person",
                    0.9,
                    Optional.empty(),
                    List.of(),
                    Optional.empty(),
                    Optional.empty()),
                new StoredFinding(
                    "objects",
                    "person",
                    0.8,
                    Optional.empty(),
                    List.of(),
                    Optional.empty(),
                    Optional.of("masked:tree"))),
            List.of(
                new StoredOutcome("objects", "ok", Optional.of("s1"), OptionalDouble.of(41.006)),
                new StoredOutcome("faces", "no_slave", Optional.empty(), OptionalDouble.empty()))),
        Instant.parse("2026-11-29T13:05:01Z"),
        true,
        false);
  }

  @Override
  public ResultPage search(ResultQuery query) throws StoreException {
    work();
    if (query.cursor().isPresent() && !query.cursor().get().matches("\\d{1,9}")) {
      throw new StoreException(Reason.REFUSED, "cursor is next of another page");
    }
    queries.add(query);
    int start = query.cursor().map(Integer::parseInt).orElse(0);
    int end = Math.min(results, start + query.limit());
    List<FoundResult> page = new ArrayList<>();
    for (int number = start; number < end; number++) {
      page.add(result(number));
    }
    return new ResultPage(
        page, end < results ? Optional.of(Integer.toString(end)) : Optional.empty());
  }

  final List<EventQuery> eventQueries = new CopyOnWriteArrayList<>();
  final List<String> marks = new CopyOnWriteArrayList<>();
  volatile int events = 1;

  StoredEvent storedEvent(int number) {
    return new StoredEvent(
        new SceneEvent(
            "e" + number,
            EventKind.ARRIVED,
            "usual",
            new Camera(CAMERA),
            "=person",
            Optional.of("yard"),
            Instant.parse("2026-11-29T13:05:00.250Z"),
            Instant.parse("2026-11-29T13:06:00Z"),
            Optional.empty(),
            1,
            false,
            new BestStill(
                "m8x2k1-1",
                SHA256,
                Instant.parse("2026-11-29T13:05:01Z"),
                0.87f,
                new Box(1, 2, 30, 40),
                640,
                480)),
        number % 2 == 0
            ? Optional.empty()
            : Optional.of(new StoredEvent.Seen(Instant.parse("2026-11-29T14:00:00Z"), "guard")),
        false,
        true);
  }

  @Override
  public EventPage events(EventQuery query) throws StoreException {
    work();
    eventQueries.add(query);
    int start = query.cursor().map(Integer::parseInt).orElse(0);
    int end = Math.min(events, start + query.limit());
    List<StoredEvent> page = new ArrayList<>();
    for (int number = start; number < end; number++) {
      page.add(storedEvent(number));
    }
    return new EventPage(
        page, end < events ? Optional.of(Integer.toString(end)) : Optional.empty());
  }

  @Override
  public Optional<StoredEvent> event(String id) throws StoreException {
    work();
    return id.equals("e1") ? Optional.of(storedEvent(1)) : Optional.empty();
  }

  @Override
  public long markEvents(Optional<String> id, EventQuery query, boolean seen, String by)
      throws StoreException {
    work();
    eventQueries.add(query);
    marks.add(id.orElse("all") + " " + seen + " " + by);
    return events;
  }

  @Override
  public Optional<FoundResult> find(String id) throws StoreException {
    work();
    return id.startsWith("m8x2k1-") ? Optional.of(result(17)) : Optional.empty();
  }

  @Override
  public Optional<KeptPicture> picture(String sha256, PictureSize size) throws StoreException {
    work();
    return sha256.equals(SHA256)
        ? Optional.of(
            new KeptPicture(
                format, picture.length, Channels.newChannel(new ByteArrayInputStream(picture))))
        : Optional.empty();
  }

  @Override
  public ResultSummary summary(SummaryQuery query) throws StoreException {
    work();
    summaries.add(query);
    return new ResultSummary(
        List.of(
            new Slice(
                Instant.parse("2026-11-29T13:00:00Z"),
                3,
                Map.of("person", new LabelCount(2, 4)),
                OptionalDouble.of(0.0512)),
            new Slice(Instant.parse("2026-11-29T14:00:00Z"), 0, Map.of(), OptionalDouble.empty())),
        Map.of(CAMERA, 3L));
  }

  @Override
  public List<LineCount> lineCounts(Collection<LineCount> lines, Optional<Instant> from, Instant to)
      throws StoreException {
    work();
    return counts.stream()
        .filter(count -> lines.stream().anyMatch(line -> line.line().equals(count.line())))
        .filter(count -> from.isEmpty() || !count.quarter().isBefore(from.get()))
        .filter(count -> count.quarter().isBefore(to))
        .toList();
  }

  @Override
  public long count(EraseCriteria criteria) throws StoreException {
    work();
    return results;
  }

  @Override
  public long erase(EraseCriteria criteria) throws StoreException {
    work();
    erased.add(criteria);
    return results;
  }

  @Override
  public long erase(String id) throws StoreException {
    work();
    if (!id.startsWith("m8x2k1-")) {
      return 0;
    }
    erasedIds.add(id);
    return 1;
  }

  @Override
  public void audit(String kind, String body) throws StoreException {
    work();
    audit.add(kind + " " + body);
  }

  @Override
  public List<AuditEntry> auditEntries(long after, int limit) throws StoreException {
    work();
    return LongStream.rangeClosed(after + 1, audit.size())
        .limit(limit)
        .mapToObj(
            number ->
                new AuditEntry(
                    number, Instant.EPOCH, "export", audit.get((int) number - 1), SHA256))
        .toList();
  }

  @Override
  public Optional<AuditHead> auditHead() throws StoreException {
    work();
    return audit.isEmpty()
        ? Optional.empty()
        : Optional.of(new AuditHead(audit.size(), SHA256, Instant.EPOCH, "key", "signature"));
  }

  @Override
  public CheckReport check() throws StoreException {
    work();
    return new CheckReport(results, 1, audit.size(), List.of("a picture is missing"));
  }

  @Override
  public ReadableByteChannel backup() throws StoreException {
    work();
    return Channels.newChannel(new ByteArrayInputStream("an archive".getBytes(UTF_8)));
  }

  @Override
  public State state() {
    return new State(
        new StoreState(
            Phase.OK,
            Optional.empty(),
            "sqlite",
            OptionalLong.of(results),
            OptionalLong.empty(),
            OptionalLong.empty(),
            new Counts(0, 0, 0, 0, 0, 0)),
        0,
        0);
  }
}
