package io.lynceus.console.live;

import io.lynceus.model.Reply;
import io.lynceus.protocol.message.Thumbnail;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What browsers are told of a camera's latest still. Its JSON is made when a browser needs it
 * first: most stills give way to the next one before. Any thread may call it.
 */
final class LiveStill {
  /** A reply that holds more of the heap is not kept: its JSON is made at once. */
  private static final int MOST_BYTES = 64 << 10;

  private final long number;
  private final long heard;
  private final long every;
  private final Optional<Thumbnail> thumbnail;
  private @Nullable Reply reply;
  private @Nullable ByteBuffer json;

  /**
   * @param number of the still among all that were heard, from 1; each is larger than those before
   * @param heard when its reply was heard, in nanoseconds of the view's clock
   * @param every the usual time between two stills of the camera, in nanoseconds; 0 while only one
   *     was heard
   * @param thumbnail of the picture, where a slave has made one
   */
  LiveStill(long number, Reply reply, long heard, long every, Optional<Thumbnail> thumbnail) {
    this.number = number;
    this.reply = reply;
    this.heard = heard;
    this.every = every;
    this.thumbnail = thumbnail;
    if (reply.heapBytes() > MOST_BYTES) {
      json();
    }
  }

  long number() {
    return number;
  }

  /** An object in UTF-8, see {@link LiveJson}, from 0 to limit of its array; nobody changes it. */
  synchronized ByteBuffer json() {
    if (reply != null) {
      json = ByteBuffer.wrap(LiveJson.of(reply));
      reply = null;
    }
    return Objects.requireNonNull(json);
  }

  long heard() {
    return heard;
  }

  long every() {
    return every;
  }

  Optional<Thumbnail> thumbnail() {
    return thumbnail;
  }
}
