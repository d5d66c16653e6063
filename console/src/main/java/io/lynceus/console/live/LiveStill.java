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

  /** A few pictures, sent one after the other, have no rhythm. */
  private static final int LEAST_INTERVALS = 5;

  private final long number;
  private final long heard;
  private final Rhythm rhythm;
  private final Optional<Thumbnail> thumbnail;
  private @Nullable Reply reply;
  private @Nullable ByteBuffer json;

  /**
   * @param number of the still among all that were heard, from 1; each is larger than those before
   * @param heard when its reply was heard, in nanoseconds of the view's clock
   * @param rhythm of the camera's stills up to this one
   * @param thumbnail of the picture, where a slave has made one
   */
  LiveStill(long number, Reply reply, long heard, Rhythm rhythm, Optional<Thumbnail> thumbnail) {
    this.number = number;
    this.reply = reply;
    this.heard = heard;
    this.rhythm = rhythm;
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

  /** The usual time between two stills of the camera, in nanoseconds; 0 while it is not known. */
  long every() {
    return rhythm.intervals() < LEAST_INTERVALS ? 0 : rhythm.usual();
  }

  /** With a still that was heard at that time. */
  Rhythm rhythmWith(long next) {
    return rhythm.with(next - heard);
  }

  /**
   * How stills of a camera follow each other.
   *
   * @param intervals between two stills, so far
   * @param usual of them, nanoseconds
   */
  record Rhythm(int intervals, long usual) {
    static final Rhythm NONE = new Rhythm(0, 0);

    /** How much a new interval counts in the usual one. */
    private static final double SHARE = 0.3;

    private Rhythm with(long interval) {
      return new Rhythm(
          Math.min(intervals + 1, LEAST_INTERVALS),
          intervals == 0 ? interval : Math.round(SHARE * interval + (1 - SHARE) * usual));
    }
  }

  Optional<Thumbnail> thumbnail() {
    return thumbnail;
  }
}
