package io.lynceus.model.image;

import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * Reads PNG headers. A PNG is accepted when its critical chunks are intact and its compressed data
 * can expand to the rows that it claims.
 */
final class PngHeader {

  /** The most that deflate expands: 258 bytes from two bits. */
  private static final int MAX_INFLATION = 1032;

  /** libpng expands each compressed text and keeps it, up to this many bytes. */
  private static final long MAX_TEXT_BYTES = 8_000_000;

  /** All texts together; an ordinary file has a colour profile and one or two texts. */
  private static final long MAX_TEXTS_BYTES = 8 * MAX_TEXT_BYTES;

  private final ByteBuffer file;
  private final PngSize size;
  private Optional<Exif> exif = Optional.empty();
  private boolean palette;
  private long dataBytes;
  private long textsBytes;

  private PngHeader(ByteBuffer file, PngSize size) {
    this.file = file;
    this.size = size;
  }

  static ImageHeader read(ByteBuffer file, ImageLimits limits) throws RefusedImageException {
    PngChunk first = chunk(file, PngChunk.SIGNATURE_BYTES);
    if (first.is(PngChunk.CGBI)) {
      throw RefusedImageException.unsupported(
          "a PNG as Xcode packs it into apps (CgBI) is not accepted: send the original");
    }
    if (!first.is(PngChunk.IHDR) || !first.intact(file)) {
      throw RefusedImageException.corrupt("the PNG does not start with an intact IHDR chunk");
    }
    PngSize size = PngSize.of(first.data(file));
    limits.checkPixels(size.width(), size.height());
    PngHeader header = new PngHeader(file, size);
    PngChunk chunk = first;
    while (!chunk.is(PngChunk.IEND)) {
      chunk = chunk(file, chunk.end());
      header.take(chunk);
    }
    limits.checkBytes(chunk.end());
    header.checkData();
    Exif exif = header.exif.orElse(Exif.NONE);
    return new ImageHeader(ImageFormat.PNG, size.width(), size.height(), exif);
  }

  private static PngChunk chunk(ByteBuffer file, long at) throws RefusedImageException {
    if (at + PngChunk.MIN_BYTES > file.limit()) {
      throw RefusedImageException.truncated(ImageFormat.PNG);
    }
    PngChunk chunk = PngChunk.at((int) at, file);
    if (chunk.end() > file.limit()) {
      throw RefusedImageException.truncated(ImageFormat.PNG);
    }
    return chunk;
  }

  private void take(PngChunk chunk) throws RefusedImageException {
    if (chunk.critical() && !chunk.intact(file)) {
      throw RefusedImageException.corrupt("the PNG is damaged: the CRC of a chunk is wrong");
    }
    switch (chunk.type()) {
      case PngChunk.IHDR -> throw RefusedImageException.corrupt("the PNG has a second IHDR chunk");
      case PngChunk.PLTE -> palette = chunk.length() > 0 && chunk.length() % 3 == 0;
      case PngChunk.IDAT -> dataBytes += chunk.length();
      case PngChunk.EXIF -> {
        if (exif.isEmpty()) {
          exif = Optional.of(Exif.read(chunk.data(file)));
        }
      }
      case PngChunk.ICCP, PngChunk.ITXT, PngChunk.ZTXT -> {
        textsBytes += Math.min((long) chunk.length() * MAX_INFLATION, MAX_TEXT_BYTES);
      }
      default -> {}
    }
  }

  private void checkData() throws RefusedImageException {
    if (size.paletted() && !palette) {
      throw RefusedImageException.corrupt("the PNG has no palette, but needs one");
    }
    if (dataBytes * MAX_INFLATION < size.rowsBytes()) {
      throw RefusedImageException.corrupt("the PNG has too few bytes for the pixels it claims");
    }
    if (textsBytes > MAX_TEXTS_BYTES) {
      throw RefusedImageException.corrupt(
          "the PNG has more compressed text than a picture needs: remove its metadata");
    }
  }
}
