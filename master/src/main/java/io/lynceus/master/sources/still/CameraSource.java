package io.lynceus.master.sources.still;

import io.lynceus.master.dispatch.TaskIntake.Ticket;
import io.lynceus.model.Ask;
import io.lynceus.model.Reply;
import io.lynceus.model.Reply.Rejection;
import io.lynceus.model.image.RefusedImageException;
import io.lynceus.scene.camera.CameraConfig;
import io.lynceus.scene.camera.SourceConfig;
import io.lynceus.scene.source.SourceStatus;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Fetches the stills of one camera, one after the other: the next is looked for when {@code every}
 * has passed and the last one has its reply, so that a cluster that is behind gets fewer stills and
 * no old ones. All but {@link #status} belongs to the sources' thread.
 *
 * <p>A still whose bytes are those of the last analysed one is not analysed again, and no still is
 * that the camera calls unchanged by its ETag or its date. A still counts as analysed when each
 * analysis has an outcome that would be the same again; not when there was no slave or no time.
 */
public final class CameraSource {
  /** The sources of a master do not all begin at once. */
  static final Duration LONGEST_START = Duration.ofSeconds(2);

  private final CameraConfig camera;
  private final SourceConfig config;
  private final StillOrigin origin;
  private final StillAdmission admission;
  private final SourceThread thread;
  private final RandomGenerator random;
  private final SourceProgress progress;

  private @Nullable Attempt attempt;
  private SourceThread.@Nullable Timer timer;

  /** The hash of the last still that was analysed; empty before there was one. */
  private String analysed = "";

  private boolean stopped;

  /** When the next attempt is due; a thread that is late must not slow the camera down. */
  private long due;

  /**
   * A source that has not started.
   *
   * @param camera with a source that is not pushed
   * @param origin of its stills, closed with this source
   */
  public CameraSource(
      CameraConfig camera,
      StillOrigin origin,
      StillAdmission admission,
      SourceThread thread,
      RandomGenerator random) {
    this.camera = camera;
    this.config = camera.source().orElseThrow();
    this.origin = origin;
    this.admission = admission;
    this.thread = thread;
    this.random = random;
    progress = new SourceProgress(camera.camera(), config.kind(), thread::now, random);
  }

  /** How it is now. Any thread may ask. */
  public SourceStatus status() {
    return progress.status();
  }

  /** Begins, at a random time within two seconds. */
  public void start() {
    Duration longest = config.every().compareTo(LONGEST_START) < 0 ? config.every() : LONGEST_START;
    pause(Duration.ofNanos(random.nextLong(longest.toNanos())));
  }

  /** Ends the attempt and closes the origin. A still that dispatch has is analysed to its end. */
  public void stop() {
    if (stopped) {
      return;
    }
    stopped = true;
    if (timer != null) {
      timer.cancel();
    }
    if (attempt != null && attempt.ticket == null) {
      attempt.end();
    }
    origin.close();
    progress.stopped();
  }

  private void pause(Duration time) {
    progress.next(time);
    due = thread.nanos() + time.toNanos();
    timer = thread.after(time, this::look);
  }

  private void look() {
    if (stopped) {
      return;
    }
    if (!admission.hasRoom()) {
      pause(progress.shareFull());
      return;
    }
    progress.next(null);
    Attempt next = new Attempt();
    attempt = next;
    Duration limit = origin.limit();
    timer = thread.after(limit, () -> next.tooLate(limit));
    origin.next(analysed.isEmpty(), next.buffer, next);
  }

  /** The next still, at the camera's pace. */
  private void waitSince(long started) {
    Duration passed = Duration.ofNanos(thread.nanos() - started);
    Duration left = origin.keepsPace() ? Duration.ZERO : config.every().minus(passed);
    pause(left.isNegative() ? Duration.ZERO : left);
  }

  /** One still, from the question for it to the reply. */
  private final class Attempt implements StillOrigin.Receiver {
    private final long started = Math.max(due, thread.nanos() - config.every().toNanos());
    private final StillBuffer buffer = admission.open(() -> thread.execute(this::evicted));
    private @Nullable Ticket ticket;
    private int size;
    private String sha256 = "";

    private boolean isOver() {
      return attempt != this;
    }

    /** Nothing that comes later counts. */
    private void end() {
      attempt = null;
      if (timer != null) {
        timer.cancel();
      }
      if (ticket == null) {
        origin.abort();
      } else {
        admission.ended(size);
      }
      buffer.release();
    }

    private void tooLate(Duration limit) {
      failed(
          FetchFailure.failed(
              "no whole still within %d ms%s: raise timeout if the camera is that slow"
                  .formatted(
                      limit.toMillis(),
                      buffer.size() > 0 ? ", only %d bytes of it".formatted(buffer.size()) : "")));
    }

    @Override
    public void failed(FetchFailure why) {
      if (!isOver() && ticket == null) {
        end();
        pause(progress.failed(why));
      }
    }

    @Override
    public void unchanged() {
      if (!isOver() && ticket == null) {
        end();
        progress.unchanged();
        waitSince(started);
      }
    }

    @Override
    public void still() {
      if (isOver() || ticket != null) {
        return;
      }
      size = buffer.size();
      sha256 = buffer.sha256();
      if (sha256.equals(analysed)) {
        unchanged();
        return;
      }
      analysed = "";
      try {
        submit();
      } catch (RefusedImageException e) {
        failed(FetchFailure.failed("what it sends is no still: " + e.getMessage()));
      }
    }

    private void submit() throws RefusedImageException {
      Ask ask =
          Ask.DEFAULT
              .withCamera(Optional.of(camera.camera()))
              .withTime(
                  Optional.of(thread.now().atZone(ZoneId.systemDefault()).toOffsetDateTime()));
      Optional<Ticket> admitted =
          admission.admit(ask, buffer, sha256, reply -> thread.execute(() -> replied(reply)));
      if (admitted.isEmpty()) {
        end();
        pause(progress.shareFull());
        return;
      }
      if (timer != null) {
        timer.cancel();
      }
      ticket = admitted.get();
      progress.still();
    }

    private void replied(Reply reply) {
      if (isOver()) {
        return;
      }
      end();
      if (stopped) {
        return;
      }
      Optional<Rejection> busy = reply.rejection().filter(Rejection::isTemporary);
      if (busy.isPresent()) {
        pause(progress.busy(busy.get().retryAfter().orElse(Duration.ZERO)));
        return;
      }
      if (reply.rejection().isPresent()) {
        pause(progress.failed(FetchFailure.failed(reply.rejection().get().message())));
        return;
      }
      analysed = reply.isWorthRetrying() ? "" : sha256;
      progress.taken();
      waitSince(started);
    }

    /** Others need the memory more. */
    private void evicted() {
      if (isOver()) {
        return;
      }
      if (ticket != null) {
        ticket.cancel();
      }
      end();
      if (!stopped) {
        pause(progress.busy(Duration.ZERO));
      }
    }
  }
}
