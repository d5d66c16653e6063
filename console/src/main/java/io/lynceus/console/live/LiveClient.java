package io.lynceus.console.live;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.lynceus.common.http.BodySource;
import io.lynceus.console.live.LivePieces.Piece;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What one browser is sent. Each tick lets the stills through that were heard until then; they go
 * out in pieces, each when the browser has taken the one before. Any thread may call it.
 */
final class LiveClient implements BodySource {
  /**
   * After this many ticks without a still, a comment is sent: writing it fails if the browser is
   * gone.
   */
  private static final int QUIET_TICKS = 5;

  private static final byte[] COMMENT = ":\n\n".getBytes(UTF_8);

  private final LivePieces pieces;
  private final ThumbnailForm form;
  private final LiveEvents events;
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
   * @param upTo the number of the latest still that is here now
   * @param onEnd called when it is over, perhaps more than once
   */
  LiveClient(
      LivePieces pieces,
      ThumbnailForm form,
      long upTo,
      LiveEvents events,
      BooleanSupplier mayWatch,
      Consumer<LiveClient> onEnd) {
    this.pieces = pieces;
    this.form = form;
    this.upTo = upTo;
    this.events = events;
    this.eventsSeen = events.latest();
    this.mayWatch = mayWatch;
    this.onEnd = onEnd;
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

  /**
   * A second has passed.
   *
   * @param latest the number of the latest still, the same for all browsers
   */
  void tick(long latest) {
    if (!mayWatch.getAsBoolean()) {
      end();
      return;
    }
    synchronized (this) {
      upTo = latest;
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
    Piece news = pieces.of(seen, upTo, form);
    boolean told = ticked && events.latest() > eventsSeen;
    if (news.isEmpty() && greeted && !told && !(ticked && quiet >= QUIET_TICKS)) {
      return null;
    }
    quiet = 0;
    seen = news.last();
    byte[] first = new byte[0];
    if (!greeted) {
      greeted = true;
      first = LiveView.event("hello", "{}");
    } else if (news.isEmpty() && !told) {
      first = COMMENT;
    }
    byte[] changes = new byte[0];
    if (told) {
      long latest = events.latest(); // before: what comes meanwhile may be told twice
      changes = events.after(eventsSeen);
      eventsSeen = latest;
    }
    return joined(first, changes, news.bytes());
  }

  /** A still's events alone are the same bytes for all: they are not copied. */
  private static ByteBuffer joined(byte[] first, byte[] changes, ByteBuffer news) {
    if (first.length + changes.length == 0) {
      return news.duplicate();
    }
    return ByteBuffer.allocate(first.length + changes.length + news.remaining())
        .put(first)
        .put(changes)
        .put(news.duplicate())
        .flip();
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
