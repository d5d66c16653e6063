package io.lynceus.master.mqtt.topics;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lynceus.master.mqtt.link.TopicMessage;
import io.lynceus.master.mqtt.session.RetainedTopics;
import io.lynceus.scene.camera.CameraConfig;
import io.lynceus.scene.camera.ZoneConfig;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Tells Home Assistant which entities there are: for each camera a device, with whether something
 * of a label is there, how many, and the latest picture; one for each area, with who came and went;
 * and one for the master. One thread at a time.
 */
public final class Discovery {
  private static final String CONFIG = "/config";

  private final Config config;
  private final RetainedTopics retained;
  private Set<String> told = new HashSet<>();

  /**
   * What does not change.
   *
   * @param prefix of the topics with the states
   * @param root {@code mqtt.discovery-prefix}: the topics that Home Assistant listens to
   * @param version of Lynceus
   * @param snapshots whether there are pictures
   */
  public record Config(
      DiscoveryKind kind, String prefix, String root, String version, boolean snapshots) {
    /** Told that Home Assistant runs, or ends. */
    public String statusTopic() {
      return root + "/status";
    }

    /** Whether a topic can be one that this tells. */
    public boolean owns(String topic) {
      String[] levels =
          topic.startsWith(root + "/") && topic.endsWith(CONFIG)
              ? topic.substring(root.length() + 1).split("/", -1)
              : new String[0];
      return levels.length > 2 && levels[1].startsWith(TopicNames.id(List.of(prefix)));
    }
  }

  /** Nothing is told yet. */
  public Discovery(Config config, RetainedTopics retained) {
    this.config = config;
    this.retained = retained;
  }

  /** One entity of Home Assistant. */
  private record Entity(String component, List<String> id, ObjectNode fields) {}

  /** Tells of these cameras and areas, and of no others. */
  void tell(CameraBoard board, List<AreaTopics> areas) {
    if (config.kind() == DiscoveryKind.OFF) {
      return;
    }
    Map<String, String> messages = new LinkedHashMap<>();
    String masterId = TopicNames.id(List.of(config.prefix()));
    ObjectNode master =
        about(device(masterId, "Lynceus")); // always available: it says "off" itself
    add(messages, List.of(config.prefix()), master, List.of(connection()));
    for (CameraTopics topics : board.all()) {
      List<String> node = List.of(config.prefix(), topics.camera().name());
      ObjectNode device = device(id(node), topics.camera().title());
      device.put("via_device", masterId);
      add(messages, node, available(about(device)), entities(topics));
    }
    for (AreaTopics topics : areas) {
      // No camera's name has a dot.
      List<String> node = List.of(config.prefix(), "area.", topics.area().name());
      ObjectNode device = device(id(node), topics.area().title());
      device.put("via_device", masterId);
      add(messages, node, available(about(device)), entities(topics));
    }
    told.stream().filter(topic -> !messages.containsKey(topic)).forEach(retained::remove);
    messages.forEach((topic, json) -> retained.put(TopicMessage.kept(topic, json)));
    told = new HashSet<>(messages.keySet());
  }

  /** Tells it all again: Home Assistant has started. */
  public void tellAgain() {
    retained.tellAgain(told::contains);
  }

  private void add(
      Map<String, String> messages, List<String> node, ObjectNode head, List<Entity> entities) {
    String nodeId = id(node);
    if (config.kind() == DiscoveryKind.DEVICE) {
      ObjectNode all = head.deepCopy();
      ObjectNode components = all.putObject("components");
      for (Entity entity : entities) {
        ObjectNode fields = components.putObject(TopicNames.id(entity.id()));
        fields.put("platform", entity.component());
        fields.setAll(named(node, entity));
      }
      messages.put(config.root() + "/device/" + nodeId + CONFIG, all.toString());
      return;
    }
    for (Entity entity : entities) {
      ObjectNode all = head.deepCopy();
      all.setAll(named(node, entity));
      String topic =
          String.join("/", config.root(), entity.component(), nodeId, TopicNames.id(entity.id()));
      messages.put(topic + CONFIG, all.toString());
    }
  }

  private static String id(List<String> node) {
    return node.size() == 2 ? TopicNames.node(node.get(0), node.get(1)) : TopicNames.id(node);
  }

  /** What all entities of a device have. */
  private ObjectNode about(ObjectNode device) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.set("device", device);
    ObjectNode origin = json.putObject("origin");
    origin.put("name", "Lynceus");
    origin.put("sw_version", config.version());
    return json;
  }

  /** Such entities are unavailable while the master is not there. */
  private ObjectNode available(ObjectNode json) {
    json.put("availability_topic", config.prefix() + "/" + MasterTopics.AVAILABLE);
    json.put(
        "availability_template",
        "{{ 'online' if value == '" + MasterTopics.ONLINE + "' else 'offline' }}");
    return json;
  }

  private ObjectNode device(String id, String name) {
    ObjectNode device = JsonNodeFactory.instance.objectNode();
    device.putArray("identifiers").add(id);
    device.put("name", name);
    device.put("manufacturer", "Lynceus");
    device.put("sw_version", config.version());
    return device;
  }

  /** The fields of an entity, with its ids. */
  private static ObjectNode named(List<String> node, Entity entity) {
    List<String> parts = new ArrayList<>(node);
    parts.addAll(entity.id());
    ObjectNode fields = entity.fields().deepCopy();
    fields.put("unique_id", TopicNames.id(parts));
    fields.put("default_entity_id", entity.component() + "." + TopicNames.slug(parts));
    return fields;
  }

  private Entity connection() {
    ObjectNode fields = JsonNodeFactory.instance.objectNode();
    fields.put("name", "Connection");
    fields.put("device_class", "connectivity");
    fields.put("entity_category", "diagnostic");
    fields.put("state_topic", config.prefix() + "/" + MasterTopics.AVAILABLE);
    fields.put("value_template", "{{ 'ON' if value == '" + MasterTopics.ONLINE + "' else 'OFF' }}");
    return new Entity("binary_sensor", List.of("connection"), fields);
  }

  private List<Entity> entities(CameraTopics topics) {
    List<Entity> entities = new ArrayList<>();
    for (PresenceTopic presence : topics.presences()) {
      ObjectNode fields = JsonNodeFactory.instance.objectNode();
      fields.put("name", capital(presence.label()));
      fields.put("device_class", "occupancy");
      fields.put("state_topic", presence.topic());
      entities.add(
          new Entity("binary_sensor", List.of(TopicNames.level(presence.label())), fields));
    }
    for (CountTopic count : topics.counts()) {
      ObjectNode fields = JsonNodeFactory.instance.objectNode();
      fields.put("name", name(topics.camera(), count));
      fields.put("state_topic", count.topic());
      fields.put("state_class", "measurement");
      List<String> id = new ArrayList<>();
      count.zone().ifPresent(id::add);
      id.add(count.label().map(TopicNames::level).orElse(CameraTopics.ALL));
      id.add("count");
      entities.add(new Entity("sensor", id, fields));
    }
    topics
        .watches()
        .forEach(
            (name, topic) -> {
              ObjectNode fields = JsonNodeFactory.instance.objectNode();
              fields.put("name", capital(name));
              fields.put("device_class", "problem");
              fields.put("state_topic", topic);
              entities.add(new Entity("binary_sensor", List.of(name, "watch"), fields));
            });
    if (config.snapshots()) {
      ObjectNode fields = JsonNodeFactory.instance.objectNode();
      fields.put("name", "Snapshot");
      fields.put("image_topic", topics.snapshot());
      fields.put("content_type", "image/jpeg");
      entities.add(new Entity("image", List.of("snapshot"), fields));
    }
    return entities;
  }

  private static List<Entity> entities(AreaTopics topics) {
    List<Entity> entities = new ArrayList<>();
    for (AreaTopics.Figure number : topics.numbers()) {
      ObjectNode fields = JsonNodeFactory.instance.objectNode();
      fields.put("name", number.title());
      fields.put("state_topic", number.topic());
      fields.put("json_attributes_topic", number.attributes());
      fields.put("state_class", "measurement");
      entities.add(new Entity("sensor", List.of(number.name()), fields));
    }
    return entities;
  }

  private static String name(CameraConfig camera, CountTopic count) {
    Optional<String> zone =
        count
            .zone()
            .flatMap(
                name ->
                    camera.zones().stream()
                        .filter(each -> each.name().equals(name))
                        .map(ZoneConfig::title)
                        .findFirst());
    return capital(
        zone.map(title -> title + " ").orElse("") + count.label().orElse("objects") + " count");
  }

  private static String capital(String text) {
    return text.isEmpty()
        ? text
        : text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
  }
}
