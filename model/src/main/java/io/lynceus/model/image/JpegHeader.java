package io.lynceus.model.image;

import io.lynceus.model.image.JpegFrameHeader.Component;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads JPEG headers. A JPEG is accepted when it is complete to its EOI, has enough coded data for
 * the blocks that it claims, and does not make a decoder pass over them too often.
 */
final class JpegHeader implements JpegWalk.Visitor {

  /**
   * Blocks of all scans together. 50 megapixels without subsampling, in the ten scans that a
   * progressive JPEG usually has, are 11 million. Without this limit, a file of many scans with a
   * few bytes each would keep a decoder busy for as long as its author likes.
   */
  static final long MAX_SCANNED_BLOCKS = 16_000_000;

  /** A Huffman code has at least one bit, and every block has one code for its mean. */
  private static final int BLOCKS_PER_BYTE = 8;

  /** Arithmetic coding spends less than a bit on what it expects. */
  private static final int ARITHMETIC_BLOCKS_PER_BYTE = 16 * BLOCKS_PER_BYTE;

  /** With arithmetic coding, a block may take 64 decisions, however few its bytes are. */
  private static final int ARITHMETIC_COST = 4;

  private final ByteBuffer file;
  private final ImageLimits limits;
  private @Nullable JpegFrameHeader frame;
  private @Nullable Exif exif;
  private long scannedBlocks;

  /** A segment of the file that {@link JpegHeader} reads; other segments say nothing to it. */
  record Segment(int marker, long payload, int length) {}

  private JpegHeader(ByteBuffer file, ImageLimits limits) {
    this.file = file;
    this.limits = limits;
  }

  static ImageHeader read(ByteBuffer file, ImageLimits limits) throws RefusedImageException {
    JpegHeader header = new JpegHeader(file, limits);
    JpegWalk walk = new JpegWalk(header);
    walk.walk(file, 0, file.limit());
    return header.after(walk);
  }

  /**
   * Reads a header whose file has been walked already.
   *
   * @param walk over the file's first picture
   * @param segments in the order of the file: the frame headers, the scans, and the first EXIF data
   */
  static ImageHeader read(
      ByteBuffer file, JpegWalk walk, List<Segment> segments, ImageLimits limits)
      throws RefusedImageException {
    JpegHeader header = new JpegHeader(file, limits);
    for (Segment segment : segments) {
      header.segment(segment.marker(), segment.payload(), segment.length());
    }
    return header.after(walk);
  }

  private ImageHeader after(JpegWalk walk) throws RefusedImageException {
    if (!walk.ended() || walk.cutOff()) {
      throw RefusedImageException.truncated(ImageFormat.JPEG);
    }
    limits.checkBytes(walk.length());
    JpegFrameHeader frame = this.frame;
    if (frame == null || scannedBlocks == 0) {
      throw RefusedImageException.corrupt("the JPEG has no picture in it");
    }
    int perByte = frame.arithmetic() ? ARITHMETIC_BLOCKS_PER_BYTE : BLOCKS_PER_BYTE;
    if (walk.scanBytes() * perByte < frame.blocks()) {
      throw RefusedImageException.corrupt("the JPEG has too few bytes for the pixels it claims");
    }
    return new ImageHeader(
        ImageFormat.JPEG, frame.width(), frame.height(), exif == null ? Exif.NONE : exif);
  }

  @Override
  public void segment(int marker, long payload, int length) throws RefusedImageException {
    if (payload + length > file.limit()) {
      throw RefusedImageException.truncated(ImageFormat.JPEG);
    }
    ByteBuffer data = file.slice((int) payload, length);
    if (JpegFrameHeader.isMarker(marker)) {
      if (frame != null) {
        throw RefusedImageException.corrupt("the JPEG has a second frame header");
      }
      JpegFrameHeader found = JpegFrameHeader.of(marker, data);
      limits.checkPixels(found.width(), found.height());
      frame = found;
    } else if (marker == JpegWalk.SOS) {
      addScan(data);
    } else if (marker == JpegWalk.APP1 && exif == null && Exif.hasPrefix(data)) {
      exif = Exif.read(data);
    }
  }

  /** The components of the scan: T.81, B.2.3. */
  private void addScan(ByteBuffer data) throws RefusedImageException {
    JpegFrameHeader frame = this.frame;
    int count = data.limit() == 0 ? 0 : data.get(0);
    if (frame == null || count < 1 || count > 4 || data.limit() != 4 + 2 * count) {
      throw RefusedImageException.corrupt("the JPEG has an invalid scan");
    }
    for (int i = 0; i < count; i++) {
      int id = data.get(1 + 2 * i) & 0xff;
      Component component =
          frame.components().stream()
              .filter(candidate -> candidate.id() == id)
              .findFirst()
              .orElseThrow(
                  () ->
                      RefusedImageException.corrupt("the JPEG has a scan of an unknown component"));
      scannedBlocks += frame.blocks(component) * (frame.arithmetic() ? ARITHMETIC_COST : 1);
    }
    if (scannedBlocks > MAX_SCANNED_BLOCKS) {
      throw RefusedImageException.corrupt(
          "the JPEG has too many scans for its size: save it as baseline JPEG");
    }
  }
}
