package io.lynceus.protocol.wire;

import static io.lynceus.model.UnitOptions.MAX_LABELS;
import static io.lynceus.model.UnitOptions.MAX_LABEL_LENGTH;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import io.lynceus.model.UnitOptions;
import io.lynceus.protocol.message.MasterMessage.AssignUnit;
import io.lynceus.protocol.message.MasterMessage.CancelUnit;
import io.lynceus.protocol.message.MasterMessage.ImageAnnounced;
import io.lynceus.protocol.message.MasterMessage.MasterHeartbeat;
import io.lynceus.protocol.message.MasterMessage.TaskClosed;
import io.lynceus.protocol.message.MasterMessage.Welcome;
import java.util.List;
import java.util.OptionalDouble;

/** The serializers of the master's messages. */
final class MasterMessageSerializers {
  static final List<MessageSerializer<?>> ALL =
      List.of(
          new OfWelcome(),
          new OfMasterHeartbeat(),
          new OfImageAnnounced(),
          new OfAssignUnit(),
          new OfCancelUnit(),
          new OfTaskClosed());

  static final int MAX_VERSION_CHARS = 64;

  /** A client's id at its longest. */
  private static final int MAX_TRACE_CHARS = 128;

  private MasterMessageSerializers() {}

  private static final class OfWelcome extends MessageSerializer<Welcome> {
    OfWelcome() {
      super(16, Welcome.class, "version:string64 heartbeat:duration silence:duration");
    }

    @Override
    public void write(Kryo kryo, Output out, Welcome welcome) {
      Fields.writeString(out, welcome.version(), MAX_VERSION_CHARS);
      Fields.writeDuration(out, welcome.heartbeat());
      Fields.writeDuration(out, welcome.silence());
    }

    @Override
    public Welcome read(Kryo kryo, Input in, Class<? extends Welcome> type) {
      return new Welcome(
          Fields.readString(in, MAX_VERSION_CHARS),
          Fields.readDuration(in),
          Fields.readDuration(in));
    }
  }

  private static final class OfMasterHeartbeat extends MessageSerializer<MasterHeartbeat> {
    OfMasterHeartbeat() {
      super(17, MasterHeartbeat.class, "sequence:varlong");
    }

    @Override
    public void write(Kryo kryo, Output out, MasterHeartbeat heartbeat) {
      out.writeVarLong(heartbeat.sequence(), true);
    }

    @Override
    public MasterHeartbeat read(Kryo kryo, Input in, Class<? extends MasterHeartbeat> type) {
      return new MasterHeartbeat(in.readVarLong(true));
    }
  }

  private static final class OfImageAnnounced extends MessageSerializer<ImageAnnounced> {
    OfImageAnnounced() {
      super(18, ImageAnnounced.class, "task:varlong bytes:varint>0");
    }

    @Override
    public void write(Kryo kryo, Output out, ImageAnnounced image) {
      Fields.check(image.bytes() > 0, "an image without bytes");
      out.writeVarLong(image.task(), true);
      out.writeVarInt(image.bytes(), true);
    }

    @Override
    public ImageAnnounced read(Kryo kryo, Input in, Class<? extends ImageAnnounced> type) {
      ImageAnnounced image = new ImageAnnounced(in.readVarLong(true), in.readVarInt(true));
      Fields.check(image.bytes() > 0, "an image without bytes");
      return image;
    }
  }

  private static final class OfAssignUnit extends MessageSerializer<AssignUnit> {
    OfAssignUnit() {
      super(
          19,
          AssignUnit.class,
          "task:varlong attempt:varlong analysis:enum%s edgesPng:flag labels:list%d(string%d) minScore:optional(f64) remaining:duration trace:string%d"
              .formatted(Fields.ANALYSES, MAX_LABELS, MAX_LABEL_LENGTH, MAX_TRACE_CHARS));
    }

    @Override
    public void write(Kryo kryo, Output out, AssignUnit unit) {
      out.writeVarLong(unit.task(), true);
      out.writeVarLong(unit.attempt(), true);
      Fields.writeEnum(out, unit.analysis(), Fields.ANALYSES);
      writeOptions(out, unit.options());
      Fields.writeDuration(out, unit.remaining());
      Fields.writeString(out, unit.trace(), MAX_TRACE_CHARS);
    }

    private static void writeOptions(Output out, UnitOptions options) {
      out.writeBoolean(options.edgesPng());
      Fields.writeCount(out, options.labels().size(), MAX_LABELS);
      for (String label : options.labels()) {
        Fields.writeString(out, label, MAX_LABEL_LENGTH);
      }
      out.writeBoolean(options.minScore().isPresent());
      options.minScore().ifPresent(score -> Fields.writeDouble(out, score));
    }

    @Override
    public AssignUnit read(Kryo kryo, Input in, Class<? extends AssignUnit> type) {
      return new AssignUnit(
          in.readVarLong(true),
          in.readVarLong(true),
          Fields.readEnum(in, Fields.ANALYSES),
          readOptions(in),
          Fields.readDuration(in),
          Fields.readString(in, MAX_TRACE_CHARS));
    }

    private static UnitOptions readOptions(Input in) {
      return new UnitOptions(
          Fields.readFlag(in),
          Fields.readList(in, MAX_LABELS, 1, () -> Fields.readString(in, MAX_LABEL_LENGTH)),
          Fields.readFlag(in) ? OptionalDouble.of(Fields.readDouble(in)) : OptionalDouble.empty());
    }
  }

  private static final class OfCancelUnit extends MessageSerializer<CancelUnit> {
    OfCancelUnit() {
      super(20, CancelUnit.class, "attempt:varlong");
    }

    @Override
    public void write(Kryo kryo, Output out, CancelUnit cancel) {
      out.writeVarLong(cancel.attempt(), true);
    }

    @Override
    public CancelUnit read(Kryo kryo, Input in, Class<? extends CancelUnit> type) {
      return new CancelUnit(in.readVarLong(true));
    }
  }

  private static final class OfTaskClosed extends MessageSerializer<TaskClosed> {
    OfTaskClosed() {
      super(21, TaskClosed.class, "task:varlong");
    }

    @Override
    public void write(Kryo kryo, Output out, TaskClosed closed) {
      out.writeVarLong(closed.task(), true);
    }

    @Override
    public TaskClosed read(Kryo kryo, Input in, Class<? extends TaskClosed> type) {
      return new TaskClosed(in.readVarLong(true));
    }
  }
}
