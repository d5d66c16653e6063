package io.lynceus.master.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Holds real answers against {@code openapi.json}: their status, type, headers and every field has
 * to stand there.
 */
final class DescribedAnswers {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final SchemaRegistry SCHEMAS =
      SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);

  /** What any request may be answered, whatever it asks for; see the document's description. */
  private static final Set<Integer> OF_ANY =
      Set.of(400, 403, 404, 405, 414, 421, 429, 431, 500, 501, 505);

  private final JsonNode document;
  private final Set<String> seen = new TreeSet<>();

  DescribedAnswers() throws IOException {
    try (InputStream in = OpenApi.class.getResourceAsStream("openapi.json")) {
      document = MAPPER.readTree(in);
    }
    document.findParents("properties").forEach(DescribedAnswers::close);
  }

  /** Nothing may be there that is not described; clients have to take it, though. */
  private static void close(JsonNode schema) {
    if (schema.path("type").asText().equals("object") && !schema.has("additionalProperties")) {
      ((ObjectNode) schema).put("additionalProperties", false);
    }
  }

  JsonNode document() {
    return document;
  }

  /** The answers that were checked, as {@code METHOD path status type}. */
  Set<String> seen() {
    return seen;
  }

  /** Those that the document declares. */
  Set<String> declared() {
    Set<String> declared = new TreeSet<>();
    document
        .path("paths")
        .properties()
        .forEach(
            path ->
                path.getValue()
                    .properties()
                    .forEach(
                        method ->
                            method
                                .getValue()
                                .path("responses")
                                .properties()
                                .forEach(
                                    status ->
                                        resolved(status.getValue())
                                            .path("content")
                                            .fieldNames()
                                            .forEachRemaining(
                                                type ->
                                                    declared.add(
                                                        text(
                                                            method.getKey(),
                                                            path.getKey(),
                                                            status.getKey(),
                                                            type))))));
    return declared;
  }

  private static String text(String method, String path, String status, String type) {
    return String.join(" ", method.toUpperCase(Locale.ROOT), path, status, type);
  }

  void check(HttpResponse<String> response) {
    String method = response.request().method();
    String path = described(response.request().uri().getPath());
    String status = Integer.toString(response.statusCode());
    String type = response.headers().firstValue("Content-Type").orElse("");
    String what = text(method, path, status, type);
    JsonNode answer =
        resolved(
            document
                .path("paths")
                .path(path)
                .path(method.toLowerCase(Locale.ROOT))
                .path("responses")
                .path(status));
    JsonNode schema = answer.path("content").path(type).path("schema");
    if (schema.isMissingNode() && OF_ANY.contains(response.statusCode())) {
      assertThat(type).as(what).isEqualTo("application/problem+json");
      schema = document.at("/components/schemas/Problem");
    }
    assertThat(schema.isMissingNode()).as("not described: " + what).isFalse();
    answer
        .path("headers")
        .fieldNames()
        .forEachRemaining(
            header -> assertThat(response.headers().firstValue(header)).as(what).isPresent());
    seen.add(what);
    if (!type.endsWith("json") || type.equals("application/x-ndjson")) {
      return;
    }
    assertThat(schema(schema).validate(response.body(), InputFormat.JSON))
        .as(what + ": " + response.body())
        .isEmpty();
  }

  /** The path as the document has it: {@code /v1/results/{id}} for {@code /v1/results/7}. */
  private String described(String path) {
    if (document.path("paths").has(path)) {
      return path;
    }
    for (String known :
        document.path("paths").properties().stream().map(Map.Entry::getKey).toList()) {
      if (!path.equals(known) && path.matches(known.replaceAll("\\{\\w+}", ".+"))) {
        return known;
      }
    }
    return path;
  }

  /** The schemas themselves are such after the rules of JSON Schema. */
  void checkSchemas() {
    var meta = SCHEMAS.getSchema(SchemaLocation.of("https://json-schema.org/draft/2020-12/schema"));
    document
        .at("/components/schemas")
        .properties()
        .forEach(
            schema -> assertThat(meta.validate(schema.getValue())).as(schema.getKey()).isEmpty());
    document
        .findValuesAsText("$ref")
        .forEach(
            ref -> assertThat(document.at(ref.substring(1)).isMissingNode()).as(ref).isFalse());
  }

  /** Holds each example against the schema beside it. Returns their names. */
  Set<String> checkExamples() {
    Set<String> checked = new TreeSet<>();
    for (JsonNode media : document.path("paths").findParents("examples")) {
      if (media.has("schema")) {
        media
            .path("examples")
            .forEach(
                example -> {
                  String ref = example.path("$ref").asText();
                  JsonNode value = document.at(ref.substring(1)).path("value");
                  assertThat(schema(media.path("schema")).validate(value)).as(ref).isEmpty();
                  checked.add(ref.substring(ref.lastIndexOf('/') + 1));
                });
      }
    }
    return checked;
  }

  List<JsonNode> operations() {
    return document.path("paths").findParents("operationId");
  }

  /** The values of enumerations that are no schemas of their own. */
  Set<String> enumsWithoutName() {
    JsonNode schemas = document.at("/components/schemas");
    Set<JsonNode> named = new HashSet<>();
    schemas.forEach(named::add);
    return document.findParents("enum").stream()
        .filter(schema -> !named.contains(schema))
        .map(schema -> schema.path("enum").toString())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private Schema schema(JsonNode schema) {
    ObjectNode whole = MAPPER.createObjectNode();
    whole.putArray("allOf").add(schema);
    whole.set("components", document.path("components"));
    return SCHEMAS.getSchema(whole);
  }

  private JsonNode resolved(JsonNode node) {
    return node.has("$ref") ? document.at(node.get("$ref").asText().substring(1)) : node;
  }
}
