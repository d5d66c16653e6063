package io.lynceus.master.gateway.people;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lynceus.common.SafeText;
import io.lynceus.scene.people.EnrolledFace;
import io.lynceus.scene.people.Enrolment;
import io.lynceus.scene.people.Person;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** People as JSON. Stateless. */
final class PeopleJson {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final Set<String> KEYS = Set.of("name", "note", "consent", "until");

  private PeopleJson() {}

  static String list(String purpose, List<Enrolment> people) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("purpose", purpose);
    ArrayNode all = json.putArray("people");
    people.forEach(enrolment -> all.add(person(enrolment)));
    return line(json);
  }

  static String one(Enrolment enrolment) {
    return line(person(enrolment));
  }

  /** A person after a face was added. */
  static String enrolled(Enrolment enrolment, Optional<String> warning) {
    ObjectNode json = person(enrolment);
    json.put("warning", warning.orElse(null));
    return line(json);
  }

  static String erased(Person person) {
    return line(JsonNodeFactory.instance.objectNode().put("erased", person.id()));
  }

  private static ObjectNode person(Enrolment enrolment) {
    Person person = enrolment.person();
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("id", person.id());
    json.put("name", person.name());
    json.put("note", person.note());
    json.put("consent", person.consent());
    json.put("created", person.created().toString());
    json.put("until", person.until().toString());
    json.put("faces", enrolment.faces().size());
    return json;
  }

  /** All that is stored of a person. */
  static String whole(Enrolment enrolment) {
    ObjectNode json = person(enrolment);
    ArrayNode faces = json.putArray("faces");
    for (EnrolledFace face : enrolment.faces()) {
      ObjectNode one = faces.addObject();
      one.put("id", face.id());
      one.put("theirs", face.isTheirs());
      one.put("created", face.created().toString());
      one.put("picture", face.source());
      one.put("model", face.model());
      one.put("height", face.quality().height());
      one.put("sharpness", face.quality().sharpness());
      one.put("yaw", face.quality().yaw());
      one.put("luma", face.quality().luma());
      one.put("grey", face.quality().grey());
      ArrayNode vector = one.putArray("vector");
      for (int i = 0; i < face.vector().size(); i++) {
        vector.add(face.vector().get(i));
      }
    }
    return line(json);
  }

  private static String line(ObjectNode json) {
    return SafeText.ofJson(json.toString());
  }

  /**
   * What a client tells of a person.
   *
   * @param until absent: as long as {@code people.keep} says
   */
  record Told(String name, String note, String consent, Optional<Instant> until) {}

  /**
   * Reads it.
   *
   * @throws IllegalArgumentException for anything else; the message says what is taken
   */
  static Told told(String body) {
    JsonNode json;
    try {
      json = MAPPER.readTree(body);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("the body is no JSON", e);
    }
    if (json == null || !json.isObject() || !json.path("name").isTextual()) {
      throw new IllegalArgumentException(
          "the body is {\"name\":\"…\"}; note, consent and until may be in it, too");
    }
    json.fieldNames()
        .forEachRemaining(
            key -> {
              if (!KEYS.contains(key) || !json.get(key).isTextual()) {
                throw new IllegalArgumentException(
                    "the body has the texts name, note, consent and until alone");
              }
            });
    try {
      return new Told(
          json.get("name").textValue(),
          json.path("note").asText(""),
          json.path("consent").asText(""),
          json.has("until")
              ? Optional.of(Instant.parse(json.get("until").textValue()))
              : Optional.empty());
    } catch (DateTimeParseException e) {
      throw new IllegalArgumentException("until is a time such as 2027-12-31T00:00:00Z", e);
    }
  }
}
