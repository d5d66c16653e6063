package io.lynceus.model.image;

import io.lynceus.model.image.JpegFrameHeader.Component;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Reads JPEG headers. A JPEG is let in when it is there to its EOI, has coded data enough for the
 * blocks that it claims, and does not make a decoder pass over them without end.
 */
final class JpegHeader implements JpegWalk.Visitor {

  /**
   * Blocks of all scans together. 50 megapixels without subsampling in the ten scans that are usual
   * for progressive JPEGs are 11 million; a few bytes a scan are enough for a file with many more,
   * which keeps a decoder busy for as long as its author likes.
   */
  static final long MAX_SCANNED_BLOCKS = 16_000_000;

  /** A Huffman code has at least one bit, and every block has one for its mean. */
  private static final int BLOCKS_PER_BYTE = 8;

  /** Arithmetic coding spends less than a bit on what it expects. */
  private static final int ARITHMETIC_BLOCKS_PER_BYTE = 16 * BLOCKS_PER_BYTE;

  /** And so a block may take 64 decisions, whatever its bytes. */
  private static final int ARITHMETIC_COST = 4;

  private final ByteBuffer file;
  private final ImageLimits limits;
  private @Nullable JpegFrameHeader frame;
  private int orientation = ExifOrientation.UPRIGHT;
  private long scannedBlocks;

  private JpegHeader(ByteBuffer file, ImageLimits limits) {
    this.file = file;
    this.limits = limits;
  }

  static ImageHeader read(ByteBuffer file, ImageLimits limits) throws RefusedImageException {
    JpegHeader header = new JpegHeader(file, limits);
    JpegWalk walk = new JpegWalk(header);
    walk.walk(file, 0, file.limit());
    if (!walk.ended() || walk.cutOff()) {
      throw RefusedImageException.truncated(ImageFormat.JPEG);
    }
    limits.checkBytes(walk.length());
    JpegFrameHeader frame = header.frame;
    if (frame == null || header.scannedBlocks == 0) {
      throw RefusedImageException.corrupt("the JPEG has no picture in it");
    }
    int perByte = frame.arithmetic() ? ARITHMETIC_BLOCKS_PER_BYTE : BLOCKS_PER_BYTE;
    if (walk.scanBytes() * perByte < frame.blocks()) {
      throw RefusedImageException.corrupt("the JPEG has too few bytes for the pixels it claims");
    }
    return new ImageHeader(ImageFormat.JPEG, frame.width(), frame.height(), header.orientation);
  }

  @Override
  public void segment(int marker, long payload, int length) throws RefusedImageException {
    if (payload + length > file.limit()) {
      throw RefusedImageException.truncated(ImageFormat.JPEG);
    }
    ByteBuffer data = file.slice((int) payload, length);
    if (JpegFrameHeader.begins(marker)) {
      if (frame != null) {
        throw RefusedImageException.corrupt("the JPEG has a second frame header");
      }
      JpegFrameHeader found = JpegFrameHeader.of(marker, data);
      limits.checkPixels(found.width(), found.height());
      frame = found;
    } else if (marker == JpegWalk.SOS) {
      beginScan(data);
    } else if (marker == JpegWalk.APP1
        && orientation == ExifOrientation.UPRIGHT
        && ExifOrientation.hasPrefix(data)) {
      orientation = ExifOrientation.of(data);
    }
  }

  /** The components of the scan: T.81, B.2.3. */
  private void beginScan(ByteBuffer data) throws RefusedImageException {
    JpegFrameHeader frame = this.frame;
    int count = data.limit() == 0 ? 0 : data.get(0);
    if (frame == null || count < 1 || count > 4 || data.limit() != 4 + 2 * count) {
      throw RefusedImageException.corrupt("the JPEG has a scan that makes no sense");
    }
    for (int i = 0; i < count; i++) {
      int id = data.get(1 + 2 * i) & 0xff;
      Component component =
          frame.components().stream()
              .filter(candidate -> candidate.id() == id)
              .findFirst()
              .orElseThrow(
                  () -> RefusedImageException.corrupt("the JPEG has a scan of no component"));
      scannedBlocks += frame.blocks(component) * (frame.arithmetic() ? ARITHMETIC_COST : 1);
    }
    if (scannedBlocks > MAX_SCANNED_BLOCKS) {
      throw RefusedImageException.corrupt(
          "the JPEG passes over its pixels too often: save it as baseline JPEG");
    }
  }
}
