package io.lynceus.model.image;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.zip.CRC32;

/** The parts of image files, for tests that build their own. */
public final class ImageParts {
  private ImageParts() {}

  /** EXIF data of an orientation only, without the prefix that it has in a JPEG. */
  public static byte[] exif(int orientation, ByteOrder order) {
    return ByteBuffer.allocate(26)
        .order(order)
        .put(ascii(order == ByteOrder.BIG_ENDIAN ? "MM" : "II"))
        .putShort((short) 42)
        .putInt(8)
        .putShort((short) 1)
        .putShort((short) 0x112)
        .putShort((short) 3)
        .putInt(1)
        .putShort((short) orientation)
        .array();
  }

  /**
   * EXIF data of an orientation and of texts in its second directory, without the prefix that it
   * has in a JPEG.
   *
   * @param texts by tag, such as 0x9003 ({@code DateTimeOriginal}); each gets the zero that ends it
   */
  public static byte[] exif(int orientation, ByteOrder order, Map<Integer, String> texts) {
    int directory = 8 + 2 + 24 + 4;
    int textAt = directory + 2 + 12 * texts.size() + 4;
    int textBytes = texts.values().stream().mapToInt(text -> text.length() + 1).sum();
    ByteBuffer data = ByteBuffer.allocate(textAt + textBytes).order(order);
    data.put(ascii(order == ByteOrder.BIG_ENDIAN ? "MM" : "II")).putShort((short) 42).putInt(8);
    data.putShort((short) 2);
    data.putShort((short) 0x112).putShort((short) 3).putInt(1);
    data.putShort((short) orientation).putShort((short) 0);
    data.putShort((short) 0x8769).putShort((short) 4).putInt(1).putInt(directory).putInt(0);
    data.putShort((short) texts.size());
    for (Map.Entry<Integer, String> text : texts.entrySet()) {
      byte[] value = ascii(text.getValue() + "\0");
      data.putShort(text.getKey().shortValue()).putShort((short) 2).putInt(value.length);
      if (value.length <= 4) {
        data.put(Arrays.copyOf(value, 4));
      } else {
        data.putInt(textAt).put(textAt, value);
        textAt += value.length;
      }
    }
    return data.array();
  }

  /** A JPEG's segment: marker, length, payload. */
  public static byte[] segment(int marker, byte[] payload) {
    return ByteBuffer.allocate(4 + payload.length)
        .put((byte) 0xff)
        .put((byte) marker)
        .putShort((short) (2 + payload.length))
        .put(payload)
        .array();
  }

  /**
   * The payload of an APP2 segment that is an MPF index of two pictures.
   *
   * @param offset of the second from the index's own TIFF header, which is 4 bytes into the payload
   */
  public static byte[] mpfIndex(int primaryBytes, int offset, int bytes) {
    return ByteBuffer.allocate(4 + 8 + 2 + 24 + 4 + 32)
        .put(ascii("MPF\0MM"))
        .putShort((short) 42)
        .putInt(8)
        .putShort((short) 2)
        .putShort((short) 0xb001) // how many pictures
        .putShort((short) 4)
        .putInt(1)
        .putInt(2)
        .putShort((short) 0xb002) // where their entries are
        .putShort((short) 7)
        .putInt(32)
        .putInt(38)
        .putInt(0)
        .putInt(0x030000)
        .putInt(primaryBytes)
        .putLong(0)
        .putInt(0x020002)
        .putInt(bytes)
        .putInt(offset)
        .putInt(0)
        .array();
  }

  /** A PNG's chunk with its CRC. */
  public static byte[] pngChunk(String type, byte[] data) {
    byte[] typed = concat(ascii(type), data);
    CRC32 crc = new CRC32();
    crc.update(typed);
    return ByteBuffer.allocate(8 + typed.length)
        .putInt(data.length)
        .put(typed)
        .putInt((int) crc.getValue())
        .array();
  }

  /** A PNG's IHDR chunk, not interlaced. */
  public static byte[] ihdr(int width, int height, int depth, int colourType) {
    byte[] data =
        ByteBuffer.allocate(13)
            .putInt(width)
            .putInt(height)
            .put((byte) depth)
            .put((byte) colourType)
            .array();
    return pngChunk("IHDR", data);
  }

  /** A RIFF chunk: four letters, length, data, padded to an even length. */
  public static byte[] chunk(String type, byte[] data) {
    return ByteBuffer.allocate(8 + data.length + data.length % 2)
        .order(ByteOrder.LITTLE_ENDIAN)
        .put(ascii(type))
        .putInt(data.length)
        .put(data)
        .array();
  }

  /** The data of a WebP's VP8X chunk. */
  public static byte[] vp8x(int flags, int width, int height) {
    byte[] data = new byte[10];
    data[0] = (byte) flags;
    for (int i = 0; i < 3; i++) {
      data[4 + i] = (byte) ((width - 1) >> (8 * i));
      data[7 + i] = (byte) ((height - 1) >> (8 * i));
    }
    return data;
  }

  /**
   * The data of a WebP's VP8L chunk: neither transforms nor a cache, then five prefix codes of a
   * single symbol, so that the pixels take no bits.
   */
  public static byte[] vp8l(int width, int height) {
    return ByteBuffer.allocate(14)
        .order(ByteOrder.LITTLE_ENDIAN)
        .put((byte) 0x2f)
        .putInt((width - 1) | ((height - 1) << 14))
        .putLong(0xc0580b016028L)
        .array();
  }

  /** ASCII bytes of the text. */
  public static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  /** All parts in one. */
  public static byte[] concat(byte[]... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }
}
