package io.lynceus.master.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The files of {@code docs/schema} are those of {@code openapi.json}, for clients of the task port.
 */
class SchemaFilesTest {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final String COMPONENTS = "#/components/schemas/";

  private final JsonNode schemas;

  SchemaFilesTest() throws IOException {
    try (InputStream in = OpenApi.class.getResourceAsStream("openapi.json")) {
      schemas = MAPPER.readTree(in).at("/components/schemas");
    }
  }

  @ParameterizedTest
  @CsvSource({"Reply, reply", "Status, status", "Result, result"})
  void theFileHasTheSchemaOfTheApi(String root, String name) throws IOException {
    Path file = Path.of("../docs/schema/" + name + ".schema.json");
    JsonNode stored = MAPPER.readTree(file.toFile());
    Set<String> names = new TreeSet<>(Set.of(root));
    if (root.equals("Result")) { // what stands in another file is not there twice
      ((ObjectNode) schemas.at("/Result/properties/reply")).put("$ref", "reply.schema.json");
    }
    addReferences(schemas.path(root), names);
    ObjectNode wanted = MAPPER.createObjectNode();
    for (String needed : names) {
      wanted.set(needed, schemas.path(needed));
    }
    wanted = (ObjectNode) MAPPER.readTree(wanted.toString().replace(COMPONENTS, "#/$defs/"));
    if (root.equals("Reply")) { // by HTTP it is always 1
      JsonNode seq = stored.at("/$defs/Reply/properties/seq");
      assertThat(seq.path("minimum").asInt(-1)).isZero();
      ((ObjectNode) wanted.at("/Reply/properties")).set("seq", seq);
    }

    assertThat(stored.path("$ref").asText()).isEqualTo("#/$defs/" + root);
    assertThat(stored.path("$defs"))
        .as("$defs of %s have to be %s", file, wanted.toPrettyString())
        .isEqualTo(wanted);
  }

  private void addReferences(JsonNode schema, Set<String> names) {
    for (String reference : schema.findValuesAsText("$ref")) {
      if (!reference.startsWith(COMPONENTS)) {
        continue;
      }
      String name = reference.substring(COMPONENTS.length());
      if (names.add(name)) {
        addReferences(schemas.path(name), names);
      }
    }
  }
}
