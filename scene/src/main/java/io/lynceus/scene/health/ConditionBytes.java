package io.lynceus.scene.health;

import io.lynceus.model.Camera;
import io.lynceus.model.cameras.HealthState;
import io.lynceus.model.event.BestStill;
import io.lynceus.model.event.SceneEvent;
import io.lynceus.scene.event.EventBytes;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What is known of the health of one camera, as bytes: {@value #VERSION}, then numbers in
 * big-endian order. Outlines lose what is finer than a level. About 2 KB for each light. Stateless.
 */
final class ConditionBytes {
  private static final int VERSION = 1;
  private static final int BYTE = 0xFF;

  private ConditionBytes() {}

  static byte[] of(Conditions.Known known) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      CameraCondition condition = known.condition;
      out.writeByte(VERSION);
      write(out, known.heard);
      write(out, known.measured);
      write(out, condition.last);
      write(out, condition.since);
      out.writeUTF(condition.state.key());
      out.writeUTF(condition.reason);
      out.writeUTF(condition.light == null ? "" : condition.light.name());
      out.writeBoolean(known.lost);
      BestStill still = known.still;
      out.writeBoolean(still != null);
      if (still != null) {
        EventBytes.write(out, still);
      }
      SceneEvent open = known.events.open;
      out.writeBoolean(open != null);
      if (open != null) {
        EventBytes.write(out, open);
      }
      out.writeByte(condition.views.size());
      for (Map.Entry<Light, View> view : condition.views.entrySet()) {
        out.writeUTF(view.getKey().name());
        write(out, view.getValue());
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
  static Conditions.Known read(byte[] bytes, Camera camera) throws IOException {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
      if (in.readByte() != VERSION) {
        throw new IOException("another version has written it");
      }
      Conditions.Known known = new Conditions.Known();
      CameraCondition condition = known.condition;
      known.heard = time(in);
      known.measured = time(in);
      condition.last = time(in);
      condition.since = time(in);
      condition.state = HealthState.of(in.readUTF()).orElseThrow();
      condition.reason = in.readUTF();
      String light = in.readUTF();
      condition.light = light.isEmpty() ? null : Light.valueOf(light);
      known.lost = in.readBoolean();
      known.still = in.readBoolean() ? EventBytes.still(in) : null;
      known.events.open = in.readBoolean() ? EventBytes.event(in, camera) : null;
      for (int i = in.readByte(); i > 0; i--) {
        condition.views.put(Light.valueOf(in.readUTF()), view(in));
      }
      return known;
    } catch (RuntimeException e) { // a time, a state, a light or a kind that there is not
      throw new IOException("it is damaged", e);
    }
  }

  private static void write(DataOutputStream out, View view) throws IOException {
    out.writeByte(view.stills);
    out.writeFloat((float) view.brightness);
    out.writeFloat((float) view.bright);
    out.writeFloat((float) view.share);
    for (float level : view.outline) {
      out.writeByte(Math.round(level));
    }
    write(out, view.coarse);
    write(out, view.fine);
    write(out, view.steady);
    write(out, view.detailed);
  }

  private static void write(DataOutputStream out, float[] values) throws IOException {
    for (float value : values) {
      out.writeFloat(value);
    }
  }

  private static View view(DataInputStream in) throws IOException {
    View view = new View();
    view.stills = in.readByte();
    view.brightness = in.readFloat();
    view.bright = in.readFloat();
    view.share = in.readFloat();
    for (int i = 0; i < view.outline.length; i++) {
      view.outline[i] = in.readByte() & BYTE;
    }
    read(in, view.coarse);
    read(in, view.fine);
    read(in, view.steady);
    read(in, view.detailed);
    return view;
  }

  private static void read(DataInputStream in, float[] into) throws IOException {
    for (int i = 0; i < into.length; i++) {
      into[i] = in.readFloat();
    }
  }

  private static void write(DataOutputStream out, @Nullable Instant time) throws IOException {
    EventBytes.write(out, Objects.requireNonNullElse(time, Instant.MIN));
  }

  private static @Nullable Instant time(DataInputStream in) throws IOException {
    Instant time = EventBytes.instant(in);
    return time.equals(Instant.MIN) ? null : time;
  }
}
