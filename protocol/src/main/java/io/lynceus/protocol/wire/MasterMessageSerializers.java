package io.lynceus.protocol.wire;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import io.lynceus.common.trace.Trace;
import io.lynceus.model.Analysis;
import io.lynceus.model.AnalysisDescriptor;
import io.lynceus.model.AnalysisOption;
import io.lynceus.model.AskOptions;
import io.lynceus.model.Camera;
import io.lynceus.model.Findings;
import io.lynceus.model.Question;
import io.lynceus.model.image.ImageFormat;
import io.lynceus.model.image.ImageHeader;
import io.lynceus.model.image.ImageLimits;
import io.lynceus.model.network.NetworkChoice;
import io.lynceus.model.tiles.Tile;
import io.lynceus.protocol.message.MasterMessage.AssignUnit;
import io.lynceus.protocol.message.MasterMessage.CancelUnit;
import io.lynceus.protocol.message.MasterMessage.ConfineUnit;
import io.lynceus.protocol.message.MasterMessage.ImageAnnounced;
import io.lynceus.protocol.message.MasterMessage.MasterHeartbeat;
import io.lynceus.protocol.message.MasterMessage.RunAtOnce;
import io.lynceus.protocol.message.MasterMessage.TaskClosed;
import io.lynceus.protocol.message.MasterMessage.Welcome;
import io.lynceus.protocol.message.Processors;
import io.lynceus.protocol.message.Thumbnail;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** The serializers of the master's messages. */
final class MasterMessageSerializers {
  static final List<MessageSerializer<?>> ALL =
      List.of(
          new OfWelcome(),
          new OfMasterHeartbeat(),
          new OfImageAnnounced(),
          new OfAssignUnit(),
          new OfCancelUnit(),
          new OfTaskClosed(),
          new OfConfineUnit(),
          new OfRunAtOnce(),
          new NetworkFields.OfNetworkAnnounced());

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
    private static final List<ImageFormat> FORMATS =
        List.of(ImageFormat.JPEG, ImageFormat.PNG, ImageFormat.WEBP, ImageFormat.BMP);

    OfImageAnnounced() {
      super(
          18,
          ImageAnnounced.class,
          "task:varlong bytes:varint>0 format:enum%s width:varint>0 height:varint>0 orientation:u8"
              .formatted(FORMATS));
    }

    @Override
    public void write(Kryo kryo, Output out, ImageAnnounced image) {
      Fields.check(image.bytes() > 0, "an image without bytes");
      out.writeVarLong(image.task(), true);
      out.writeVarInt(image.bytes(), true);
      Fields.writeEnum(out, image.header().format(), FORMATS);
      out.writeVarInt(image.header().width(), true);
      out.writeVarInt(image.header().height(), true);
      out.writeByte(image.header().orientation());
    }

    @Override
    public ImageAnnounced read(Kryo kryo, Input in, Class<? extends ImageAnnounced> type) {
      long task = in.readVarLong(true);
      int bytes = in.readVarInt(true);
      Fields.check(bytes > 0, "an image without bytes");
      return new ImageAnnounced(task, bytes, readHeader(in));
    }

    private static ImageHeader readHeader(Input in) {
      ImageHeader header =
          new ImageHeader(
              Fields.readEnum(in, FORMATS),
              in.readVarInt(true),
              in.readVarInt(true),
              in.readByteUnsigned());
      Fields.check(header.width() > 0 && header.height() > 0, "an image without pixels");
      Fields.check(
          header.orientation() >= 1 && header.orientation() <= 8, "an orientation is 1 to 8");
      return header;
    }
  }

  private static final class OfAssignUnit extends MessageSerializer<AssignUnit> {
    /** An analysis's key and empty findings. */
    private static final int MIN_NEED_BYTES = 4;

    OfAssignUnit() {
      super(
          19,
          AssignUnit.class,
          "task:varlong attempt:varlong analysis:string%d options:list%d(key:string%d value:string%d) needs:list%d(analysis:string%d findings:object) network:optional(string%d) tile:optional(x:varint<=%d y:varint<=%d width:varint1-%d height:varint1-%d) thumbnail:varint<=%d remaining:duration trace:string%d camera:optional(string%d)"
              .formatted(
                  Analysis.MAX_KEY_CHARS,
                  AskOptions.MAX_OPTIONS,
                  AnalysisOption.MAX_KEY_CHARS,
                  AskOptions.MAX_VALUE_CHARS,
                  AnalysisDescriptor.MAX_NEEDS,
                  Analysis.MAX_KEY_CHARS,
                  NetworkChoice.MAX_CHARS,
                  ImageLimits.LONGEST_SIDE,
                  ImageLimits.LONGEST_SIDE,
                  ImageLimits.LONGEST_SIDE,
                  ImageLimits.LONGEST_SIDE,
                  Thumbnail.MAX_SIDE,
                  MAX_TRACE_CHARS,
                  Camera.MAX_NAME_CHARS));
    }

    @Override
    public void write(Kryo kryo, Output out, AssignUnit unit) {
      out.writeVarLong(unit.task(), true);
      out.writeVarLong(unit.attempt(), true);
      Fields.writeAnalysis(out, unit.analysis());
      Map<String, String> options = unit.question().options().values();
      Fields.writeCount(out, options.size(), AskOptions.MAX_OPTIONS);
      options.forEach(
          (key, value) -> {
            Fields.writeString(out, key, AnalysisOption.MAX_KEY_CHARS);
            Fields.writeString(out, value, AskOptions.MAX_VALUE_CHARS);
          });
      Map<Analysis, Findings> needs = unit.question().needs();
      Fields.writeCount(out, needs.size(), AnalysisDescriptor.MAX_NEEDS);
      needs.forEach(
          (analysis, findings) -> {
            Fields.writeAnalysis(out, analysis);
            kryo.writeClassAndObject(out, findings);
          });
      if (Fields.writePresence(out, unit.question().network())) {
        Fields.writeString(
            out, unit.question().network().get().toString(), NetworkChoice.MAX_CHARS);
      }
      if (Fields.writePresence(out, unit.tile())) {
        writeTile(out, unit.tile().get());
      }
      checkThumbnail(unit.thumbnail());
      out.writeVarInt(unit.thumbnail(), true);
      Fields.writeDuration(out, unit.remaining());
      writeTrace(out, unit.trace());
    }

    @Override
    public AssignUnit read(Kryo kryo, Input in, Class<? extends AssignUnit> type) {
      return new AssignUnit(
          in.readVarLong(true),
          in.readVarLong(true),
          Fields.readAnalysis(in),
          new Question(readOptions(in), readNeeds(kryo, in), readNetwork(in)),
          Fields.readOptional(in, () -> readTile(in)),
          readThumbnail(in),
          Fields.readDuration(in),
          readTrace(in));
    }

    private static void writeTile(Output out, Tile tile) {
      out.writeVarInt(tile.x(), true);
      out.writeVarInt(tile.y(), true);
      out.writeVarInt(tile.width(), true);
      out.writeVarInt(tile.height(), true);
    }

    private static Tile readTile(Input in) {
      int x = readSide(in, 0);
      int y = readSide(in, 0);
      return new Tile(x, y, readSide(in, 1), readSide(in, 1));
    }

    private static int readSide(Input in, int least) {
      int pixels = in.readVarInt(true);
      Fields.check(pixels >= least && pixels <= ImageLimits.LONGEST_SIDE, "a tile is out of range");
      return pixels;
    }

    private static int readThumbnail(Input in) {
      int longSide = in.readVarInt(true);
      checkThumbnail(longSide);
      return longSide;
    }

    private static void checkThumbnail(int longSide) {
      Fields.check(
          longSide >= 0 && longSide <= Thumbnail.MAX_SIDE, "a thumbnail's side is out of range");
    }

    private static Optional<NetworkChoice> readNetwork(Input in) {
      return Fields.readOptional(
          in, () -> NetworkChoice.of(Fields.readString(in, NetworkChoice.MAX_CHARS)));
    }

    private static void writeTrace(Output out, Trace trace) {
      Fields.writeString(out, trace.id(), MAX_TRACE_CHARS);
      if (Fields.writePresence(out, trace.camera())) {
        Fields.writeString(out, trace.camera().get(), Camera.MAX_NAME_CHARS);
      }
    }

    private static Trace readTrace(Input in) {
      return new Trace(
          Fields.readString(in, MAX_TRACE_CHARS),
          Fields.readOptional(in, () -> Fields.readString(in, Camera.MAX_NAME_CHARS)));
    }

    private static AskOptions readOptions(Input in) {
      SortedMap<String, String> options = new TreeMap<>();
      int count = Fields.readCount(in, AskOptions.MAX_OPTIONS, 2);
      for (int i = 0; i < count; i++) {
        String key = Fields.readString(in, AnalysisOption.MAX_KEY_CHARS);
        Fields.check(
            options.put(key, Fields.readString(in, AskOptions.MAX_VALUE_CHARS)) == null,
            "an option stands there twice");
      }
      return new AskOptions(options);
    }

    private static SortedMap<Analysis, Findings> readNeeds(Kryo kryo, Input in) {
      SortedMap<Analysis, Findings> needs = new TreeMap<>();
      int count = Fields.readCount(in, AnalysisDescriptor.MAX_NEEDS, MIN_NEED_BYTES);
      for (int i = 0; i < count; i++) {
        Analysis analysis = Fields.readAnalysis(in);
        Fields.check(
            needs.put(analysis, Fields.readObject(kryo, in, Findings.class)) == null,
            "a need stands there twice");
      }
      return needs;
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

  private static final class OfRunAtOnce extends MessageSerializer<RunAtOnce> {
    OfRunAtOnce() {
      super(23, RunAtOnce.class, "units:varint1-%d".formatted(Processors.MOST));
    }

    @Override
    public void write(Kryo kryo, Output out, RunAtOnce order) {
      out.writeVarInt(order.units(), true);
    }

    @Override
    public RunAtOnce read(Kryo kryo, Input in, Class<? extends RunAtOnce> type) {
      int units = in.readVarInt(true);
      Fields.check(units >= 1 && units <= Processors.MOST, "units out of range");
      return new RunAtOnce(units);
    }
  }

  private static final class OfConfineUnit extends MessageSerializer<ConfineUnit> {
    OfConfineUnit() {
      super(22, ConfineUnit.class, "unit:object");
    }

    @Override
    public void write(Kryo kryo, Output out, ConfineUnit order) {
      kryo.writeClassAndObject(out, order.unit());
    }

    @Override
    public ConfineUnit read(Kryo kryo, Input in, Class<? extends ConfineUnit> type) {
      return new ConfineUnit(Fields.readObject(kryo, in, AssignUnit.class));
    }
  }
}
