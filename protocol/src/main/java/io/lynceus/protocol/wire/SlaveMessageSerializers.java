package io.lynceus.protocol.wire;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import io.lynceus.model.Findings;
import io.lynceus.model.MemoryUse;
import io.lynceus.model.image.LevelRange;
import io.lynceus.model.image.PictureCondition;
import io.lynceus.protocol.message.Processors;
import io.lynceus.protocol.message.SlaveMessage.ChildDied;
import io.lynceus.protocol.message.SlaveMessage.Draining;
import io.lynceus.protocol.message.SlaveMessage.FailureReason;
import io.lynceus.protocol.message.SlaveMessage.Register;
import io.lynceus.protocol.message.SlaveMessage.SlaveHeartbeat;
import io.lynceus.protocol.message.SlaveMessage.UnitDone;
import io.lynceus.protocol.message.SlaveMessage.UnitFailed;
import io.lynceus.protocol.message.SlaveMessage.UnitStarted;
import io.lynceus.protocol.message.SlaveMessage.UnitTiming;
import io.lynceus.protocol.message.Thumbnail;
import java.util.List;

/** The serializers of the slaves' messages. */
final class SlaveMessageSerializers {
  static final List<MessageSerializer<?>> ALL =
      List.of(
          new OfRegister(),
          new OfSlaveHeartbeat(),
          new OfUnitStarted(),
          new OfUnitDone(),
          new OfUnitFailed(),
          new OfDraining(),
          new OfChildDied(),
          new NetworkFields.OfHasNetworks(),
          new NetworkFields.OfNetworkTaken());

  private SlaveMessageSerializers() {}

  private static final class OfRegister extends MessageSerializer<Register> {
    private static final int MAX_NAME_CHARS = 64;
    private static final int MAX_SLOTS = 1024;

    OfRegister() {
      super(
          32,
          Register.class,
          "name:string64 process:varlong version:string64 slots:varint1-1024"
              + " machine:varlong ofMachine:varint own:varint parallel:varint analyses:list%d(%s) %s"
                  .formatted(Register.MAX_ANALYSES, DescriptorFields.LAYOUT, NetworkFields.LAYOUT));
    }

    @Override
    public void write(Kryo kryo, Output out, Register register) {
      checkSlots(register.slots());
      Fields.writeString(out, register.name(), MAX_NAME_CHARS);
      out.writeVarLong(register.process(), true);
      Fields.writeString(out, register.version(), MasterMessageSerializers.MAX_VERSION_CHARS);
      out.writeVarInt(register.slots(), true);
      Processors processors = register.processors();
      out.writeVarLong(processors.machine(), true);
      out.writeVarInt(processors.ofMachine(), true);
      out.writeVarInt(processors.own(), true);
      out.writeVarInt(processors.parallel(), true);
      Fields.writeCount(out, register.analyses().size(), Register.MAX_ANALYSES);
      register.analyses().forEach(descriptor -> DescriptorFields.write(out, descriptor));
      NetworkFields.write(out, register.networks());
    }

    @Override
    public Register read(Kryo kryo, Input in, Class<? extends Register> type) {
      Register register =
          new Register(
              Fields.readString(in, MAX_NAME_CHARS),
              in.readVarLong(true),
              Fields.readString(in, MasterMessageSerializers.MAX_VERSION_CHARS),
              in.readVarInt(true),
              readProcessors(in),
              Fields.readList(
                  in,
                  Register.MAX_ANALYSES,
                  DescriptorFields.MIN_BYTES,
                  () -> DescriptorFields.read(in)),
              NetworkFields.read(in));
      checkSlots(register.slots());
      return register;
    }

    private static Processors readProcessors(Input in) {
      return new Processors(
          in.readVarLong(true), in.readVarInt(true), in.readVarInt(true), in.readVarInt(true));
    }

    private static void checkSlots(int slots) {
      Fields.check(slots >= 1 && slots <= MAX_SLOTS, "slots out of range");
    }
  }

  private static final class OfSlaveHeartbeat extends MessageSerializer<SlaveHeartbeat> {
    OfSlaveHeartbeat() {
      super(
          33,
          SlaveHeartbeat.class,
          "running:varint queued:varint heldImages:varint heldBytes:varlong"
              + " pictureBytes:varlong residentBytes:varlong boundBytes:varlong");
    }

    @Override
    public void write(Kryo kryo, Output out, SlaveHeartbeat heartbeat) {
      MemoryUse memory = heartbeat.memory();
      out.writeVarInt(heartbeat.running(), true);
      out.writeVarInt(heartbeat.queued(), true);
      out.writeVarInt(memory.heldImages(), true);
      out.writeVarLong(memory.heldBytes(), true);
      out.writeVarLong(memory.pictureBytes(), true);
      out.writeVarLong(memory.residentBytes(), true);
      out.writeVarLong(memory.boundBytes(), true);
    }

    @Override
    public SlaveHeartbeat read(Kryo kryo, Input in, Class<? extends SlaveHeartbeat> type) {
      return new SlaveHeartbeat(in.readVarInt(true), in.readVarInt(true), readMemory(in));
    }

    private static MemoryUse readMemory(Input in) {
      return new MemoryUse(
          in.readVarInt(true),
          in.readVarLong(true),
          in.readVarLong(true),
          in.readVarLong(true),
          in.readVarLong(true));
    }
  }

  private static final class OfUnitStarted extends MessageSerializer<UnitStarted> {
    OfUnitStarted() {
      super(34, UnitStarted.class, "attempt:varlong");
    }

    @Override
    public void write(Kryo kryo, Output out, UnitStarted started) {
      out.writeVarLong(started.attempt(), true);
    }

    @Override
    public UnitStarted read(Kryo kryo, Input in, Class<? extends UnitStarted> type) {
      return new UnitStarted(in.readVarLong(true));
    }
  }

  private static final class OfUnitDone extends MessageSerializer<UnitDone> {
    OfUnitDone() {
      super(
          35,
          UnitDone.class,
          "attempt:varlong findings:object decode:duration run:duration"
              + " damaged:flag decodedPart:optional(f64)"
              + " stretched:optional(low:varint high:varint) flat:flag thumbnail:optional(bytes%d)"
                  .formatted(Thumbnail.MAX_BYTES));
    }

    @Override
    public void write(Kryo kryo, Output out, UnitDone done) {
      out.writeVarLong(done.attempt(), true);
      kryo.writeClassAndObject(out, done.findings());
      Fields.writeDuration(out, done.timing().decode());
      Fields.writeDuration(out, done.timing().run());
      writeCondition(out, done.condition());
      if (Fields.writePresence(out, done.thumbnail())) {
        byte[] jpeg = done.thumbnail().get().toByteArray();
        Fields.writeCount(out, jpeg.length, Thumbnail.MAX_BYTES);
        out.writeBytes(jpeg);
      }
    }

    private static void writeCondition(Output out, PictureCondition condition) {
      out.writeBoolean(condition.damaged());
      if (Fields.writePresence(out, condition.decodedPart())) {
        Fields.writeDouble(out, condition.decodedPart().get());
      }
      if (Fields.writePresence(out, condition.stretched())) {
        out.writeVarInt(condition.stretched().get().low(), true);
        out.writeVarInt(condition.stretched().get().high(), true);
      }
      out.writeBoolean(condition.flat());
    }

    @Override
    public UnitDone read(Kryo kryo, Input in, Class<? extends UnitDone> type) {
      return new UnitDone(
          in.readVarLong(true),
          Fields.readObject(kryo, in, Findings.class),
          new UnitTiming(Fields.readDuration(in), Fields.readDuration(in)),
          readCondition(in),
          Fields.readOptional(in, () -> readThumbnail(in)));
    }

    private static Thumbnail readThumbnail(Input in) {
      return new Thumbnail(in.readBytes(Fields.readCount(in, Thumbnail.MAX_BYTES, 1)));
    }

    private static PictureCondition readCondition(Input in) {
      return new PictureCondition(
          Fields.readFlag(in),
          Fields.readOptional(in, () -> Fields.readDouble(in)),
          Fields.readOptional(in, () -> new LevelRange(in.readVarInt(true), in.readVarInt(true))),
          Fields.readFlag(in));
    }
  }

  private static final class OfUnitFailed extends MessageSerializer<UnitFailed> {
    private static final int MAX_MESSAGE_CHARS = 1024;
    private static final List<FailureReason> REASONS =
        List.of(
            FailureReason.UNREADABLE_IMAGE, FailureReason.ANALYSIS_FAILED, FailureReason.REFUSED);

    OfUnitFailed() {
      super(
          36,
          UnitFailed.class,
          "attempt:varlong reason:enum%s message:string1024".formatted(REASONS));
    }

    @Override
    public void write(Kryo kryo, Output out, UnitFailed failed) {
      out.writeVarLong(failed.attempt(), true);
      Fields.writeEnum(out, failed.reason(), REASONS);
      Fields.writeString(out, failed.message(), MAX_MESSAGE_CHARS);
    }

    @Override
    public UnitFailed read(Kryo kryo, Input in, Class<? extends UnitFailed> type) {
      return new UnitFailed(
          in.readVarLong(true),
          Fields.readEnum(in, REASONS),
          Fields.readString(in, MAX_MESSAGE_CHARS));
    }
  }

  private static final class OfDraining extends MessageSerializer<Draining> {
    OfDraining() {
      super(37, Draining.class, "");
    }

    @Override
    public void write(Kryo kryo, Output out, Draining draining) {}

    @Override
    public Draining read(Kryo kryo, Input in, Class<? extends Draining> type) {
      return new Draining();
    }
  }

  private static final class OfChildDied extends MessageSerializer<ChildDied> {
    OfChildDied() {
      super(
          38,
          ChildDied.class,
          "attempt:varlong message:string%d report:string%d"
              .formatted(ChildDied.MAX_MESSAGE_CHARS, ChildDied.MAX_REPORT_CHARS));
    }

    @Override
    public void write(Kryo kryo, Output out, ChildDied died) {
      out.writeVarLong(died.attempt(), true);
      Fields.writeString(out, died.message(), ChildDied.MAX_MESSAGE_CHARS);
      Fields.writeString(out, died.report(), ChildDied.MAX_REPORT_CHARS);
    }

    @Override
    public ChildDied read(Kryo kryo, Input in, Class<? extends ChildDied> type) {
      return new ChildDied(
          in.readVarLong(true),
          Fields.readString(in, ChildDied.MAX_MESSAGE_CHARS),
          Fields.readString(in, ChildDied.MAX_REPORT_CHARS));
    }
  }
}
