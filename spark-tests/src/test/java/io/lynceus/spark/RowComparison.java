package io.lynceus.spark;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Compares rows with replies, field by field. It reads the JSON of both and shares no code with
 * what makes rows.
 *
 * <p>Not compared is what no reply says: {@code modified}, {@code run}, {@code written}, {@code
 * took_ms}, and the time where it is neither in the name nor in EXIF data. Where bytes stand behind
 * a picture, a master's reply has size and hash of the picture, and the row those of the file.
 */
final class RowComparison {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Fields of an analysis in a reply that are not numbers of its findings. */
  private static final Set<String> PARTS =
      Set.of("status", "message", "model", "detections", "points", "png", "vectors");

  private static final Set<String> OF_NO_REPLY = Set.of("modified", "run", "written", "took_ms");

  private static final Set<String> OF_THE_FILE = Set.of("bytes", "sha256");

  /** Columns of the type float, and what lies below them. */
  private static final String FLOATS =
      "analyses\\.[^.]+\\.(detections\\.\\d+\\.(score|x|y|width|height|points)|points|vectors)\\b.*";

  private final Map<String, JsonNode> replies = new TreeMap<>();
  private final Map<String, List<JsonNode>> rows = new TreeMap<>();

  /**
   * Adds a reply.
   *
   * @param path of its row
   * @param line as the task port sends it
   */
  void addReply(String path, String line) throws JsonProcessingException {
    if (replies.put(path, JSON.readTree(line)) != null) {
      throw new IllegalArgumentException("two replies for " + path);
    }
  }

  /** Adds a row of one of the two tables, as {@code Dataset.toJSON} gives it. */
  void addRow(String json) throws JsonProcessingException {
    JsonNode row = JSON.readTree(json);
    rows.computeIfAbsent(row.path("path").asText(), path -> new ArrayList<>()).add(row);
  }

  /**
   * What was found.
   *
   * @param equal how many values of each field are equal
   * @param behind files with bytes behind their picture
   */
  record Result(List<String> differences, Map<String, Integer> equal, int behind) {}

  /** Compares all that were added. */
  Result compare() {
    int behind = 0;
    List<String> differences = new ArrayList<>();
    Map<String, Integer> equal = new TreeMap<>();
    TreeSet<String> paths = new TreeSet<>(replies.keySet());
    paths.addAll(rows.keySet());
    for (String path : paths) {
      List<JsonNode> found = rows.getOrDefault(path, List.of());
      JsonNode reply = replies.get(path);
      if (reply == null || found.size() != 1) {
        differences.add(
            "%s: %s, %d rows"
                .formatted(path, reply == null ? "no reply" : "a reply", found.size()));
        continue;
      }
      Map<String, String> wanted = new TreeMap<>();
      flatten("", wantedRow(path, reply), wanted);
      Map<String, String> has = new TreeMap<>();
      flatten("", comparable(found.get(0), wanted), has);
      if (isLonger(found.get(0), reply)) {
        behind++;
        wanted.keySet().removeAll(OF_THE_FILE);
        has.keySet().removeAll(OF_THE_FILE);
      }
      TreeSet<String> fields = new TreeSet<>(wanted.keySet());
      fields.addAll(has.keySet());
      for (String field : fields) {
        String left = wanted.get(field);
        String right = has.get(field);
        if (left != null && left.equals(right)) {
          equal.merge(field.replaceAll("\\.\\d+", ""), 1, Integer::sum);
        } else {
          differences.add("%s: %s: reply %s, row %s".formatted(path, field, left, right));
        }
      }
    }
    return new Result(differences, equal, behind);
  }

  private static boolean isLonger(JsonNode row, JsonNode reply) {
    JsonNode bytes = reply.path("image").path("bytes");
    return bytes.isNumber() && bytes.asLong() < row.path("bytes").asLong();
  }

  /** The row that a reply asks for. */
  private static ObjectNode wantedRow(String path, JsonNode reply) {
    ObjectNode row = JSON.createObjectNode();
    row.put("path", path);
    row.put("file", path.contains("!/") ? path.substring(0, path.indexOf("!/")) : path);
    JsonNode image = reply.path("image");
    if (reply.path("status").asText().equals("rejected")) {
      row.set("code", reply.get("code"));
      row.set("message", reply.get("message"));
      set(row, "bytes", image.path("bytes"));
      set(row, "sha256", image.path("sha256"));
    } else {
      row.set("status", reply.get("status"));
      for (String name : List.of("sha256", "bytes", "format", "width", "height")) {
        row.set(name, image.get(name));
      }
      row.put("damaged", image.path("damaged").asBoolean());
      row.put("flat", image.path("flat").asBoolean());
      set(row, "decoded_part", image.path("decodedPart"));
      set(row, "stretched_low", image.path("stretched").path(0));
      set(row, "stretched_high", image.path("stretched").path(1));
      row.set("counts", reply.get("counts"));
      row.set("zones", reply.has("zones") ? reply.get("zones") : JSON.createObjectNode());
      ObjectNode analyses = row.putObject("analyses");
      reply.path("analyses").properties().forEach(a -> analyses.set(a.getKey(), of(a.getValue())));
    }
    set(row, "camera", reply.path("camera"));
    String from = reply.path("timeFrom").asText();
    if (from.equals("exif") || from.equals("option")) { // else it is when the picture was sent
      OffsetDateTime time =
          OffsetDateTime.parse(reply.get("time").asText()).withOffsetSameInstant(ZoneOffset.UTC);
      row.put("time", time.toInstant().toString());
      row.put("time_from", from.equals("exif") ? "exif" : "name");
      if (row.has("status")) {
        row.put("date", time.toLocalDate().toString());
      }
    }
    return row;
  }

  private static ObjectNode of(JsonNode analysis) {
    ObjectNode row = JSON.createObjectNode();
    for (String name : List.of("status", "message", "model", "png", "vectors")) {
      set(row, name, analysis.path(name));
    }
    ObjectNode numbers = row.putObject("numbers");
    for (Map.Entry<String, JsonNode> field : analysis.properties()) {
      boolean derived = field.getKey().equals("count") && analysis.has("points");
      if (!PARTS.contains(field.getKey()) && !derived) {
        numbers.set(field.getKey(), field.getValue());
      }
    }
    if (analysis.has("detections")) {
      ArrayNode detections = row.putArray("detections");
      analysis.get("detections").forEach(found -> detections.add(detection(found)));
    }
    if (analysis.has("points")) {
      row.set("points", places(analysis.get("points"), "x", "y", "strength"));
    }
    return row;
  }

  private static ObjectNode detection(JsonNode found) {
    ObjectNode row = JSON.createObjectNode();
    for (String name : List.of("label", "score", "masked", "filtered")) {
      set(row, name, found.path(name));
    }
    String[] names = {"x", "y", "width", "height"};
    for (int i = 0; i < names.length; i++) {
      row.set(names[i], found.required("box").get(i));
    }
    row.set("points", places(found.path("landmarks"), "x", "y"));
    row.set(
        "attributes", found.has("attributes") ? found.get("attributes") : JSON.createObjectNode());
    row.set("zones", found.has("zones") ? found.get("zones") : JSON.createArrayNode());
    return row;
  }

  private static ArrayNode places(JsonNode arrays, String... names) {
    ArrayNode rows = JSON.createArrayNode();
    for (JsonNode array : arrays) {
      ObjectNode row = rows.addObject();
      for (int i = 0; i < names.length; i++) {
        row.set(names[i], array.get(i));
      }
    }
    return rows;
  }

  private static void set(ObjectNode row, String name, JsonNode value) {
    if (!value.isMissingNode()) {
      row.set(name, value);
    }
  }

  /** The row without what the reply cannot say. */
  private static JsonNode comparable(JsonNode row, Map<String, String> wanted) {
    ObjectNode rest = row.deepCopy();
    rest.remove(OF_NO_REPLY);
    if (rest.has("code")) { // replies of rejected pictures may lack some of it
      rest.retain("path", "file", "code", "message", "bytes", "sha256", "camera");
      for (String name : List.of("bytes", "sha256", "camera")) {
        if (!wanted.containsKey(name)) {
          rest.remove(name);
        }
      }
      return rest;
    }
    if (rest.path("time_from").asText().equals("file")) {
      rest.remove(Set.of("time", "time_from", "date"));
    } else if (rest.has("time")) {
      rest.put("time", OffsetDateTime.parse(rest.get("time").asText()).toInstant().toString());
    }
    return rest;
  }

  private static void flatten(String name, JsonNode value, Map<String, String> into) {
    if (value.isContainerNode()) {
      into.put(name + ".size", String.valueOf(value.isArray() ? value.size() : -1));
      int index = 0;
      if (value.isArray()) {
        for (JsonNode item : value) {
          flatten(name + "." + index++, item, into);
        }
      } else {
        value
            .properties()
            .forEach(
                field ->
                    flatten(
                        name.isEmpty() ? field.getKey() : name + "." + field.getKey(),
                        field.getValue(),
                        into));
      }
    } else if (value.isNumber()) {
      into.put(
          name,
          name.matches(FLOATS)
              ? String.valueOf(value.floatValue())
              : String.valueOf(value.doubleValue()));
    } else {
      into.put(name, value.asText());
    }
  }
}
