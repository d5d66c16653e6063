package io.lynceus.console.live;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.lynceus.common.http.BodySource;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What one browser is sent. Each tick lets the stills through that were heard until then; they go
 * out in pieces, each when the browser has taken the one before. Any thread may call it.
 */
final class LiveClient implements BodySource {
  /** Of a piece, about. */
  private static final int PIECE_BYTES = 64 << 10;

  /**
   * After this many ticks without a still, a comment is sent: writing it fails if the browser is
   * gone.
   */
  private static final int QUIET_TICKS = 5;

  private static final byte[] COMMENT = ":\n\n".getBytes(UTF_8);

  private final LiveStills stills;
  private final LiveEvents events;
  private final LongSupplier clock;
  private final BooleanSupplier mayWatch;
  private final Consumer<LiveClient> onEnd;
  private @Nullable CompletableFuture<Optional<ByteBuffer>> wanted;
  private boolean greeted;
  private boolean over;
  private long seen;
  private long upTo;
  private long eventsSeen;
  private int quiet;

  /**
   * @param onEnd called when it is over, perhaps more than once
   */
  LiveClient(
      LiveStills stills,
      LiveEvents events,
      LongSupplier clock,
      BooleanSupplier mayWatch,
      Consumer<LiveClient> onEnd) {
    this.stills = stills;
    this.events = events;
    this.eventsSeen = events.latest();
    this.clock = clock;
    this.mayWatch = mayWatch;
    this.onEnd = onEnd;
    this.upTo = stills.latest();
  }

  @Override
  public CompletableFuture<Optional<ByteBuffer>> next() {
    CompletableFuture<Optional<ByteBuffer>> asked = new CompletableFuture<>();
    synchronized (this) {
      wanted = asked;
    }
    proceed(false);
    return asked;
  }

  /** A second has passed. */
  void tick() {
    if (!mayWatch.getAsBoolean()) {
      end();
      return;
    }
    synchronized (this) {
      upTo = stills.latest();
      quiet++;
    }
    proceed(true);
  }

  /** Gives the browser what is there for it, if it waits. */
  private void proceed(boolean ticked) {
    @Nullable CompletableFuture<Optional<ByteBuffer>> waiting;
    @Nullable ByteBuffer piece = null;
    synchronized (this) {
      waiting = wanted;
      if (waiting == null) {
        return;
      }
      if (!over) {
        piece = piece(ticked);
        if (piece == null) {
          return;
        }
      }
      wanted = null;
    }
    waiting.complete(Optional.ofNullable(piece)); // outside of the lock: it may ask for the next
  }

  private @Nullable ByteBuffer piece(boolean ticked) {
    List<LiveStill> news = stills.between(seen, upTo, PIECE_BYTES);
    boolean told = ticked && events.latest() > eventsSeen;
    if (news.isEmpty() && greeted && !told && !(ticked && quiet >= QUIET_TICKS)) {
      return null;
    }
    quiet = 0;
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    if (!greeted) {
      greeted = true;
      bytes.writeBytes(LiveView.event("hello", "{}"));
    } else if (news.isEmpty() && !told) {
      bytes.writeBytes(COMMENT);
    }
    if (told) {
      long latest = events.latest(); // before: what comes meanwhile may be told twice
      bytes.writeBytes(events.after(eventsSeen));
      eventsSeen = latest;
    }
    long now = clock.getAsLong();
    for (LiveStill still : news) {
      seen = still.number();
      bytes.writeBytes(
          "event: still\ndata: {\"ageMs\":%d,\"everyMs\":%d,\"thumbnail\":%s,\"still\":"
              .formatted(
                  TimeUnit.NANOSECONDS.toMillis(now - still.heard()),
                  TimeUnit.NANOSECONDS.toMillis(still.every()),
                  still.thumbnail().map(made -> LiveView.address(still.number())).orElse("null"))
              .getBytes(UTF_8));
      bytes.writeBytes(still.json().array());
      bytes.writeBytes("}\n\n".getBytes(UTF_8));
    }
    return ByteBuffer.wrap(bytes.toByteArray());
  }

  /** Ends the body: the browser may no longer watch, or the master ends. */
  void end() {
    synchronized (this) {
      over = true;
    }
    proceed(false);
    onEnd.accept(this);
  }

  @Override
  public void close() {
    end();
  }
}
