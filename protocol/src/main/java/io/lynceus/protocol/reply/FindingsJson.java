package io.lynceus.protocol.reply;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import io.lynceus.model.Box;
import io.lynceus.model.EncodedPng;
import io.lynceus.model.Findings;
import io.lynceus.model.Findings.Detection;
import io.lynceus.model.Findings.Marks;
import io.lynceus.model.Findings.StrongPoint;
import io.lynceus.model.FloatVector;
import io.lynceus.model.Point;
import io.lynceus.model.identity.Identity;
import io.lynceus.model.identity.Identity.Decision;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/** The fields that findings add to the JSON of their analysis, part by part. */
final class FindingsJson {
  private static final int PLACE_DECIMALS = 2;
  private static final int SCORE_DECIMALS = 4;
  private static final int NUMBER_DECIMALS = 6;

  /**
   * Fields that are parts of their own; every other number is one of the findings' numbers, and so
   * is {@code count} where there are no points.
   */
  private static final Set<String> PARTS =
      Set.of("status", "message", "model", "detections", "points", "png", "vectors");

  private FindingsJson() {}

  static void write(JsonGenerator json, Findings findings) throws IOException {
    if (!findings.model().isEmpty()) {
      json.writeStringField("model", findings.model());
    }
    if (findings.detections().isPresent()) {
      json.writeArrayFieldStart("detections");
      for (Detection detection : findings.boxes()) {
        write(json, detection);
      }
      json.writeEndArray();
    }
    for (Map.Entry<String, Double> number : findings.numbers().entrySet()) {
      json.writeFieldName(number.getKey());
      Json.decimals(json, number.getValue(), NUMBER_DECIMALS);
    }
    if (findings.map().isPresent()) {
      json.writeStringField("png", findings.map().get().toBase64());
    }
    if (findings.points().isPresent()) {
      write(json, findings.points().get());
    }
    if (findings.vectors().isPresent()) {
      json.writeArrayFieldStart("vectors");
      for (FloatVector vector : findings.vectors().get()) {
        write(json, vector);
      }
      json.writeEndArray();
    }
  }

  static Findings read(JsonNode json) {
    return new Findings(
        Json.text(json, "model", ""),
        part(json, "detections", FindingsJson::detection),
        part(json, "points", FindingsJson::strongPoint),
        numbers(json),
        json.hasNonNull("png")
            ? Optional.of(new EncodedPng(Base64.getDecoder().decode(Json.text(json, "png"))))
            : Optional.empty(),
        part(json, "vectors", FindingsJson::vector));
  }

  private static void write(JsonGenerator json, Detection detection) throws IOException {
    json.writeStartObject();
    if (detection.label().isPresent()) {
      json.writeStringField("label", detection.label().get());
    }
    json.writeFieldName("score");
    Json.decimals(json, detection.score(), SCORE_DECIMALS);
    Box box = detection.box();
    json.writeFieldName("box");
    writePlaces(json, box.x(), box.y(), box.width(), box.height());
    if (!detection.points().isEmpty()) {
      json.writeArrayFieldStart("landmarks");
      for (Point landmark : detection.points()) {
        writePlaces(json, landmark.x(), landmark.y());
      }
      json.writeEndArray();
    }
    if (!detection.attributes().isEmpty()) {
      json.writeObjectFieldStart("attributes");
      for (Map.Entry<String, String> attribute : detection.attributes().entrySet()) {
        json.writeStringField(attribute.getKey(), attribute.getValue());
      }
      json.writeEndObject();
    }
    write(json, detection.marks());
    json.writeEndObject();
  }

  private static void write(JsonGenerator json, Marks marks) throws IOException {
    if (!marks.zones().isEmpty()) {
      json.writeArrayFieldStart("zones");
      for (String zone : marks.zones()) {
        json.writeString(zone);
      }
      json.writeEndArray();
    }
    if (marks.masked().isPresent()) {
      json.writeStringField("masked", marks.masked().get());
    }
    if (marks.filtered().isPresent()) {
      json.writeStringField("filtered", marks.filtered().get());
    }
    if (marks.person().isPresent()) {
      Identity person = marks.person().get();
      json.writeObjectFieldStart("person");
      json.writeStringField("decision", person.decision().key());
      if (person.name().isPresent()) {
        json.writeStringField("name", person.name().get());
      }
      if (person.score().isPresent()) {
        json.writeFieldName("score");
        Json.decimals(json, person.score().get(), SCORE_DECIMALS);
      }
      json.writeEndObject();
    }
  }

  private static void write(JsonGenerator json, List<StrongPoint> points) throws IOException {
    json.writeNumberField(Findings.COUNT, points.size());
    json.writeArrayFieldStart("points");
    for (StrongPoint point : points) {
      json.writeStartArray();
      Json.decimals(json, point.x(), PLACE_DECIMALS);
      Json.decimals(json, point.y(), PLACE_DECIMALS);
      Json.strength(json, point.strength());
      json.writeEndArray();
    }
    json.writeEndArray();
  }

  private static void write(JsonGenerator json, FloatVector vector) throws IOException {
    json.writeStartArray();
    for (int i = 0; i < vector.size(); i++) {
      Json.decimals(json, vector.get(i), NUMBER_DECIMALS);
    }
    json.writeEndArray();
  }

  private static void writePlaces(JsonGenerator json, float... values) throws IOException {
    json.writeStartArray();
    for (float value : values) {
      Json.decimals(json, value, PLACE_DECIMALS);
    }
    json.writeEndArray();
  }

  private static Detection detection(JsonNode json) {
    JsonNode box = json.required("box");
    SortedMap<String, String> attributes = new TreeMap<>();
    json.path("attributes")
        .properties()
        .forEach(field -> attributes.put(field.getKey(), field.getValue().asText()));
    return new Detection(
        optionalText(json, "label"),
        (float) Json.number(json.required("score")),
        new Box(place(box, 0), place(box, 1), place(box, 2), place(box, 3)),
        part(json, "landmarks", point -> new Point(place(point, 0), place(point, 1)))
            .orElse(List.of()),
        attributes,
        marks(json));
  }

  private static Marks marks(JsonNode json) {
    return new Marks(
        part(json, "zones", JsonNode::asText).orElse(List.of()),
        optionalText(json, "masked"),
        optionalText(json, "filtered"),
        json.hasNonNull("person") ? Optional.of(person(json.get("person"))) : Optional.empty());
  }

  private static Identity person(JsonNode json) {
    String decision = Json.text(json, "decision");
    return new Identity(
        Decision.of(decision)
            .orElseThrow(
                () -> new IllegalArgumentException("no decision is called '" + decision + "'")),
        optionalText(json, "name"),
        json.hasNonNull("score")
            ? Optional.of((float) Json.number(json.required("score")))
            : Optional.empty());
  }

  private static Optional<String> optionalText(JsonNode json, String field) {
    return json.hasNonNull(field) ? Optional.of(Json.text(json, field)) : Optional.empty();
  }

  private static StrongPoint strongPoint(JsonNode json) {
    return new StrongPoint(place(json, 0), place(json, 1), place(json, 2));
  }

  private static FloatVector vector(JsonNode json) {
    float[] values = new float[json.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = place(json, i);
    }
    return new FloatVector(values);
  }

  private static Map<String, Double> numbers(JsonNode json) {
    Map<String, Double> numbers = new LinkedHashMap<>();
    boolean countsPoints = json.hasNonNull("points");
    json.properties()
        .forEach(
            field -> {
              boolean derived = countsPoints && field.getKey().equals(Findings.COUNT);
              if (!derived && !PARTS.contains(field.getKey()) && field.getValue().isNumber()) {
                numbers.put(field.getKey(), field.getValue().doubleValue());
              }
            });
    return numbers;
  }

  private static float place(JsonNode array, int index) {
    return (float) Json.number(array.required(index));
  }

  private static <T> Optional<List<T>> part(
      JsonNode parent, String field, Function<JsonNode, T> element) {
    if (!parent.hasNonNull(field)) {
      return Optional.empty();
    }
    List<T> list = new ArrayList<>();
    parent.required(field).forEach(node -> list.add(element.apply(node)));
    return Optional.of(list);
  }
}
