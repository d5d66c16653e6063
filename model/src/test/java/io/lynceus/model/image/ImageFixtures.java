package io.lynceus.model.image;

import static io.lynceus.model.image.ImageParts.ascii;
import static io.lynceus.model.image.ImageParts.chunk;
import static io.lynceus.model.image.ImageParts.concat;
import static io.lynceus.model.image.ImageParts.exif;
import static io.lynceus.model.image.ImageParts.mpfIndex;
import static io.lynceus.model.image.ImageParts.pngChunk;
import static io.lynceus.model.image.ImageParts.segment;
import static io.lynceus.model.image.ImageParts.vp8l;
import static io.lynceus.model.image.ImageParts.vp8x;

import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Base64;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;

/** Makes small image files for tests: valid ones, which decode, and some with false claims. */
public final class ImageFixtures {
  private static final int PNG_IHDR_END = 33;

  private ImageFixtures() {}

  /** A baseline JPEG. */
  public static byte[] jpeg(int width, int height) {
    return write(width, height, "jpeg", false);
  }

  /** A JPEG of about ten scans. */
  public static byte[] progressiveJpeg(int width, int height) {
    return write(width, height, "jpeg", true);
  }

  /** A PNG, 24 bits a pixel. */
  public static byte[] png(int width, int height) {
    return write(width, height, "png", false);
  }

  /** A PNG, interlaced. */
  public static byte[] interlacedPng(int width, int height) {
    return write(width, height, "png", true);
  }

  /** A BMP, 24 bits a pixel, uncompressed. */
  public static byte[] bmp(int width, int height) {
    return write(width, height, "bmp", false);
  }

  /** A lossless WebP of one colour, whose pixels take no bits. */
  public static byte[] webp(int width, int height) {
    return riff(chunk("VP8L", vp8l(width, height)));
  }

  /** A lossy WebP, 16 x 16. */
  public static byte[] lossyWebp() {
    return Base64.getDecoder()
        .decode("UklGRjAAAABXRUJQVlA4ICQAAABwAQCdASoQABAADMDOJaACdAFAAAD+Ux828jb6sOkultcAAAA=");
  }

  /** A lossy WebP with transparency, 16 x 12, in the extended form (VP8X). */
  public static byte[] transparentWebp() {
    return Base64.getDecoder()
        .decode(
            "UklGRogAAABXRUJQVlA4WAoAAAAQAAAADwAACwAAQUxQSCUAAAABfyAkSP4/phm9EBGZg0EASBRiiSWWWGKJ"
                + "JZYJBojof4ByuvsLAFZQOCA8AAAA0AEAnQEqEAAMAALATCWwAnQBDrWOIoAA/vEfVz93b1b04UJ7f1+f"
                + "4QxB/xSg196nkAbdytA8BbAXvQAA");
  }

  /** One file of each format, about this large. */
  public static byte[] of(ImageFormat format, int width, int height) {
    return switch (format) {
      case JPEG -> jpeg(width, height);
      case PNG -> png(width, height);
      case WEBP -> webp(width, height);
      case BMP -> bmp(width, height);
    };
  }

  /** The same image with this EXIF orientation; not for BMP. */
  public static byte[] oriented(ImageFormat format, int width, int height, int orientation) {
    return withExif(format, width, height, exif(orientation, ByteOrder.BIG_ENDIAN));
  }

  /** The same image with this EXIF data, which has no prefix; not for BMP. */
  public static byte[] withExif(ImageFormat format, int width, int height, byte[] exif) {
    byte[] plain = of(format, width, height);
    return switch (format) {
      case JPEG -> withSegment(plain, 0xe1, concat(ascii("Exif\0\0"), exif));
      case PNG -> withChunk(plain, "eXIf", exif);
      case WEBP ->
          riff(
              chunk("VP8X", vp8x(0x08, width, height)),
              chunk("VP8L", vp8l(width, height)),
              chunk("EXIF", exif));
      case BMP -> throw new IllegalArgumentException("a BMP has no EXIF data");
    };
  }

  /** The JPEG with one more segment after its SOI. */
  public static byte[] withSegment(byte[] jpeg, int marker, byte[] payload) {
    return concat(
        Arrays.copyOf(jpeg, 2), segment(marker, payload), Arrays.copyOfRange(jpeg, 2, jpeg.length));
  }

  /**
   * A JPEG whose MPF index announces a further picture.
   *
   * @param padding bytes between both pictures, zeros
   * @param claimed bytes of the further picture, according to the index
   * @param further what follows the padding
   */
  public static byte[] multiPicture(byte[] primary, int padding, int claimed, byte[] further) {
    int indexBytes = mpfIndex(0, 0, 0).length;
    int primaryBytes = primary.length + 4 + indexBytes;
    int base = 2 + 4 + 4; // SOI, marker and length, "MPF" and 0
    byte[] index = mpfIndex(primaryBytes, primaryBytes + padding - base, claimed);
    return concat(withSegment(primary, 0xe2, index), new byte[Math.max(0, padding)], further);
  }

  /** A grey progressive JPEG whose scans have one byte of coded data each. */
  public static byte[] scans(int width, int height, int scans) {
    byte[] frame =
        ByteBuffer.allocate(9)
            .put((byte) 8)
            .putShort((short) height)
            .putShort((short) width)
            .put(new byte[] {1, 1, 0x11, 0})
            .array();
    byte[] scan = concat(segment(0xda, new byte[] {1, 1, 0, 0, 0, 0}), new byte[1]);
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    file.writeBytes(new byte[] {(byte) 0xff, (byte) 0xd8});
    file.writeBytes(segment(0xc2, frame));
    for (int i = 0; i < scans; i++) {
      file.writeBytes(scan);
    }
    file.writeBytes(new byte[] {(byte) 0xff, (byte) 0xd9});
    return file.toByteArray();
  }

  /** The PNG with one more chunk after its IHDR. */
  public static byte[] withChunk(byte[] png, String type, byte[] data) {
    return concat(
        Arrays.copyOf(png, PNG_IHDR_END),
        pngChunk(type, data),
        Arrays.copyOfRange(png, PNG_IHDR_END, png.length));
  }

  /** A PNG of these chunks. */
  public static byte[] pngOf(byte[]... chunks) {
    return concat(new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 26, '\n'}, concat(chunks));
  }

  /** A WebP of these chunks. */
  public static byte[] riff(byte[]... chunks) {
    return chunk("RIFF", concat(ascii("WEBP"), concat(chunks)));
  }

  private static byte[] write(int width, int height, String format, boolean progressive) {
    ImageWriter writer =
        ImageIO.getImageWriters(
                ImageTypeSpecifier.createFromBufferedImageType(BufferedImage.TYPE_INT_RGB), format)
            .next();
    ImageWriteParam param = writer.getDefaultWriteParam();
    if (progressive) {
      param.setProgressiveMode(ImageWriteParam.MODE_DEFAULT);
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ImageOutputStream out = ImageIO.createImageOutputStream(bytes)) {
      writer.setOutput(out);
      writer.write(null, new IIOImage(picture(width, height), null, null), param);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      writer.dispose();
    }
    return bytes.toByteArray();
  }

  private static BufferedImage picture(int width, int height) {
    BufferedImage picture = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = picture.createGraphics();
    graphics.setPaint(new GradientPaint(0, 0, Color.ORANGE, width, height, Color.BLUE));
    graphics.fillRect(0, 0, width, height);
    graphics.setPaint(Color.WHITE);
    graphics.fillOval(width / 4, height / 4, width / 2, height / 2);
    graphics.dispose();
    return picture;
  }
}
