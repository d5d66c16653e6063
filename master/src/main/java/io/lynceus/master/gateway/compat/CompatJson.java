package io.lynceus.master.gateway.compat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.lynceus.common.SafeText;
import io.lynceus.model.Box;
import io.lynceus.model.Findings.Detection;
import io.lynceus.model.Reply.ImageInfo;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;

/** What the answers of both dialects have in common. Stateless. */
final class CompatJson {
  private static final JsonFactory FACTORY = new JsonFactory();

  /** Digits of a confidence behind the point. */
  private static final double PRECISION = 1e4;

  private CompatJson() {}

  /** Writes the fields of an object. */
  interface Fields {
    void writeTo(JsonGenerator json) throws IOException;
  }

  /** One object, as a line. */
  static String object(Fields fields) {
    StringWriter text = new StringWriter(512);
    try (JsonGenerator json = FACTORY.createGenerator(text)) {
      json.writeStartObject();
      fields.writeTo(json);
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory failed", e);
    }
    return SafeText.ofJson(text.toString());
  }

  /**
   * The list {@code predictions}, best first. Corners are whole pixels within the picture as a
   * viewer shows it.
   */
  static void writePredictions(JsonGenerator json, Endpoint endpoint, Found found)
      throws IOException {
    json.writeArrayFieldStart("predictions");
    for (Detection box : found.boxes()) {
      json.writeStartObject();
      if (endpoint != Endpoint.FACE) {
        json.writeStringField("label", labelOf(box, endpoint));
      }
      json.writeNumberField("confidence", Math.round(box.score() * PRECISION) / PRECISION);
      writeCorners(json, box.box(), found.image());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  static String labelOf(Detection box, Endpoint endpoint) {
    return box.label().orElseGet(endpoint.analysis()::singular);
  }

  private static void writeCorners(JsonGenerator json, Box box, ImageInfo image)
      throws IOException {
    json.writeNumberField("x_min", within(box.x(), image.width()));
    json.writeNumberField("y_min", within(box.y(), image.height()));
    json.writeNumberField("x_max", within(box.x() + box.width(), image.width()));
    json.writeNumberField("y_max", within(box.y() + box.height(), image.height()));
  }

  private static int within(float place, int most) {
    return Math.max(0, Math.min(most, Math.round(place)));
  }
}
