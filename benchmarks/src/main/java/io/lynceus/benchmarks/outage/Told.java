package io.lynceus.benchmarks.outage;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What one receiver was told, in the order in which it took it. Thread-safe. */
final class Told {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** By camera, the changes in the order of the first time that each came. */
  private final Map<String, Set<String>> byCamera = new HashMap<>();

  private final Set<String> kinds = new HashSet<>();
  private long messages;
  private long again;
  private long unreadable;

  /**
   * A message was taken.
   *
   * @param body a change as JSON
   */
  synchronized void take(String body) {
    messages++;
    try {
      JsonNode change = JSON.readTree(body);
      JsonNode event = change.required("event");
      kinds.add(key(change.required("type").textValue(), event.required("id").textValue()));
      boolean isNew =
          byCamera
              .computeIfAbsent(event.required("camera").textValue(), name -> new LinkedHashSet<>())
              .add(body);
      again += isNew ? 0 : 1;
    } catch (JsonProcessingException | IllegalArgumentException e) {
      unreadable++;
    }
  }

  private static String key(String type, String event) {
    return type + " " + event;
  }

  /** Of these events of the store, the changes that nobody was told. */
  synchronized List<String> missing(Collection<JsonNode> stored) {
    List<String> missing = new ArrayList<>();
    for (JsonNode event : stored) {
      String id = event.required("id").textValue();
      require(key("new", id), missing);
      if (!event.required("ended").isNull()) {
        require(key("end", id), missing);
      }
    }
    return missing;
  }

  private void require(String key, List<String> missing) {
    if (!kinds.contains(key)) {
      missing.add(key);
    }
  }

  /**
   * Where the order in which a camera's changes came is not that of the changes: an update or an
   * end before the event is new, anything after its end, or an older state after a newer one.
   */
  synchronized List<String> disorder() throws JsonProcessingException {
    List<String> wrong = new ArrayList<>();
    for (Map.Entry<String, Set<String>> camera : byCamera.entrySet()) {
      Map<String, String> latest = new HashMap<>();
      String last = "";
      for (String body : camera.getValue()) {
        JsonNode change = JSON.readTree(body);
        JsonNode event = change.required("event");
        String id = event.required("id").textValue();
        String type = change.required("type").textValue();
        String before = latest.put(id, type);
        // Its last still: of the end, that is long before the end is known.
        String at = type.equals("end") ? last : event.required("last").textValue();
        if (type.equals("new") != (before == null) || "end".equals(before)) {
          wrong.add(camera.getKey() + ": " + type + " after " + before + ": " + id);
        } else if (at.compareTo(last) < 0) {
          wrong.add(camera.getKey() + ": " + at + " after " + last + ": " + id);
        }
        last = at;
      }
    }
    return wrong;
  }

  /** Cameras whose changes another receiver was told in another order, or not all of them. */
  static Set<String> differences(Told one, Told other) {
    Map<String, List<String>> first = one.copy();
    Map<String, List<String>> second = other.copy();
    Set<String> cameras = new LinkedHashSet<>(first.keySet());
    cameras.addAll(second.keySet());
    cameras.removeIf(
        camera ->
            Optional.ofNullable(first.get(camera)).equals(Optional.ofNullable(second.get(camera))));
    return cameras;
  }

  private synchronized Map<String, List<String>> copy() {
    Map<String, List<String>> copy = new LinkedHashMap<>();
    byCamera.forEach((camera, bodies) -> copy.put(camera, List.copyOf(bodies)));
    return copy;
  }

  /** How many messages were taken; of these, how many came once more, and how many are none. */
  synchronized String counts() {
    return "%d messages taken, %d of them once more, %d unreadable"
        .formatted(messages, again, unreadable);
  }

  /** How many messages are no change of an event. */
  synchronized long unreadable() {
    return unreadable;
  }
}
