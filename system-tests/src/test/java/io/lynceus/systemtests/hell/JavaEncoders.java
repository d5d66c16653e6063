package io.lynceus.systemtests.hell;

import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;

/** Writes rare file forms with the JDK's encoders. */
final class JavaEncoders {
  private JavaEncoders() {}

  static byte[] greyJpeg(int width, int height) {
    return write("jpeg", image(BufferedImage.TYPE_BYTE_GRAY, width, height));
  }

  /** With four components. */
  static byte[] cmykJpeg(int width, int height) {
    WritableRaster inks =
        Raster.createInterleavedRaster(DataBuffer.TYPE_BYTE, width, height, 4, null);
    for (int i = 0; i < width * height; i++) {
      inks.setPixel(i % width, i / width, new int[] {i, 2 * i, 3 * i, 0});
    }
    return write("jpeg", new IIOImage(inks, null, null));
  }

  /** With palette indexes of 1 bit per pixel. */
  static byte[] bilevelBmp(int width, int height) {
    return write("bmp", image(BufferedImage.TYPE_BYTE_BINARY, width, height));
  }

  /** With palette indexes of 8 bits per pixel. */
  static byte[] palettedBmp(int width, int height) {
    return write("bmp", image(BufferedImage.TYPE_BYTE_INDEXED, width, height));
  }

  private static IIOImage image(int type, int width, int height) {
    BufferedImage image = new BufferedImage(width, height, type);
    for (int i = 0; i < width * height; i++) {
      image.setRGB(i % width, i / width, 0x010305 * i);
    }
    return new IIOImage(image, null, null);
  }

  private static byte[] write(String format, IIOImage image) {
    ImageWriter writer = ImageIO.getImageWritersByFormatName(format).next();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ImageOutputStream out = ImageIO.createImageOutputStream(bytes)) {
      writer.setOutput(out);
      writer.write(image);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      writer.dispose();
    }
    return bytes.toByteArray();
  }
}
