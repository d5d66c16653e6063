package io.lynceus.model.image;

import io.lynceus.model.image.DeclaredEndFinder.Extent;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Reads WebP headers (RFC 9649: a RIFF container with a VP8 or VP8L bitstream in it). */
final class WebpHeader {
  private static final int RIFF_HEAD_BYTES = 8;
  private static final int CHUNKS_AT = 12;
  private static final int CHUNK_HEAD_BYTES = 8;

  private static final int VP8 = fourLetters("VP8 ");
  private static final int VP8L = fourLetters("VP8L");
  private static final int VP8X = fourLetters("VP8X");
  private static final int EXIF = fourLetters("EXIF");

  private final ByteBuffer file;
  private final ImageLimits limits;
  private Optional<WebpSize> canvas = Optional.empty();
  private Optional<WebpSize> frame = Optional.empty();
  private Optional<Exif> exif = Optional.empty();

  private WebpHeader(ByteBuffer file, ImageLimits limits) {
    this.file = file;
    this.limits = limits;
  }

  /**
   * As {@link DeclaredEndFinder.Declaration}: a WebP ends where its RIFF chunk does. By the
   * standard the chunk's length is even. If it is odd, no padding byte is expected after it.
   */
  static Optional<Extent> extent(ByteBuffer head, ImageLimits limits) throws RefusedImageException {
    if (head.limit() < CHUNKS_AT) {
      return Optional.empty();
    }
    long riff = head.duplicate().order(ByteOrder.LITTLE_ENDIAN).getInt(4) & 0xffffffffL;
    if (riff < CHUNKS_AT) {
      throw RefusedImageException.corrupt("the WebP says that it is empty");
    }
    limits.checkBytes(RIFF_HEAD_BYTES + riff);
    int end = (int) (RIFF_HEAD_BYTES + riff);
    return Optional.of(new Extent(end, end));
  }

  static ImageHeader read(ByteBuffer file, ImageLimits limits) throws RefusedImageException {
    int end = extent(file, limits).map(Extent::end).orElse(Integer.MAX_VALUE);
    if (file.limit() < end) {
      throw RefusedImageException.truncated(ImageFormat.WEBP);
    }
    WebpHeader header = new WebpHeader(file.slice(0, end).order(ByteOrder.LITTLE_ENDIAN), limits);
    header.walk();
    WebpSize size =
        header.frame.orElseThrow(
            () -> RefusedImageException.corrupt("the WebP has no picture in it"));
    if (header.canvas.isPresent() && !header.canvas.get().equals(size)) {
      throw RefusedImageException.corrupt("the WebP's picture and canvas differ in size");
    }
    Exif exif = header.exif.orElse(Exif.NONE);
    return new ImageHeader(ImageFormat.WEBP, size.width(), size.height(), exif);
  }

  private void walk() throws RefusedImageException {
    int at = CHUNKS_AT;
    while (at + CHUNK_HEAD_BYTES <= file.limit()) {
      int type = file.getInt(at);
      long length = file.getInt(at + 4) & 0xffffffffL;
      long next = at + CHUNK_HEAD_BYTES + length;
      if (next > file.limit()) {
        // Decoders ignore what follows the picture, so cut off metadata is accepted.
        break;
      }
      ByteBuffer data = file.slice(at + CHUNK_HEAD_BYTES, (int) length).order(file.order());
      if (at == CHUNKS_AT && type == VP8X) {
        canvas = Optional.of(checked(WebpSize.ofCanvas(data)));
      } else if (frame.isEmpty() && (type == VP8 || type == VP8L)) {
        frame = Optional.of(checked(type == VP8 ? WebpSize.ofVp8(data) : WebpSize.ofVp8l(data)));
      } else if (type == EXIF && exif.isEmpty()) {
        exif = Optional.of(Exif.read(data));
      }
      if (canvas.isEmpty() && frame.isEmpty()) {
        break;
      }
      at = (int) (next + (length & 1));
    }
  }

  private WebpSize checked(WebpSize size) throws RefusedImageException {
    limits.checkPixels(size.width(), size.height());
    return size;
  }

  private static int fourLetters(String letters) {
    return ByteBuffer.wrap(letters.getBytes(StandardCharsets.US_ASCII))
        .order(ByteOrder.LITTLE_ENDIAN)
        .getInt();
  }
}
