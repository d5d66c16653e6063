package io.lynceus.console.live;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.lynceus.common.http.BodySource;
import io.lynceus.model.Reply;
import io.lynceus.model.event.EventChange;
import io.lynceus.protocol.message.Thumbnail;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/**
 * Tells browsers of the latest still of each camera, as server-sent events: all of them when a
 * browser connects, then each camera's latest at most once a second; and of each change of an event
 * from then on. A browser that reads slowly misses stills, and costs the memory of one piece. Any
 * thread may call it.
 */
public final class LiveView implements AutoCloseable {
  /** The most browsers at a time. */
  public static final int MOST_CLIENTS = 64;

  /** The path of a thumbnail, without the number of its still. */
  public static final String THUMBNAILS = "/v1/live/thumbnails/";

  private final LiveStills stills = new LiveStills();
  private final LivePieces pieces;
  private final LiveEvents events = new LiveEvents();
  private final Set<LiveClient> clients = ConcurrentHashMap.newKeySet();
  private final AtomicInteger places = new AtomicInteger(MOST_CLIENTS);
  private final LongSupplier clock;
  private final ScheduledExecutorService ticks;
  private volatile boolean closed;

  /** A view that ticks each second, on a thread of its own. */
  public static LiveView start() {
    LiveView view = new LiveView(System::nanoTime);
    var unused = view.ticks.scheduleAtFixedRate(view::tick, 1, 1, TimeUnit.SECONDS);
    return view;
  }

  /**
   * @param clock nanoseconds that never go back
   */
  LiveView(LongSupplier clock) {
    this.clock = clock;
    this.pieces = new LivePieces(stills, clock);
    this.ticks =
        Executors.newSingleThreadScheduledExecutor(
            work -> {
              Thread thread = new Thread(work, "live-view");
              thread.setDaemon(true);
              return thread;
            });
  }

  /**
   * A client has been given a reply. Returns at once.
   *
   * @param thumbnail of the picture, where a slave has made one
   */
  public void heard(Reply reply, Optional<Thumbnail> thumbnail) {
    stills.heard(reply, thumbnail, clock.getAsLong());
  }

  /** An event has begun, changed or ended. Browsers are told with the next tick. */
  public void heard(EventChange change) {
    events.heard(change);
  }

  /**
   * A picture that the event of a still names.
   *
   * @param number of the still
   * @return empty if it has none, or the camera has sent another one since
   */
  public Optional<Thumbnail> thumbnail(long number) {
    return stills.thumbnail(number);
  }

  /**
   * Lets a browser watch.
   *
   * @param form how it is told of pictures
   * @param mayWatch asked each second; the body ends when it is false
   * @return a body of type {@code text/event-stream}; empty when {@link #MOST_CLIENTS} watch
   */
  public Optional<BodySource> watch(ThumbnailForm form, BooleanSupplier mayWatch) {
    if (places.getAndUpdate(free -> Math.max(0, free - 1)) == 0) {
      return Optional.empty();
    }
    LiveClient client = new LiveClient(pieces, form, stills.latest(), events, mayWatch, this::left);
    clients.add(client);
    if (closed) {
      client.end();
    }
    return Optional.of(client);
  }

  private void left(LiveClient client) {
    if (clients.remove(client)) {
      places.incrementAndGet();
    }
  }

  /** Browsers that watch. */
  public int clients() {
    return clients.size();
  }

  /** A second has passed. */
  void tick() {
    stills.tick();
    pieces.tick();
    long latest = stills.latest();
    clients.forEach(client -> client.tick(latest));
  }

  /** Ends what browsers watch. */
  @Override
  public void close() {
    closed = true;
    ticks.shutdownNow();
    clients.forEach(LiveClient::end);
  }

  /** The address of a still's thumbnail, in quotes. */
  static String address(long number) {
    return '"' + THUMBNAILS + number + '"';
  }

  /** The lines of an event. */
  static byte[] event(String name, String data) {
    return ("event: " + name + "\ndata: " + data + "\n\n").getBytes(UTF_8);
  }
}
