package io.lynceus.console.live;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * The events of stills as they are sent. Browsers that keep up are sent the same bytes, which are
 * made once. Any thread may call it.
 */
final class LivePieces {
  /** After this time they are made anew, as they say how old each still is. */
  private static final long FRESH_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  /** Of at most 256 KiB each. */
  private static final int MOST = 32;

  private final LiveStills stills;
  private final LongSupplier clock;
  private final Map<Place, Piece> made =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Place, Piece> eldest) {
          return size() > MOST;
        }
      };

  LivePieces(LiveStills stills, LongSupplier clock) {
    this.stills = stills;
    this.clock = clock;
  }

  private record Place(long after, long upTo, ThumbnailForm form) {}

  /**
   * Events of some stills.
   *
   * @param last the number of the last one
   * @param bytes read-only; none if there is no still
   * @param made nanoseconds of the clock
   */
  record Piece(long last, ByteBuffer bytes, long made) {
    boolean isEmpty() {
      return !bytes.hasRemaining();
    }
  }

  /**
   * The events of stills in the order of their numbers, as many as are sent at once.
   *
   * @param after the last number that is not wanted
   * @param upTo the last number that is wanted
   */
  synchronized Piece of(long after, long upTo, ThumbnailForm form) {
    long now = clock.getAsLong();
    Place place = new Place(after, upTo, form);
    Piece known = made.get(place);
    if (known != null && now - known.made() <= FRESH_NANOS) {
      return known;
    }
    Piece piece = make(stills.between(after, upTo, form), after, now, form);
    made.put(place, piece);
    return piece;
  }

  private static Piece make(List<LiveStill> news, long after, long now, ThumbnailForm form) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    long last = after;
    for (LiveStill still : news) {
      last = still.number();
      bytes.writeBytes(
          "event: still\ndata: {\"ageMs\":%d,\"everyMs\":%d,\"thumbnail\":"
              .formatted(
                  TimeUnit.NANOSECONDS.toMillis(now - still.heard()),
                  TimeUnit.NANOSECONDS.toMillis(still.every()))
              .getBytes(UTF_8));
      form.write(still, bytes);
      bytes.writeBytes(",\"still\":".getBytes(UTF_8));
      bytes.writeBytes(still.json().array());
      bytes.writeBytes("}\n\n".getBytes(UTF_8));
    }
    return new Piece(last, ByteBuffer.wrap(bytes.toByteArray()).asReadOnlyBuffer(), now);
  }

  /** A second has passed: what was made before is of no use any more. */
  synchronized void tick() {
    made.clear();
  }
}
