package io.lynceus.vision.inspection;

import io.lynceus.model.image.ImageFormat;
import io.lynceus.model.image.ImageHeader;
import io.lynceus.vision.TestImage;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.opencv.core.Core;
import org.opencv.core.CvType;
import org.opencv.core.Mat;
import org.opencv.core.MatOfByte;
import org.opencv.core.MatOfInt;
import org.opencv.imgcodecs.Imgcodecs;
import org.opencv.imgproc.Imgproc;

/** A JPEG of 320 x 240 pixels with as much detail everywhere, to be damaged. */
public final class TestJpeg {
  private static final int SOF0 = 0xc0;
  private static final int SOF2 = 0xc2;
  private static final int SOS = 0xda;
  private static final int EOI = 0xd9;
  private static final int JFIF_REVISION = 11;

  /** MCUs of 16 x 16 pixels in a row. */
  public static final int MCUS_ACROSS = 20;

  public static final int MCUS_DOWN = 15;

  private final byte[] bytes;

  public TestJpeg(byte[] bytes) {
    this.bytes = bytes;
  }

  /**
   * A picture as OpenCV encodes it.
   *
   * @param parameters of the encoder: keys and values
   */
  public static TestJpeg encoded(int... parameters) {
    Core.setRNGSeed(7);
    Mat noise = new Mat(240, 320, CvType.CV_8UC3);
    Core.randu(noise, 0, 256);
    Imgproc.blur(noise, noise, new org.opencv.core.Size(3, 3));
    MatOfByte file = new MatOfByte();
    Imgcodecs.imencode(".jpg", noise, file, new MatOfInt(parameters));
    return new TestJpeg(file.toArray());
  }

  public static TestJpeg baseline() {
    return encoded();
  }

  /** With an interval for each row of MCUs. */
  public static TestJpeg restarting() {
    return encoded(Imgcodecs.IMWRITE_JPEG_RST_INTERVAL, MCUS_ACROSS);
  }

  public static TestJpeg progressive() {
    return encoded(Imgcodecs.IMWRITE_JPEG_PROGRESSIVE, 1);
  }

  public byte[] bytes() {
    return bytes;
  }

  public ByteBuffer file() {
    return ByteBuffer.wrap(bytes);
  }

  public TestImage image() {
    return new TestImage(file(), new ImageHeader(ImageFormat.JPEG, 320, 240, 1));
  }

  /** Offset of the coded data of that scan, from 0. */
  public int scan(int number) {
    return markers(SOS, SOS).get(number) + 2 + file().getShort(markers(SOS, SOS).get(number) + 2);
  }

  /** Offset of the frame header's marker. */
  public int frame() {
    return markers(SOF0, SOF2).get(0);
  }

  /** This file with another byte there. */
  public TestJpeg with(int offset, int value) {
    byte[] changed = bytes.clone();
    changed[offset] = (byte) value;
    return new TestJpeg(changed);
  }

  public int scans() {
    return markers(SOS, SOS).size();
  }

  /** Offsets of the markers in that range. */
  private List<Integer> markers(int from, int to) {
    List<Integer> offsets = new ArrayList<>();
    for (int i = 2; i + 1 < bytes.length; i++) {
      int code = bytes[i + 1] & 0xff;
      if (bytes[i] == (byte) 0xff && code >= from && code <= to) {
        offsets.add(i);
      }
    }
    return offsets;
  }

  /** This file up to there, with an EOI behind it. */
  public TestJpeg cutAt(int offset) {
    ByteArrayOutputStream cut = new ByteArrayOutputStream();
    cut.write(bytes, 0, offset);
    cut.write(0xff);
    cut.write(EOI);
    return new TestJpeg(cut.toByteArray());
  }

  /** This file with only that part of the coded data of its scan, 0 to 1. */
  public TestJpeg cutAt(double part) {
    int start = scan(0);
    int at = start + (int) ((bytes.length - start) * part);
    return cutAt(bytes[at - 1] == (byte) 0xff ? at - 1 : at);
  }

  /** This file without one of its restart intervals, and without the marker behind it. */
  public TestJpeg withoutInterval(int number) {
    List<Integer> restarts = markers(0xd0, 0xd7);
    return without(restarts.get(number - 1) + 2, restarts.get(number) + 2);
  }

  public TestJpeg without(int from, int to) {
    ByteArrayOutputStream rest = new ByteArrayOutputStream();
    rest.write(bytes, 0, from);
    rest.write(bytes, to, bytes.length - to);
    return new TestJpeg(rest.toByteArray());
  }

  /** This file with 40 bytes in the middle of an interval turned over. */
  public TestJpeg withNoiseInInterval(int number) {
    List<Integer> restarts = markers(0xd0, 0xd7);
    byte[] noisy = bytes.clone();
    int middle = (restarts.get(number - 1) + restarts.get(number)) / 2;
    for (int i = middle; i < middle + 40; i++) {
      boolean special = noisy[i] == (byte) 0xff || noisy[i - 1] == (byte) 0xff;
      if (!special && noisy[i] != 0) {
        noisy[i] ^= 0x55;
      }
      if (noisy[i] == (byte) 0xff) {
        noisy[i] = 0x55;
      }
    }
    return new TestJpeg(noisy);
  }

  /** This file with bytes in front of its EOI. */
  public TestJpeg padded(int... padding) {
    ByteArrayOutputStream padded = new ByteArrayOutputStream();
    padded.write(bytes, 0, bytes.length - 2);
    for (int each : padding) {
      padded.write(each);
    }
    padded.write(0xff);
    padded.write(EOI);
    return new TestJpeg(padded.toByteArray());
  }

  /** This file with a JFIF revision that libjpeg does not know: its first warning. */
  public TestJpeg ofUnknownRevision() {
    byte[] changed = bytes.clone();
    changed[JFIF_REVISION] = 9;
    return new TestJpeg(changed);
  }
}
