package io.lynceus.protocol.wire;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import io.lynceus.model.Box;
import io.lynceus.model.EncodedPng;
import io.lynceus.model.Findings;
import io.lynceus.model.Findings.Detection;
import io.lynceus.model.Findings.StrongPoint;
import io.lynceus.model.FloatVector;
import io.lynceus.model.Point;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** The serializer of findings, part by part. The numbers 48 to 51 were those of older findings. */
final class FindingsSerializer extends MessageSerializer<Findings> {
  static final List<MessageSerializer<?>> ALL = List.of(new FindingsSerializer());

  private static final int BOX_BYTES = 4 * Float.BYTES;
  private static final int POINT_BYTES = 2 * Float.BYTES;
  private static final int STRONG_POINT_BYTES = 3 * Float.BYTES;
  private static final int MIN_DETECTION_BYTES = 1 + Float.BYTES + BOX_BYTES + 1 + 1;
  private static final int MIN_NUMBER_BYTES = 1 + Double.BYTES;

  private FindingsSerializer() {
    super(
        52,
        Findings.class,
        ("model:string%d detections:optional(list%d(label:optional(string%d) score:f32 box:4xf32"
                + " points:list%d(2xf32) attributes:list%d(string%d string%d)))"
                + " points:optional(list%d(3xf32)) numbers:list%d(string%d f64)"
                + " map:optional(bytes) vectors:optional(list%d(list%d(f32)))")
            .formatted(
                Findings.MAX_MODEL_CHARS,
                Findings.MAX_DETECTIONS,
                Findings.MAX_LABEL_CHARS,
                Findings.MAX_DETECTION_POINTS,
                Findings.MAX_ATTRIBUTES,
                Findings.MAX_NUMBER_NAME_CHARS,
                Findings.MAX_ATTRIBUTE_CHARS,
                Findings.MAX_POINTS,
                Findings.MAX_NUMBERS,
                Findings.MAX_NUMBER_NAME_CHARS,
                Findings.MAX_VECTORS,
                FloatVector.MAX_SIZE));
  }

  @Override
  public void write(Kryo kryo, Output out, Findings findings) {
    Fields.writeString(out, findings.model(), Findings.MAX_MODEL_CHARS);
    if (Fields.writePresence(out, findings.detections())) {
      Fields.writeCount(out, findings.boxes().size(), Findings.MAX_DETECTIONS);
      findings.boxes().forEach(detection -> writeDetection(out, detection));
    }
    if (Fields.writePresence(out, findings.points())) {
      writePoints(out, findings.points().get());
    }
    writeNumbers(out, findings.numbers());
    if (Fields.writePresence(out, findings.map())) {
      byte[] png = findings.map().get().toByteArray();
      Fields.writeCount(out, png.length, FrameRules.MAX_SLAVE_MESSAGE_BYTES);
      out.writeBytes(png);
    }
    if (Fields.writePresence(out, findings.vectors())) {
      Fields.writeCount(out, findings.vectors().get().size(), Findings.MAX_VECTORS);
      findings.vectors().get().forEach(vector -> writeVector(out, vector));
    }
  }

  @Override
  public Findings read(Kryo kryo, Input in, Class<? extends Findings> type) {
    return new Findings(
        Fields.readString(in, Findings.MAX_MODEL_CHARS),
        Fields.readOptional(
            in,
            () ->
                Fields.readList(
                    in, Findings.MAX_DETECTIONS, MIN_DETECTION_BYTES, () -> readDetection(in))),
        Fields.readOptional(
            in,
            () ->
                Fields.readList(
                    in, Findings.MAX_POINTS, STRONG_POINT_BYTES, () -> readStrongPoint(in))),
        readNumbers(in),
        Fields.readOptional(in, () -> readPng(in)),
        Fields.readOptional(
            in, () -> Fields.readList(in, Findings.MAX_VECTORS, 1, () -> readVector(in))));
  }

  private static void writeDetection(Output out, Detection detection) {
    if (Fields.writePresence(out, detection.label())) {
      Fields.writeString(out, detection.label().get(), Findings.MAX_LABEL_CHARS);
    }
    Fields.writeFloat(out, detection.score());
    Box box = detection.box();
    Fields.writeFloat(out, box.x());
    Fields.writeFloat(out, box.y());
    Fields.writeFloat(out, box.width());
    Fields.writeFloat(out, box.height());
    Fields.writeCount(out, detection.points().size(), Findings.MAX_DETECTION_POINTS);
    for (Point point : detection.points()) {
      Fields.writeFloat(out, point.x());
      Fields.writeFloat(out, point.y());
    }
    Fields.writeCount(out, detection.attributes().size(), Findings.MAX_ATTRIBUTES);
    detection
        .attributes()
        .forEach(
            (name, value) -> {
              Fields.writeString(out, name, Findings.MAX_NUMBER_NAME_CHARS);
              Fields.writeString(out, value, Findings.MAX_ATTRIBUTE_CHARS);
            });
  }

  private static Detection readDetection(Input in) {
    return new Detection(
        Fields.readOptional(in, () -> Fields.readString(in, Findings.MAX_LABEL_CHARS)),
        Fields.readFloat(in),
        new Box(
            Fields.readFloat(in), Fields.readFloat(in), Fields.readFloat(in), Fields.readFloat(in)),
        Fields.readList(
            in,
            Findings.MAX_DETECTION_POINTS,
            POINT_BYTES,
            () -> new Point(Fields.readFloat(in), Fields.readFloat(in))),
        readAttributes(in));
  }

  private static SortedMap<String, String> readAttributes(Input in) {
    SortedMap<String, String> attributes = new TreeMap<>();
    int count = Fields.readCount(in, Findings.MAX_ATTRIBUTES, 2);
    for (int i = 0; i < count; i++) {
      String name = Fields.readString(in, Findings.MAX_NUMBER_NAME_CHARS);
      Fields.check(
          attributes.put(name, Fields.readString(in, Findings.MAX_ATTRIBUTE_CHARS)) == null,
          "an attribute stands there twice");
    }
    return attributes;
  }

  private static void writePoints(Output out, List<StrongPoint> points) {
    Fields.writeCount(out, points.size(), Findings.MAX_POINTS);
    for (StrongPoint point : points) {
      Fields.writeFloat(out, point.x());
      Fields.writeFloat(out, point.y());
      Fields.writeFloat(out, point.strength());
    }
  }

  private static StrongPoint readStrongPoint(Input in) {
    return new StrongPoint(Fields.readFloat(in), Fields.readFloat(in), Fields.readFloat(in));
  }

  private static void writeNumbers(Output out, Map<String, Double> numbers) {
    Fields.writeCount(out, numbers.size(), Findings.MAX_NUMBERS);
    numbers.forEach(
        (name, value) -> {
          Fields.writeString(out, name, Findings.MAX_NUMBER_NAME_CHARS);
          Fields.writeDouble(out, value);
        });
  }

  private static Map<String, Double> readNumbers(Input in) {
    Map<String, Double> numbers = new LinkedHashMap<>();
    int count = Fields.readCount(in, Findings.MAX_NUMBERS, MIN_NUMBER_BYTES);
    for (int i = 0; i < count; i++) {
      String name = Fields.readString(in, Findings.MAX_NUMBER_NAME_CHARS);
      Fields.check(numbers.put(name, Fields.readDouble(in)) == null, "a number stands there twice");
    }
    return numbers;
  }

  private static EncodedPng readPng(Input in) {
    return new EncodedPng(
        in.readBytes(Fields.readCount(in, FrameRules.MAX_SLAVE_MESSAGE_BYTES, 1)));
  }

  private static void writeVector(Output out, FloatVector vector) {
    Fields.writeCount(out, vector.size(), FloatVector.MAX_SIZE);
    for (int i = 0; i < vector.size(); i++) {
      Fields.writeFloat(out, vector.get(i));
    }
  }

  private static FloatVector readVector(Input in) {
    float[] values = new float[Fields.readCount(in, FloatVector.MAX_SIZE, Float.BYTES)];
    for (int i = 0; i < values.length; i++) {
      values[i] = Fields.readFloat(in);
    }
    return new FloatVector(values);
  }
}
