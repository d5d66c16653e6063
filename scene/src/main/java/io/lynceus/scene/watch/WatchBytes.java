package io.lynceus.scene.watch;

import io.lynceus.model.Camera;
import io.lynceus.model.event.SceneEvent;
import io.lynceus.model.watch.WatchKind;
import io.lynceus.model.watch.WatchRegion;
import io.lynceus.model.watch.WatchState;
import io.lynceus.model.watch.WatchStatus.Decided;
import io.lynceus.scene.camera.WatchConfig;
import io.lynceus.scene.event.EventBytes;
import io.lynceus.scene.health.Light;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is known of the watches of one camera, as bytes: {@value #VERSION}, then numbers in
 * big-endian order. At most 600 bytes for each look of a region. Stateless.
 */
final class WatchBytes {
  private static final int VERSION = 1;

  private WatchBytes() {}

  static byte[] of(Watches.Known known) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeByte(VERSION);
      write(out, known.order.last());
      out.writeShort(known.watches.size());
      for (Watches.Watch watch : known.watches.values()) {
        write(out, watch);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory failed", e);
    }
    return bytes.toByteArray();
  }

  /**
   * The watches again.
   *
   * @throws IOException when these are not bytes of this version, or are damaged
   */
  static Watches.Known read(byte[] bytes, Camera camera) throws IOException {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
      if (in.readByte() != VERSION) {
        throw new IOException("another version has written it");
      }
      Watches.Known known = new Watches.Known();
      Instant last = time(in);
      if (last != null) {
        known.order.counts(last);
      }
      for (int i = in.readShort(); i > 0; i--) {
        Watches.Watch watch = watch(in, camera);
        known.watches.put(watch.region.config.name(), watch);
      }
      return known;
    } catch (RuntimeException e) { // a time, a state, a light or a region that there is not
      throw new IOException("it is damaged", e);
    }
  }

  private static void write(DataOutputStream out, Watches.Watch watch) throws IOException {
    WatchedRegion region = watch.region;
    out.writeUTF(region.config.name());
    out.writeUTF(region.config.region().text());
    out.writeUTF(region.config.kind().key());
    out.writeUTF(region.state.key());
    write(out, region.since);
    out.writeUTF(region.reason);
    write(out, region.window);
    write(out, region.decided);
    out.writeByte(region.shown.size());
    for (Map.Entry<Light, Integer> each : region.shown.entrySet()) {
      out.writeUTF(each.getKey().name());
      out.writeByte(each.getValue());
    }
    out.writeByte(region.references.size());
    for (Map.Entry<Light, List<RegionLook>> each : region.references.entrySet()) {
      out.writeUTF(each.getKey().name());
      out.writeByte(each.getValue().size());
      for (RegionLook look : each.getValue()) {
        out.writeByte(look.columns());
        out.writeByte(look.rows());
        out.write(look.cells());
      }
    }
    SceneEvent open = watch.events.open;
    out.writeBoolean(open != null);
    if (open != null) {
      EventBytes.write(out, open);
    }
  }

  private static Watches.Watch watch(DataInputStream in, Camera camera) throws IOException {
    Watches.Watch watch =
        new Watches.Watch(
            WatchConfig.of(
                in.readUTF(),
                camera.name(),
                WatchRegion.of(in.readUTF()).orElseThrow(),
                WatchKind.of(in.readUTF()).orElseThrow()));
    WatchedRegion region = watch.region;
    region.state = WatchState.of(in.readUTF()).orElseThrow();
    region.since = time(in);
    region.reason = in.readUTF();
    region.window.addAll(stills(in));
    region.decided = stills(in);
    for (int i = in.readByte(); i > 0; i--) {
      region.shown.put(Light.valueOf(in.readUTF()), (int) in.readByte());
    }
    for (int i = in.readByte(); i > 0; i--) {
      Light light = Light.valueOf(in.readUTF());
      List<RegionLook> looks = new ArrayList<>();
      for (int n = in.readByte(); n > 0; n--) {
        int columns = in.readByte();
        int rows = in.readByte();
        looks.add(new RegionLook(columns, rows, in.readNBytes(columns * rows)));
      }
      region.references.put(light, looks);
    }
    watch.events.open = in.readBoolean() ? EventBytes.event(in, camera) : null;
    return watch;
  }

  private static void write(DataOutputStream out, Collection<Decided> stills) throws IOException {
    out.writeByte(stills.size());
    for (Decided still : stills) {
      out.writeUTF(still.image());
      EventBytes.write(out, still.time());
      out.writeUTF(still.says().key());
      out.writeDouble(still.score().orElse(Double.NaN));
    }
  }

  private static List<Decided> stills(DataInputStream in) throws IOException {
    List<Decided> stills = new ArrayList<>();
    for (int i = in.readByte(); i > 0; i--) {
      stills.add(
          new Decided(
              in.readUTF(),
              EventBytes.instant(in),
              WatchState.of(in.readUTF()).orElseThrow(),
              Optional.of(in.readDouble()).filter(score -> !score.isNaN())));
    }
    return stills;
  }

  private static void write(DataOutputStream out, @Nullable Instant time) throws IOException {
    EventBytes.write(out, Objects.requireNonNullElse(time, Instant.MIN));
  }

  private static @Nullable Instant time(DataInputStream in) throws IOException {
    Instant time = EventBytes.instant(in);
    return time.equals(Instant.MIN) ? null : time;
  }
}
