package io.lynceus.model.image;

import io.lynceus.model.image.MpfIndex.FurtherPicture;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.OptionalInt;

/**
 * A JPEG ends at its EOI, or at that of the last further picture which its MPF index announces and
 * which is really there. Tools that drop the further pictures leave the index behind; so it is
 * believed only as far as the bytes bear it out, and the image ends before the first announced
 * picture that does not begin and end where it should.
 *
 * <p>A JPEG that is cut off by the start of another ends there, so that the other is not lost.
 */
final class JpegEndFinder implements ImageEndFinder {
  private static final byte[] START = {(byte) 0xff, (byte) 0xd8, (byte) 0xff};

  /** Some cameras count the padding behind a further picture as a part of it. */
  private static final int MAX_PADDING = 1 << 16;

  private final ImageLimits limits;
  private final Deque<FurtherPicture> further = new ArrayDeque<>();
  private JpegWalk picture = new JpegWalk(new IndexReader());
  private long fed;
  private long whole;
  private int startBytesInGap;

  JpegEndFinder(ImageLimits limits) {
    this.limits = limits;
  }

  @Override
  public OptionalInt feed(ByteBuffer piece) throws RefusedImageException {
    int at = piece.position();
    int to = (int) Math.min(piece.limit(), at + (limits.bytes() - fed));
    if (whole == 0) {
      int after = picture.walk(piece, at, to);
      fed += after - at;
      at = after;
      if (!picture.ended()) {
        limits.checkBytes(fed + piece.limit() - to);
        return OptionalInt.empty();
      }
      if (picture.cutOff()) {
        further.clear();
      }
      endPicture(picture.length());
    }
    while (at < to && !further.isEmpty()) {
      int after = passFurther(further.element(), piece, at, to);
      fed += after - at;
      at = after;
    }
    return further.isEmpty() ? wholeUpTo() : OptionalInt.empty();
  }

  @Override
  public OptionalInt wholeUpTo() {
    return whole == 0 ? OptionalInt.empty() : OptionalInt.of((int) whole);
  }

  /** Entries that point back into what has passed, or reach beyond the limit, are stale. */
  private void endPicture(long end) {
    whole = end;
    further.removeIf(next -> next.start() < end || next.end() > limits.bytes());
    picture = new JpegWalk((marker, payload, length) -> {});
    startBytesInGap = 0;
  }

  /** Returns where it stopped in the piece; clears the index when it is stale. */
  private int passFurther(FurtherPicture next, ByteBuffer piece, int at, int to) {
    if (fed < next.start()) {
      return passGap(piece, at, (int) Math.min(to, at + next.start() - fed));
    }
    int after = at;
    try {
      after = picture.walk(piece, at, (int) Math.min(to, at + next.end() - fed));
    } catch (RefusedImageException noPicture) {
      further.clear();
      return after;
    }
    long padding = next.end() - (fed + after - at);
    if (picture.ended() && !picture.cutOff() && padding < MAX_PADDING) {
      endPicture(fed + after - at);
    } else if (picture.ended() || padding <= 0) {
      further.clear();
    }
    return after;
  }

  /**
   * Passes over bytes before the next picture; another one that begins there is not of the index.
   */
  private int passGap(ByteBuffer piece, int at, int to) {
    int i = at;
    while (i < to
        && fed + i - at == whole + startBytesInGap
        && piece.get(i) == START[startBytesInGap]) {
      i++;
      if (++startBytesInGap == START.length) {
        further.clear();
        return i;
      }
    }
    return to;
  }

  /** Gathers each APP2 segment, as far as it might be an MPF index, and reads it. */
  private final class IndexReader implements JpegWalk.Visitor {
    private final ByteBuffer payload = ByteBuffer.allocate(MpfIndex.MAX_BYTES);
    private long offset;

    @Override
    public void segment(int marker, long payloadOffset, int length) {
      offset = payloadOffset;
      payload.clear().limit(marker == JpegWalk.APP2 ? Math.min(length, payload.capacity()) : 0);
    }

    @Override
    public void payload(ByteBuffer bytes, int from, int length) {
      if (payload.hasRemaining()) {
        int part = Math.min(length, payload.remaining());
        payload.put(payload.position(), bytes, from, part);
        payload.position(payload.position() + part);
        if (!payload.hasRemaining() && further.isEmpty()) {
          further.addAll(MpfIndex.read(payload, offset));
        }
      }
    }
  }
}
