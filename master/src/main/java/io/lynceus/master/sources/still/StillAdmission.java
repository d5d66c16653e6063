package io.lynceus.master.sources.still;

import io.lynceus.master.dispatch.DispatchConfig.Waiting;
import io.lynceus.master.dispatch.TaskIntake.Ticket;
import io.lynceus.master.gateway.Gateway;
import io.lynceus.master.gateway.items.OneImage;
import io.lynceus.model.Ask;
import io.lynceus.model.Reply;
import io.lynceus.model.Reply.Rejection;
import io.lynceus.model.image.ImageLimits;
import io.lynceus.model.image.RefusedImageException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Takes stills to dispatch as the clients' ports take images, with the same checks, for all sources
 * together. Used by the sources' thread.
 *
 * <p>Sources never take the place of clients: of {@code limits.waiting-tasks} and {@code
 * limits.waiting-bytes} they have at most {@link #SHARE}, even when nobody else wants them. Of
 * {@code tasks.held-bytes} they have what one client address has: when there is no room, those who
 * hold more give way to those who hold less.
 */
public final class StillAdmission {
  /** One still may be under way, however small its share is. */
  static final double SHARE = 0.4;

  /** That of no client. */
  private static final InetAddress SOURCES = new InetSocketAddress(0).getAddress();

  private final Gateway gateway;
  private final ImageLimits limits;
  private final int mostStills;
  private final long mostBytes;
  private int stills;
  private long bytes;

  /**
   * An admission for all sources.
   *
   * @param waiting bounds of the waiting line, of which it uses a part
   */
  public StillAdmission(Gateway gateway, Waiting waiting) {
    this.gateway = gateway;
    this.limits = gateway.config().images();
    mostStills = Math.max(1, (int) (SHARE * waiting.tasks()));
    mostBytes = (long) (SHARE * waiting.bytes());
  }

  /** Whether a still that came now could be handed to dispatch. */
  boolean hasRoom() {
    return stills == 0 || (stills < mostStills && bytes < mostBytes);
  }

  private boolean hasRoomFor(int size) {
    return stills == 0 || (stills < mostStills && bytes + size <= mostBytes);
  }

  /** Stills that dispatch has not replied to. */
  int stills() {
    return stills;
  }

  /**
   * A place for a still that comes.
   *
   * @param onEviction called at most once, by any thread, when others need the memory more: the
   *     buffer has to be released soon
   */
  StillBuffer open(Runnable onEviction) {
    return new StillBuffer(
        gateway.held().open(SOURCES, (Rejection why) -> onEviction.run()), limits);
  }

  /**
   * Hands a still to dispatch.
   *
   * @param still stays held until its caller releases it
   * @param sha256 of the still
   * @param onReply called once, by the dispatch thread; not if the ticket is cancelled first.
   *     {@link #ended} has to follow in each case
   * @return empty, with nothing done, if the sources' share is used up
   * @throws RefusedImageException when it is no image, or one that no client may send; counted as
   *     theirs
   */
  Optional<Ticket> admit(Ask ask, StillBuffer still, String sha256, Consumer<Reply> onReply)
      throws RefusedImageException {
    int size = still.size();
    if (!hasRoomFor(size)) {
      return Optional.empty();
    }
    ByteBuffer file = still.take();
    OneImage one;
    try {
      one = OneImage.of(file, limits);
    } catch (RefusedImageException e) {
      gateway.intake().refused(Rejection.of(e).code());
      throw e;
    }
    stills++;
    bytes += size;
    ByteBuffer image = file.slice(one.from(), one.to() - one.from());
    return Optional.of(
        image.remaining() == size
            ? gateway.admission().admit(ask, one.header(), image, sha256, onReply)
            : gateway.admission().admit(ask, one.header(), image, onReply));
  }

  /** A still of that size has its reply, or was given up. */
  void ended(int size) {
    stills--;
    bytes -= size;
  }
}
