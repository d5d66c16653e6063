package io.lynceus.protocol.reply;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import io.lynceus.model.Analysis;
import io.lynceus.model.Box;
import io.lynceus.model.EncodedPng;
import io.lynceus.model.Findings;
import io.lynceus.model.Findings.Corner;
import io.lynceus.model.Findings.Corners;
import io.lynceus.model.Findings.Edges;
import io.lynceus.model.Findings.FaceDetection;
import io.lynceus.model.Findings.Faces;
import io.lynceus.model.Findings.ObjectDetection;
import io.lynceus.model.Findings.Objects;
import io.lynceus.model.Point;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** The fields that findings add to the JSON of their analysis. */
final class FindingsJson {
  private static final int PLACE_DECIMALS = 2;
  private static final int SCORE_DECIMALS = 4;
  private static final int DENSITY_DECIMALS = 6;

  private FindingsJson() {}

  static void write(JsonGenerator json, Findings findings) throws IOException {
    if (findings instanceof Objects objects) {
      writeObjects(json, objects);
    } else if (findings instanceof Faces faces) {
      writeFaces(json, faces);
    } else if (findings instanceof Edges edges) {
      writeEdges(json, edges);
    } else if (findings instanceof Corners corners) {
      writeCorners(json, corners);
    }
  }

  static Findings read(Analysis analysis, JsonNode json) {
    return switch (analysis) {
      case OBJECTS ->
          new Objects(
              Json.text(json, "model"), list(json, "detections", FindingsJson::objectDetection));
      case FACES ->
          new Faces(
              Json.text(json, "model"), list(json, "detections", FindingsJson::faceDetection));
      case EDGES -> edges(json);
      case CORNERS -> new Corners(list(json, "points", FindingsJson::corner));
    };
  }

  private static void writeObjects(JsonGenerator json, Objects objects) throws IOException {
    json.writeStringField("model", objects.model());
    json.writeArrayFieldStart("detections");
    for (ObjectDetection object : objects.detections()) {
      json.writeStartObject();
      json.writeStringField("label", object.label());
      writeScoreAndBox(json, object.score(), object.box());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static void writeFaces(JsonGenerator json, Faces faces) throws IOException {
    json.writeStringField("model", faces.model());
    json.writeArrayFieldStart("detections");
    for (FaceDetection face : faces.detections()) {
      json.writeStartObject();
      writeScoreAndBox(json, face.score(), face.box());
      json.writeArrayFieldStart("landmarks");
      for (Point landmark : face.landmarks()) {
        writePlaces(json, landmark.x(), landmark.y());
      }
      json.writeEndArray();
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static void writeEdges(JsonGenerator json, Edges edges) throws IOException {
    json.writeNumberField("pixels", edges.pixels());
    json.writeFieldName("density");
    Json.decimals(json, edges.density(), DENSITY_DECIMALS);
    if (edges.png().isPresent()) {
      json.writeStringField("png", edges.png().get().toBase64());
    }
  }

  private static void writeCorners(JsonGenerator json, Corners corners) throws IOException {
    json.writeNumberField("count", corners.points().size());
    json.writeArrayFieldStart("points");
    for (Corner corner : corners.points()) {
      json.writeStartArray();
      Json.decimals(json, corner.x(), PLACE_DECIMALS);
      Json.decimals(json, corner.y(), PLACE_DECIMALS);
      Json.strength(json, corner.strength());
      json.writeEndArray();
    }
    json.writeEndArray();
  }

  private static void writeScoreAndBox(JsonGenerator json, float score, Box box)
      throws IOException {
    json.writeFieldName("score");
    Json.decimals(json, score, SCORE_DECIMALS);
    json.writeFieldName("box");
    writePlaces(json, box.x(), box.y(), box.width(), box.height());
  }

  private static void writePlaces(JsonGenerator json, float... values) throws IOException {
    json.writeStartArray();
    for (float value : values) {
      Json.decimals(json, value, PLACE_DECIMALS);
    }
    json.writeEndArray();
  }

  private static ObjectDetection objectDetection(JsonNode json) {
    return new ObjectDetection(Json.text(json, "label"), score(json), box(json));
  }

  private static FaceDetection faceDetection(JsonNode json) {
    return new FaceDetection(
        score(json),
        box(json),
        list(json, "landmarks", point -> new Point(place(point, 0), place(point, 1))));
  }

  private static Edges edges(JsonNode json) {
    Optional<EncodedPng> png =
        json.hasNonNull("png")
            ? Optional.of(new EncodedPng(Base64.getDecoder().decode(Json.text(json, "png"))))
            : Optional.empty();
    return new Edges(Json.count(json, "pixels"), Json.number(json.required("density")), png);
  }

  private static Corner corner(JsonNode json) {
    return new Corner(place(json, 0), place(json, 1), place(json, 2));
  }

  private static float score(JsonNode json) {
    return (float) Json.number(json.required("score"));
  }

  private static Box box(JsonNode json) {
    JsonNode box = json.required("box");
    return new Box(place(box, 0), place(box, 1), place(box, 2), place(box, 3));
  }

  private static float place(JsonNode array, int index) {
    return (float) Json.number(array.required(index));
  }

  private static <T> List<T> list(JsonNode parent, String field, Function<JsonNode, T> element) {
    List<T> list = new ArrayList<>();
    parent.required(field).forEach(node -> list.add(element.apply(node)));
    return list;
  }
}
