package io.lynceus.model.image;

import io.lynceus.model.image.MpfIndex.FurtherPicture;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.OptionalInt;

/**
 * A JPEG ends at its EOI, or at that of the last further picture that its MPF index announces and
 * that is really there. Tools that drop the further pictures leave the index behind, so the finder
 * trusts it only as far as the bytes confirm it: the image ends before the first announced picture
 * that does not start and end where it should.
 *
 * <p>A JPEG that is cut off by the start of another ends there, so that the other is not lost.
 */
final class JpegEndFinder implements ImageEndFinder {
  private static final byte[] START = {(byte) 0xff, (byte) 0xd8, (byte) 0xff};

  /** Some cameras count the padding after a further picture as a part of it. */
  private static final int MAX_PADDING = 1 << 16;

  private final ImageLimits limits;
  private final SegmentNotes notes = new SegmentNotes();
  private final JpegWalk primary = new JpegWalk(notes);
  private final Deque<FurtherPicture> announced = new ArrayDeque<>();
  private JpegWalk further = primary;
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
      int after = primary.walk(piece, at, to);
      fed += after - at;
      at = after;
      if (!primary.ended()) {
        limits.checkBytes(fed + piece.limit() - to);
        return OptionalInt.empty();
      }
      if (primary.cutOff()) {
        announced.clear();
      }
      endPicture(primary.length());
    }
    while (at < to && !announced.isEmpty()) {
      int after = walkFurther(announced.element(), piece, at, to);
      fed += after - at;
      at = after;
    }
    return announced.isEmpty() ? wholeUpTo() : OptionalInt.empty();
  }

  @Override
  public OptionalInt wholeUpTo() {
    return whole == 0 ? OptionalInt.empty() : OptionalInt.of((int) whole);
  }

  @Override
  public ImageHeader header(ByteBuffer image, ImageLimits limits) throws RefusedImageException {
    FirstBytes.formatOf(image); // refuses one that was cut off before its third byte
    return JpegHeader.read(image.slice(), primary, notes.segments, limits);
  }

  /** Drops stale entries: those that point back into the image, or reach beyond the limit. */
  private void endPicture(long end) {
    whole = end;
    announced.removeIf(next -> next.start() < end || next.end() > limits.bytes());
    further = new JpegWalk((marker, payload, length) -> {});
    startBytesInGap = 0;
  }

  /** Returns where it stopped in the piece; clears the announced pictures if they are stale. */
  private int walkFurther(FurtherPicture next, ByteBuffer piece, int at, int to) {
    if (fed < next.start()) {
      return skipGap(piece, at, (int) Math.min(to, at + next.start() - fed));
    }
    int after = at;
    try {
      after = further.walk(piece, at, (int) Math.min(to, at + next.end() - fed));
    } catch (RefusedImageException noPicture) {
      announced.clear();
      return after;
    }
    long padding = next.end() - (fed + after - at);
    if (further.ended() && !further.cutOff() && padding < MAX_PADDING) {
      endPicture(fed + after - at);
    } else if (further.ended() || padding <= 0) {
      announced.clear();
    }
    return after;
  }

  /**
   * Skips bytes before the next announced picture. A picture that starts there is another image.
   */
  private int skipGap(ByteBuffer piece, int at, int to) {
    int i = at;
    while (i < to
        && fed + i - at == whole + startBytesInGap
        && piece.get(i) == START[startBytesInGap]) {
      i++;
      if (++startBytesInGap == START.length) {
        announced.clear();
        return i;
      }
    }
    return to;
  }

  /** Notes where the header's segments are, and reads the MPF index as it passes. */
  private final class SegmentNotes implements JpegWalk.Visitor {
    private final List<JpegHeader.Segment> segments = new ArrayList<>();
    private final ByteBuffer start = ByteBuffer.allocate(MpfIndex.MAX_BYTES);
    private JpegHeader.Segment segment = new JpegHeader.Segment(0, 0, 0);
    private int frames;
    private boolean exif;

    @Override
    public void segment(int marker, long payload, int length) {
      segment = new JpegHeader.Segment(marker, payload, length);
      int wanted =
          switch (marker) {
            case JpegWalk.APP1 -> exif ? 0 : Exif.PREFIX_BYTES;
            case JpegWalk.APP2 -> start.capacity();
            default -> 0;
          };
      start.clear().limit(Math.min(length, wanted));
      // Two frame headers are enough for the refusal, and a walk has at most MAX_SCANS scans.
      if (marker == JpegWalk.SOS || (JpegFrameHeader.isMarker(marker) && ++frames <= 2)) {
        segments.add(segment);
      }
    }

    @Override
    public void payload(ByteBuffer bytes, int from, int length) {
      if (start.hasRemaining()) {
        int part = Math.min(length, start.remaining());
        start.put(start.position(), bytes, from, part);
        start.position(start.position() + part);
        if (!start.hasRemaining()) {
          readStart();
        }
      }
    }

    private void readStart() {
      if (segment.marker() == JpegWalk.APP2) {
        if (announced.isEmpty()) {
          announced.addAll(MpfIndex.read(start, segment.payload()));
        }
      } else if (Exif.hasPrefix(start.flip())) {
        exif = true;
        segments.add(segment);
      }
    }
  }
}
