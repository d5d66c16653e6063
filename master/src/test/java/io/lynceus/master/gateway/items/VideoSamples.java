package io.lynceus.master.gateway.items;

import static io.lynceus.master.gateway.SampleImages.ascii;
import static io.lynceus.master.gateway.SampleImages.joined;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Builds AVI videos in memory. */
final class VideoSamples {
  private VideoSamples() {}

  static byte[] avi(byte[]... frames) {
    return riff("AVI ", list("hdrl", chunk("avih", new byte[56])), movie(frames), index());
  }

  static byte[] movie(byte[]... frames) {
    byte[] chunks = new byte[0];
    for (byte[] frame : frames) {
      chunks =
          joined(
              chunks, chunk("00dc", frame), chunk("01wb", new byte[5]), chunk("00dc", new byte[0]));
    }
    return list("movi", chunks);
  }

  static byte[] index() {
    return chunk("idx1", new byte[16]);
  }

  static byte[] riff(String form, byte[]... chunks) {
    return chunk("RIFF", joined(ascii(form), joined(chunks)));
  }

  static byte[] list(String form, byte[] chunks) {
    return chunk("LIST", joined(ascii(form), chunks));
  }

  static byte[] chunk(String id, byte[] content) {
    ByteBuffer head = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
    head.put(ascii(id)).putInt(content.length);
    return joined(head.array(), content, new byte[content.length & 1]);
  }
}
