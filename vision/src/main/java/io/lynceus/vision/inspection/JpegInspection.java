package io.lynceus.vision.inspection;

import io.lynceus.model.image.PictureCondition;
import io.lynceus.vision.inspection.JpegFrame.Coding;
import io.lynceus.vision.inspection.JpegFrame.Component;
import io.lynceus.vision.inspection.JpegScan.Part;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Walks through a JPEG file from its SOI to its EOI, and says how much of its picture it holds.
 * What decoders pass over is passed over.
 *
 * <p>Two things are seen: coded data that is damaged, and scans that are not there. Decoders report
 * the former, though only their first warning, which may be a harmless one. They do not report the
 * latter: a progressive file that ends between two scans is a blurred picture, without a word.
 *
 * <p>Sequential and progressive files with Huffman codes are read; of others, nothing is known.
 */
final class JpegInspection {
  private static final int SOF0 = 0xc0;
  private static final int RST0 = 0xd0;
  private static final int SOI = 0xd8;
  private static final int EOI = 0xd9;
  private static final int SOS = 0xda;
  private static final int DHT = 0xc4;
  private static final int DAC = 0xcc;
  private static final int JPG = 0xc8;
  private static final int DRI = 0xdd;
  private static final int APP0 = 0xe0;
  private static final int COEFFICIENTS = 64;
  private static final PictureCondition UNKNOWN = PictureCondition.damaged(Optional.empty());

  private final ByteBuffer file;
  private final boolean codedData;
  private final JpegTables tables = new JpegTables();
  private @Nullable JpegFrame frame;
  private int interval;

  /** By component and coefficient: the bit down to which scans have brought it; -1 for none. */
  private int[][] precision = {};

  private long[][] nonzero = {};
  private double part = 1;
  private boolean partUnknown;

  private JpegInspection(ByteBuffer file, boolean codedData) {
    this.file = file;
    this.codedData = codedData;
  }

  /** The condition of the picture, from all that the file holds. */
  static PictureCondition whole(ByteBuffer file) {
    return new JpegInspection(file.slice(), true).condition();
  }

  /** The condition of the picture, from the headers of its scans: decoders do not look at it. */
  static PictureCondition headers(ByteBuffer file) {
    return new JpegInspection(file.slice(), false).condition();
  }

  /**
   * Whether nothing is missing, and the frame {@linkplain JpegFrame#isPlain is of a plain kind}.
   */
  static boolean isPlain(ByteBuffer file) {
    JpegInspection inspection = new JpegInspection(file.slice(), false);
    boolean whole = inspection.condition().equals(PictureCondition.SOUND);
    JpegFrame frame = inspection.frame;
    return whole && frame != null && frame.isPlain();
  }

  private PictureCondition condition() {
    try {
      walk();
    } catch (DamagedDataException | IndexOutOfBoundsException e) {
      return UNKNOWN;
    }
    if (part < 1 && !partUnknown) {
      return PictureCondition.damaged(Optional.of(part));
    }
    return part < 1 || partUnknown || !hasAllScans() ? UNKNOWN : PictureCondition.SOUND;
  }

  private void walk() throws DamagedDataException {
    int at = 2;
    int before = APP0;
    while (true) {
      int next = JpegMarkers.next(file, at);
      partUnknown |= codedData && !isHarmless(before, at, next);
      if (next + 2 > file.limit()) {
        return;
      }
      int marker = file.get(next + 1) & 0xff;
      at = next + 2;
      if (marker == EOI) {
        return;
      }
      if (hasSegment(marker)) {
        int length = file.getShort(at) & 0xffff;
        ByteBuffer payload = file.slice(at + 2, length - 2);
        at += length;
        before = marker;
        segment(marker, payload);
        if (marker == SOS) {
          before = APP0; // what is left of its data has been looked at
          at = scan(payload, at);
          if (at < 0) {
            return;
          }
        }
      }
    }
  }

  /** Not so SOI, restarts and reserved markers, over which decoders pass. */
  private static boolean hasSegment(int marker) {
    return marker >= SOF0 && !(marker >= RST0 && marker <= SOI);
  }

  /** Whether bytes between two segments cannot be a part of the one before. */
  private boolean isHarmless(int before, int from, int to) {
    return before >= APP0 || new CodedBits(file, from, to).isPadding(Byte.SIZE);
  }

  private void segment(int marker, ByteBuffer payload) throws DamagedDataException {
    if (marker == DHT) {
      if (codedData) {
        tables.define(payload);
      }
    } else if (marker == DRI) {
      interval = payload.getShort(0) & 0xffff;
    } else if (marker < RST0 && marker != DAC && marker != JPG) {
      frame = JpegFrame.of(marker, payload);
      precision = new int[frame.components().size()][COEFFICIENTS];
      for (int[] ofComponent : precision) {
        Arrays.fill(ofComponent, -1);
      }
    }
  }

  /** Looks at a scan. Returns the offset behind it, or -1 when no more is to be looked at. */
  private int scan(ByteBuffer header, int at) throws DamagedDataException {
    if (frame == null) {
      throw new DamagedDataException("a scan without a frame");
    }
    JpegScan scan = JpegScan.of(header, frame, tables);
    note(scan);
    if (!codedData) {
      return hasAllScans() ? -1 : at;
    }
    if (frame.coding() == Coding.ARITHMETIC) {
      throw new DamagedDataException("arithmetic codes are not read");
    }
    if (frame.coding() == Coding.PROGRESSIVE && nonzero.length == 0) {
      nonzero = blocks(frame);
    }
    ScanReader reader = new ScanReader(file, at, scan, interval, new BlockReader(scan, nonzero));
    int end = reader.read();
    partUnknown |= reader.isUnsure();
    boolean first = frame.coding() == Coding.SEQUENTIAL || isFirst(scan);
    if (first) {
      part = Math.min(part, reader.intactPart());
    } else {
      partUnknown |= reader.intactPart() < 1;
    }
    return end;
  }

  /** The first scan of a progressive picture shows the whole of it, coarsely. */
  private static boolean isFirst(JpegScan scan) {
    return scan.first() == 0 && scan.before() == 0;
  }

  private void note(JpegScan scan) {
    boolean progressive = scan.frame().coding() == Coding.PROGRESSIVE;
    for (Part each : scan.parts()) {
      int[] ofComponent = precision[each.component().place()];
      if (progressive) {
        Arrays.fill(
            ofComponent, scan.first(), Math.max(scan.first(), scan.last()) + 1, scan.after());
      } else {
        Arrays.fill(ofComponent, 0);
      }
    }
  }

  private boolean hasAllScans() {
    return Arrays.stream(precision).flatMapToInt(Arrays::stream).allMatch(bit -> bit == 0);
  }

  /** A bit for each coefficient: an eighth of a byte a sample, in all components. */
  private static long[][] blocks(JpegFrame frame) {
    long[][] blocks = new long[frame.components().size()][];
    for (Component component : frame.components()) {
      blocks[component.place()] =
          new long[frame.storedAcross(component) * frame.mcusDown() * component.down()];
    }
    return blocks;
  }
}
