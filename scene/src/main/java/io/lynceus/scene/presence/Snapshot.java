package io.lynceus.scene.presence;

import io.lynceus.model.Camera;
import io.lynceus.model.event.SceneEvent;
import io.lynceus.scene.event.EventBytes;
import io.lynceus.scene.presence.Known.Stay;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Map;
import java.util.function.Supplier;

/**
 * What is known of one camera, as bytes: {@value #VERSION}, then numbers in big-endian order, texts
 * as {@link DataOutputStream#writeUTF} has them, and lists after their lengths. Stateless.
 */
final class Snapshot {
  private static final int VERSION = 3;

  /** Things have no speed in it. */
  private static final int WITHOUT_SPEED = 1;

  /** Things are not said to be alone in it. */
  private static final int WITHOUT_ALONE = 2;

  /** More than any camera has; a length beyond it is damage. */
  private static final int MOST = 1_000_000;

  private Snapshot() {}

  static byte[] of(CameraPresence camera) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeByte(VERSION);
      Instant last = camera.order.last();
      EventBytes.write(out, last == null ? Instant.MIN : last);
      out.writeLong(camera.numbers);
      out.writeInt(camera.things.size());
      for (Known thing : camera.things) {
        write(out, thing);
      }
      out.writeInt(camera.events.open.size());
      for (Map.Entry<OpenEvents.Key, SceneEvent> open : camera.events.open.entrySet()) {
        write(out, open.getKey());
        out.writeBoolean(open.getValue() != null);
        if (open.getValue() != null) {
          EventBytes.write(out, open.getValue());
        }
      }
      out.writeInt(camera.events.begun.size());
      for (Map.Entry<OpenEvents.Key, Instant> begun : camera.events.begun.entrySet()) {
        write(out, begun.getKey());
        EventBytes.write(out, begun.getValue());
      }
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory failed", e);
    }
    return bytes.toByteArray();
  }

  /**
   * The camera again.
   *
   * @throws IOException when these are not bytes of this version, or are damaged
   */
  static CameraPresence read(byte[] bytes, Camera camera, Supplier<String> ids) throws IOException {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
      int version = in.readByte();
      if (version < WITHOUT_SPEED || version > VERSION) {
        throw new IOException("another version has written it");
      }
      CameraPresence presence = new CameraPresence(new OpenEvents(ids));
      Instant last = EventBytes.instant(in);
      if (!last.equals(Instant.MIN)) {
        presence.order.counts(last);
      }
      presence.numbers = in.readLong();
      for (int i = length(in); i > 0; i--) {
        presence.things.add(thing(in, version));
      }
      for (int i = length(in); i > 0; i--) {
        OpenEvents.Key key = key(in);
        presence.events.open.put(key, in.readBoolean() ? EventBytes.event(in, camera) : null);
      }
      for (int i = length(in); i > 0; i--) {
        presence.events.begun.put(key(in), EventBytes.instant(in));
      }
      return presence;
    } catch (RuntimeException e) { // a time or a kind that there is not
      throw new IOException("it is damaged", e);
    }
  }

  private static int length(DataInputStream in) throws IOException {
    int length = in.readInt();
    if (length < 0 || length > MOST) {
      throw new IOException("it is damaged");
    }
    return length;
  }

  private static void write(DataOutputStream out, Known thing) throws IOException {
    out.writeLong(thing.number);
    out.writeUTF(thing.label);
    EventBytes.write(out, thing.first);
    out.writeDouble(thing.place.x());
    out.writeDouble(thing.place.y());
    out.writeDouble(thing.place.width());
    out.writeDouble(thing.place.height());
    EventBytes.write(out, thing.best);
    EventBytes.write(out, thing.seen);
    out.writeInt(thing.stills);
    out.writeInt(thing.missed);
    out.writeBoolean(thing.arrived);
    out.writeDouble(thing.speedX);
    out.writeDouble(thing.speedY);
    out.writeInt(thing.stays.size());
    for (Map.Entry<String, Stay> stay : thing.stays.entrySet()) {
      out.writeUTF(stay.getKey());
      EventBytes.write(out, stay.getValue().since);
      out.writeInt(stay.getValue().stills);
      out.writeInt(stay.getValue().outside);
    }
    Instant alone = thing.alone;
    Instant aloneSeen = thing.aloneSeen;
    out.writeBoolean(alone != null && aloneSeen != null);
    if (alone != null && aloneSeen != null) {
      EventBytes.write(out, alone);
      EventBytes.write(out, aloneSeen);
    }
  }

  private static Known thing(DataInputStream in, int version) throws IOException {
    long number = in.readLong();
    String label = in.readUTF();
    Instant first = EventBytes.instant(in);
    Location place =
        new Location(in.readDouble(), in.readDouble(), in.readDouble(), in.readDouble());
    Known thing = new Known(number, label, first, place, EventBytes.still(in));
    thing.seen = EventBytes.instant(in);
    thing.stills = in.readInt();
    thing.missed = in.readInt();
    thing.arrived = in.readBoolean();
    if (version > WITHOUT_SPEED) {
      thing.speedX = in.readDouble();
      thing.speedY = in.readDouble();
    }
    for (int i = length(in); i > 0; i--) {
      thing.stays.put(in.readUTF(), new Stay(EventBytes.instant(in), in.readInt(), in.readInt()));
    }
    if (version > WITHOUT_ALONE && in.readBoolean()) {
      thing.alone = EventBytes.instant(in);
      thing.aloneSeen = EventBytes.instant(in);
    }
    return thing;
  }

  private static void write(DataOutputStream out, OpenEvents.Key key) throws IOException {
    out.writeUTF(key.kind().key());
    out.writeUTF(key.rule());
    out.writeUTF(key.label());
    out.writeUTF(key.zone());
    out.writeLong(key.thing());
  }

  private static OpenEvents.Key key(DataInputStream in) throws IOException {
    return new OpenEvents.Key(
        EventBytes.kind(in), in.readUTF(), in.readUTF(), in.readUTF(), in.readLong());
  }
}
