package io.lynceus.protocol.message;

import io.lynceus.common.trace.Trace;
import io.lynceus.model.Analysis;
import io.lynceus.model.NetworkOffer;
import io.lynceus.model.Question;
import io.lynceus.model.image.ImageHeader;
import io.lynceus.model.network.NetworkId;
import io.lynceus.model.tiles.Tile;
import java.time.Duration;
import java.util.Optional;

/** What the master tells a slave. */
public sealed interface MasterMessage extends Message {

  /**
   * The slave is taken: it may count itself ready.
   *
   * @param version the master's Lynceus version, for logs
   * @param heartbeat how often each side sends a heartbeat
   * @param silence after this long without a byte the other side counts as gone
   */
  record Welcome(String version, Duration heartbeat, Duration silence) implements MasterMessage {}

  /**
   * How many work units the slave runs at the same time from now on, on as many of its threads; at
   * first, on all of them.
   *
   * @param units 1 to {@value Processors#MOST}
   */
  record RunAtOnce(int units) implements MasterMessage {}

  /** Sent at the interval that {@link Welcome} names. */
  record MasterHeartbeat(long sequence) implements MasterMessage {}

  /**
   * The image of a task follows, in chunk frames, with other messages between them.
   *
   * @param task the task whose image it is
   * @param bytes size of the file, above 0
   * @param header what the master has read in the file: the slave need not walk it again
   */
  record ImageAnnounced(long task, int bytes, ImageHeader header) implements MasterMessage {}

  /**
   * Do this. The task's image was announced before; it may still be on its way.
   *
   * @param attempt number of this try, never used again in the life of a master
   * @param tile what of the upright picture to look at; empty for all of it. Findings of a tile
   *     have their places in the whole picture
   * @param thumbnail whether a {@link Thumbnail} of what is looked at is wanted beside the
   *     findings: pixels of its longer side at most, 1 to {@value Thumbnail#MAX_SIDE}; 0 for none
   * @param remaining how long the master waits for the result, from the time of sending
   * @param trace the task's id and its camera, for logs
   */
  record AssignUnit(
      long task,
      long attempt,
      Analysis analysis,
      Question question,
      Optional<Tile> tile,
      int thumbnail,
      Duration remaining,
      Trace trace)
      implements MasterMessage {

    /** To look at the whole picture, without a thumbnail. */
    public AssignUnit(
        long task,
        long attempt,
        Analysis analysis,
        Question question,
        Duration remaining,
        Trace trace) {
      this(task, attempt, analysis, question, Optional.empty(), 0, remaining, trace);
    }

    /** The same with a thumbnail of at most that long side. */
    public AssignUnit withThumbnail(int longSide) {
      return new AssignUnit(task, attempt, analysis, question, tile, longSide, remaining, trace);
    }
  }

  /**
   * Do this in a JVM of its own: two slaves died while they did it. A slave has one such unit at a
   * time. It answers like any other unit, or by {@link SlaveMessage.ChildDied}.
   */
  record ConfineUnit(AssignUnit unit) implements MasterMessage {}

  /**
   * The result of the attempt is no longer wanted. The slave answers the attempt all the same,
   * once: until then it counts as one that the slave has in hand.
   */
  record CancelUnit(long attempt) implements MasterMessage {}

  /**
   * A network follows, in chunk frames that carry the negative of the transfer's number in the
   * place of a task. One is under way at a time; the next one takes the place of an unfinished one.
   *
   * @param transfer above 0, never used again on the connection
   * @param sha256 of its ONNX file, 64 hexadecimal digits in lower case
   * @param conf the text of its {@code model.conf}, at most {@value #MAX_CONF_CHARS} characters
   * @param bytes size of its ONNX file, 1 to {@value #MAX_BYTES}
   */
  record NetworkAnnounced(long transfer, NetworkId id, String sha256, String conf, int bytes)
      implements MasterMessage {
    public static final int MAX_CONF_CHARS = 1 << 20;
    public static final int MAX_BYTES = 512 << 20;

    /**
     * Checks the sizes and the hash.
     *
     * @throws IllegalArgumentException when one is out of its range
     */
    public NetworkAnnounced {
      if (transfer < 1
          || bytes < 1
          || bytes > MAX_BYTES
          || conf.length() > MAX_CONF_CHARS
          || !NetworkOffer.isSha256(sha256)) {
        throw new IllegalArgumentException("a network that cannot be handed over");
      }
    }
  }

  /** The task has its reply: drop its image, and what is still queued for it. */
  record TaskClosed(long task) implements MasterMessage {}
}
