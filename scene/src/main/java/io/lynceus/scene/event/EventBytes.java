package io.lynceus.scene.event;

import io.lynceus.model.Box;
import io.lynceus.model.Camera;
import io.lynceus.model.event.BestStill;
import io.lynceus.model.event.EventKind;
import io.lynceus.model.event.SceneEvent;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;

/**
 * Events as bytes: numbers in big-endian order, texts as {@link DataOutputStream#writeUTF} has
 * them. A kind that there is not, and a time that cannot be, are a {@link RuntimeException}.
 * Stateless.
 */
public final class EventBytes {
  private EventBytes() {}

  /** Writes an event that goes on, without its camera. */
  public static void write(DataOutputStream out, SceneEvent event) throws IOException {
    out.writeUTF(event.id());
    out.writeUTF(event.kind().key());
    out.writeUTF(event.rule());
    out.writeUTF(event.label());
    out.writeUTF(event.zone().orElse(""));
    write(out, event.started());
    write(out, event.last());
    out.writeInt(event.count());
    out.writeBoolean(event.quiet());
    write(out, event.best());
  }

  /** Reads what {@link #write(DataOutputStream, SceneEvent)} has written. */
  public static SceneEvent event(DataInputStream in, Camera camera) throws IOException {
    return new SceneEvent(
        in.readUTF(),
        kind(in),
        in.readUTF(),
        camera,
        in.readUTF(),
        Optional.of(in.readUTF()).filter(zone -> !zone.isEmpty()),
        instant(in),
        instant(in),
        Optional.empty(),
        in.readInt(),
        in.readBoolean(),
        still(in));
  }

  /** Reads a kind by its key. */
  public static EventKind kind(DataInputStream in) throws IOException {
    return EventKind.of(in.readUTF()).orElseThrow();
  }

  public static void write(DataOutputStream out, BestStill still) throws IOException {
    out.writeUTF(still.image());
    out.writeUTF(still.sha256());
    write(out, still.at());
    out.writeFloat(still.score());
    out.writeFloat(still.box().x());
    out.writeFloat(still.box().y());
    out.writeFloat(still.box().width());
    out.writeFloat(still.box().height());
    out.writeInt(still.width());
    out.writeInt(still.height());
  }

  /** Reads what {@link #write(DataOutputStream, BestStill)} has written. */
  public static BestStill still(DataInputStream in) throws IOException {
    return new BestStill(
        in.readUTF(),
        in.readUTF(),
        instant(in),
        in.readFloat(),
        new Box(in.readFloat(), in.readFloat(), in.readFloat(), in.readFloat()),
        in.readInt(),
        in.readInt());
  }

  public static void write(DataOutputStream out, Instant time) throws IOException {
    out.writeLong(time.getEpochSecond());
    out.writeInt(time.getNano());
  }

  /** Reads what {@link #write(DataOutputStream, Instant)} has written. */
  public static Instant instant(DataInputStream in) throws IOException {
    return Instant.ofEpochSecond(in.readLong(), in.readInt());
  }
}
