package io.lynceus.master.mqtt.topics;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.lynceus.master.mqtt.session.RetainedTopics;
import io.lynceus.master.mqtt.session.SteppedTime;
import io.lynceus.scene.camera.CameraSet;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The schema is written by hand after the fields that Home Assistant 2026 reads. */
class DiscoveryTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final CameraSet HOSTILE =
      TestStills.set(
          Set.of("person", "traffic light", "a+b/#c", "state", "\u202e x", "long ".repeat(12)),
          TestStills.camera("front_door", "Front \"door\" #1"),
          TestStills.camera("front-door", "<b>other</b>"),
          TestStills.camera("front", "Front"));

  private final JsonNode document;

  DiscoveryTest() throws IOException {
    try (InputStream in = DiscoveryTest.class.getResourceAsStream("home-assistant.schema.json")) {
      document = JSON.readTree(in);
    }
  }

  private Schema schema(String component) {
    return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
        .getSchema(
            JSON.createObjectNode()
                .put("$ref", "#/$defs/" + component)
                .<com.fasterxml.jackson.databind.node.ObjectNode>set(
                    "$defs", document.path("$defs"))
                .toString(),
            InputFormat.JSON);
  }

  private static Map<String, String> told(DiscoveryKind kind, CameraSet cameras) {
    SteppedTime time = new SteppedTime();
    RetainedTopics retained = new RetainedTopics();
    CameraBoard board = new CameraBoard("lynceus", new RetainedTopics(), time, label -> true);
    board.describe(cameras);
    new Discovery(new Discovery.Config(kind, "lynceus", "homeassistant", "1.0", true), retained)
        .tell(board, areas(cameras));
    Map<String, String> told = new TreeMap<>();
    retained.tellAgain(topic -> true);
    int number = retained.waiting();
    for (int i = 0; i < number; i++) {
      retained.next().ifPresent(message -> told.put(message.topic(), message.text()));
    }
    return told;
  }

  private static List<AreaTopics> areas(CameraSet cameras) {
    return cameras.ledger().areas().values().stream()
        .map(area -> AreaTopics.of("lynceus", area))
        .toList();
  }

  @Test
  void anAreaIsADeviceOfItsOwnWithTheBoundsOfItsNumbers() {
    CameraSet cameras =
        TestStills.set(Set.of("person"), TestStills.camera("area_hall", "No area"))
            .withLedger(AreaBoardTest.hall());
    Map<String, String> told = told(DiscoveryKind.COMPONENT, cameras);
    List<String> sensors =
        told.values().stream().filter(json -> json.contains("lynceus/area/hall/")).toList();
    assertThat(sensors).hasSize(3);
    for (String sensor : sensors) {
      assertThat(schema("sensor").validate(sensor, InputFormat.JSON)).as(sensor).isEmpty();
      assertThat(sensor).contains("/attributes\"", "\"name\":\"Hall\"");
    }
    assertThat(told.values().stream().map(DiscoveryTest::id)).doesNotHaveDuplicates();
    assertThat(told(DiscoveryKind.DEVICE, cameras).keySet())
        .hasSize(3)
        .allMatch(topic -> topic.matches("homeassistant/device/[a-zA-Z0-9_-]+/config"));
  }

  @Test
  void eachEntityIsAsHomeAssistantReadsIt() {
    Map<String, String> told = told(DiscoveryKind.COMPONENT, HOSTILE);
    Set<String> ids = new HashSet<>();
    told.forEach(
        (topic, payload) -> {
          assertThat(topic).matches("homeassistant/[a-z_]+/[a-zA-Z0-9_-]+/[a-zA-Z0-9_-]+/config");
          String component = topic.split("/", 3)[1];
          assertThat(schema(component).validate(payload, InputFormat.JSON)).as(payload).isEmpty();
          assertThat(ids.add(component + " " + id(payload))).as("%s twice", id(payload)).isTrue();
          // What says whether the master is there must say so when it is not.
          assertThat(payload.contains("\"availability_topic\":\"lynceus/available\""))
              .isEqualTo(!topic.endsWith("/connection/config"));
        });
    // of each camera: 6 presences, 7 counts and 7 in its zone, the snapshot; and the master's
    assertThat(told).hasSize(3 * (6 + 7 + 7 + 1) + 1);
  }

  private static String id(String payload) {
    try {
      return JSON.readTree(payload).required("unique_id").textValue();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void eachDeviceIsAsHomeAssistantReadsIt() throws IOException {
    Map<String, String> told = told(DiscoveryKind.DEVICE, HOSTILE);
    assertThat(told.keySet())
        .containsExactlyInAnyOrder(
            "homeassistant/device/lynceus/config",
            "homeassistant/device/lynceus_front/config",
            "homeassistant/device/lynceus_front_door/config",
            "homeassistant/device/lynceus_front-door/config");
    for (String payload : told.values()) {
      assertThat(schema("device").validate(payload, InputFormat.JSON)).as(payload).isEmpty();
      assertThat(JSON.readTree(payload).has("availability_topic"))
          .isEqualTo(!payload.contains("connectivity"));
      for (JsonNode component : JSON.readTree(payload).required("components")) {
        String platform = component.required("platform").textValue();
        assertThat(schema(platform + "_fields").validate(component.toString(), InputFormat.JSON))
            .isEmpty();
      }
    }
  }

  @Test
  void theSchemaRefusesWhatHomeAssistantWouldRefuse() {
    String payload =
        told(DiscoveryKind.COMPONENT, HOSTILE)
            .get("homeassistant/binary_sensor/lynceus_front/person/config");
    for (String wrong :
        new String[] {
          payload.replace("\"state_topic\"", "\"state_topik\""),
          payload.replace("occupancy", "personage"),
          payload.replace("lynceus/front/person/state", "lynceus/+/person/state"),
          payload.replace("\"identifiers\":[\"lynceus_front\"]", "\"identifiers\":[]")
        }) {
      assertThat(wrong).isNotEqualTo(payload);
      assertThat(schema("binary_sensor").validate(wrong, InputFormat.JSON)).as(wrong).isNotEmpty();
    }
  }

  @Test
  void theNamesAreThoseOfPeople() throws IOException {
    Map<String, String> told = told(DiscoveryKind.COMPONENT, HOSTILE);
    JsonNode person =
        JSON.readTree(told.get("homeassistant/binary_sensor/lynceus_front_door/person/config"));
    assertThat(person.path("name").textValue()).isEqualTo("Person");
    assertThat(person.at("/device/name").textValue()).isEqualTo("Front \"door\" #1");
    assertThat(person.path("default_entity_id").textValue())
        .isEqualTo("binary_sensor.lynceus_front_door_person");
    JsonNode count =
        JSON.readTree(told.get("homeassistant/sensor/lynceus_front/yard_person_count/config"));
    assertThat(count.path("name").textValue()).isEqualTo("Yard person count");
    assertThat(count.path("state_topic").textValue()).isEqualTo("lynceus/front/yard/person");
  }

  @Test
  void offIsOff() {
    assertThat(told(DiscoveryKind.OFF, HOSTILE)).isEmpty();
  }
}
