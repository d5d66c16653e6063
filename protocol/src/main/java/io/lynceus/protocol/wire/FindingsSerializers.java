package io.lynceus.protocol.wire;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import io.lynceus.model.Box;
import io.lynceus.model.EncodedPng;
import io.lynceus.model.Findings.Corner;
import io.lynceus.model.Findings.Corners;
import io.lynceus.model.Findings.Edges;
import io.lynceus.model.Findings.FaceDetection;
import io.lynceus.model.Findings.Faces;
import io.lynceus.model.Findings.ObjectDetection;
import io.lynceus.model.Findings.Objects;
import io.lynceus.model.Point;
import java.util.List;
import java.util.Optional;

/** The serializers of findings. */
final class FindingsSerializers {
  static final List<MessageSerializer<?>> ALL =
      List.of(new OfObjects(), new OfFaces(), new OfEdges(), new OfCorners());

  /** No network reports more in one picture. */
  static final int MAX_DETECTIONS = 4096;

  static final int MAX_LANDMARKS = 16;
  static final int MAX_MODEL_CHARS = 128;
  static final int MAX_LABEL_CHARS = 64;

  private static final int BOX_BYTES = 4 * Float.BYTES;
  private static final int POINT_BYTES = 2 * Float.BYTES;

  private FindingsSerializers() {}

  private static void writeBox(Output out, Box box) {
    Fields.writeFloat(out, box.x());
    Fields.writeFloat(out, box.y());
    Fields.writeFloat(out, box.width());
    Fields.writeFloat(out, box.height());
  }

  private static Box readBox(Input in) {
    return new Box(
        Fields.readFloat(in), Fields.readFloat(in), Fields.readFloat(in), Fields.readFloat(in));
  }

  private static final class OfObjects extends MessageSerializer<Objects> {
    private static final int MIN_BYTES = 1 + Float.BYTES + BOX_BYTES;

    OfObjects() {
      super(
          48,
          Objects.class,
          "model:string128 detections:list4096(label:string64 score:f32 box:4xf32)");
    }

    @Override
    public void write(Kryo kryo, Output out, Objects objects) {
      Fields.writeString(out, objects.model(), MAX_MODEL_CHARS);
      Fields.writeCount(out, objects.detections().size(), MAX_DETECTIONS);
      for (ObjectDetection detection : objects.detections()) {
        Fields.writeString(out, detection.label(), MAX_LABEL_CHARS);
        Fields.writeFloat(out, detection.score());
        writeBox(out, detection.box());
      }
    }

    @Override
    public Objects read(Kryo kryo, Input in, Class<? extends Objects> type) {
      return new Objects(
          Fields.readString(in, MAX_MODEL_CHARS),
          Fields.readList(
              in,
              MAX_DETECTIONS,
              MIN_BYTES,
              () ->
                  new ObjectDetection(
                      Fields.readString(in, MAX_LABEL_CHARS), Fields.readFloat(in), readBox(in))));
    }
  }

  private static final class OfFaces extends MessageSerializer<Faces> {
    private static final int MIN_BYTES = Float.BYTES + BOX_BYTES + 1;

    OfFaces() {
      super(
          49,
          Faces.class,
          "model:string128 detections:list4096(score:f32 box:4xf32 landmarks:list16(2xf32))");
    }

    @Override
    public void write(Kryo kryo, Output out, Faces faces) {
      Fields.writeString(out, faces.model(), MAX_MODEL_CHARS);
      Fields.writeCount(out, faces.detections().size(), MAX_DETECTIONS);
      for (FaceDetection detection : faces.detections()) {
        Fields.writeFloat(out, detection.score());
        writeBox(out, detection.box());
        Fields.writeCount(out, detection.landmarks().size(), MAX_LANDMARKS);
        for (Point point : detection.landmarks()) {
          Fields.writeFloat(out, point.x());
          Fields.writeFloat(out, point.y());
        }
      }
    }

    @Override
    public Faces read(Kryo kryo, Input in, Class<? extends Faces> type) {
      return new Faces(
          Fields.readString(in, MAX_MODEL_CHARS),
          Fields.readList(
              in,
              MAX_DETECTIONS,
              MIN_BYTES,
              () ->
                  new FaceDetection(
                      Fields.readFloat(in),
                      readBox(in),
                      Fields.readList(in, MAX_LANDMARKS, POINT_BYTES, () -> readPoint(in)))));
    }

    private static Point readPoint(Input in) {
      return new Point(Fields.readFloat(in), Fields.readFloat(in));
    }
  }

  private static final class OfEdges extends MessageSerializer<Edges> {
    OfEdges() {
      super(50, Edges.class, "pixels:varlong density:f64 png:optional(bytes)");
    }

    @Override
    public void write(Kryo kryo, Output out, Edges edges) {
      out.writeVarLong(edges.pixels(), true);
      Fields.writeDouble(out, edges.density());
      out.writeBoolean(edges.png().isPresent());
      if (edges.png().isPresent()) {
        byte[] png = edges.png().get().toByteArray();
        Fields.writeCount(out, png.length, FrameRules.MAX_SLAVE_MESSAGE_BYTES);
        out.writeBytes(png);
      }
    }

    @Override
    public Edges read(Kryo kryo, Input in, Class<? extends Edges> type) {
      return new Edges(
          in.readVarLong(true),
          Fields.readDouble(in),
          Fields.readFlag(in) ? Optional.of(readPng(in)) : Optional.empty());
    }

    private static EncodedPng readPng(Input in) {
      int bytes = Fields.readCount(in, FrameRules.MAX_SLAVE_MESSAGE_BYTES, 1);
      return new EncodedPng(in.readBytes(bytes));
    }
  }

  private static final class OfCorners extends MessageSerializer<Corners> {
    private static final int CORNER_BYTES = 3 * Float.BYTES;

    OfCorners() {
      super(51, Corners.class, "points:list%d(3xf32)".formatted(Corners.MAX_POINTS));
    }

    @Override
    public void write(Kryo kryo, Output out, Corners corners) {
      Fields.writeCount(out, corners.points().size(), Corners.MAX_POINTS);
      for (Corner corner : corners.points()) {
        Fields.writeFloat(out, corner.x());
        Fields.writeFloat(out, corner.y());
        Fields.writeFloat(out, corner.strength());
      }
    }

    @Override
    public Corners read(Kryo kryo, Input in, Class<? extends Corners> type) {
      return new Corners(
          Fields.readList(in, Corners.MAX_POINTS, CORNER_BYTES, () -> readCorner(in)));
    }

    private static Corner readCorner(Input in) {
      return new Corner(Fields.readFloat(in), Fields.readFloat(in), Fields.readFloat(in));
    }
  }
}
