package io.lynceus.master.mqtt.topics;

import io.lynceus.model.Camera;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Brings together the picture of a still and the event that it shows best: either may come first.
 * Keeps the latest pictures, at most {@value #MOST_BYTES} bytes, and for each of {@value
 * #MOST_CAMERAS} cameras the id of the still that is wanted. One thread at a time.
 */
public final class Snapshots {
  static final long MOST_BYTES = 16 << 20;
  static final int MOST_CAMERAS = 1024;

  private final Map<String, byte[]> pictures = new LinkedHashMap<>();
  private final Map<Camera, String> wanted = new LinkedHashMap<>();
  private long bytes;

  /**
   * Here is a picture.
   *
   * @param still the id of its reply
   * @return the same if an event waits for it
   */
  public Optional<byte[]> offer(Camera camera, String still, byte[] jpeg) {
    if (still.equals(wanted.get(camera))) {
      wanted.remove(camera);
      return Optional.of(jpeg);
    }
    byte[] before = pictures.put(still, jpeg);
    bytes += jpeg.length - (before == null ? 0 : before.length);
    while (bytes > MOST_BYTES) {
      Map.Entry<String, byte[]> oldest = pictures.entrySet().iterator().next();
      bytes -= oldest.getValue().length;
      pictures.remove(oldest.getKey());
    }
    return Optional.empty();
  }

  /** An event is shown best by that still: its picture, if it is there. */
  public Optional<byte[]> want(Camera camera, String still) {
    byte[] there = pictures.remove(still);
    if (there != null) {
      bytes -= there.length;
      wanted.remove(camera);
      return Optional.of(there);
    }
    wanted.put(camera, still);
    if (wanted.size() > MOST_CAMERAS) {
      wanted.remove(wanted.keySet().iterator().next());
    }
    return Optional.empty();
  }
}
