package io.lynceus.master.events;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;

/**
 * What is known of a camera, as the store keeps it: {@value #VERSION}, then the length of each part
 * and its bytes. Older stores have the presence alone, which begins with 1.
 *
 * @param presence what stands in front of it; absent if nothing is known
 * @param health how it is; absent if nothing is known
 * @param watches how its watched regions look and are; absent if nothing is known
 */
record CameraState(Optional<byte[]> presence, Optional<byte[]> health, Optional<byte[]> watches) {
  private static final int VERSION = 3;
  private static final int WITHOUT_WATCHES = 2;
  private static final int PRESENCE_ALONE = 1;

  boolean isEmpty() {
    return presence.isEmpty() && health.isEmpty() && watches.isEmpty();
  }

  byte[] toBytes() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeByte(VERSION);
      write(out, presence);
      write(out, health);
      write(out, watches);
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory failed", e);
    }
    return bytes.toByteArray();
  }

  private static void write(DataOutputStream out, Optional<byte[]> part) throws IOException {
    byte[] bytes = part.orElse(new byte[0]);
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  /**
   * The parts again.
   *
   * @throws IOException when these are not bytes of this version, or are damaged
   */
  static CameraState of(byte[] bytes) throws IOException {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
      int version = in.readByte();
      if (version == PRESENCE_ALONE) {
        return new CameraState(Optional.of(bytes), Optional.empty(), Optional.empty());
      }
      if (version == WITHOUT_WATCHES) {
        return new CameraState(part(in), part(in), Optional.empty());
      }
      if (version != VERSION) {
        throw new IOException("another version has written it");
      }
      return new CameraState(part(in), part(in), part(in));
    }
  }

  private static Optional<byte[]> part(DataInputStream in) throws IOException {
    int length = in.readInt();
    if (length < 0 || length > in.available()) {
      throw new IOException("it is damaged");
    }
    return Optional.of(in.readNBytes(length)).filter(bytes -> bytes.length > 0);
  }
}
