package io.lynceus.master.gateway.http;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lynceus.common.SafeText;
import io.lynceus.common.http.HttpResponse;
import io.lynceus.model.Analysis;
import io.lynceus.model.AnalysisCatalog;
import io.lynceus.model.AnalysisDescriptor;
import io.lynceus.model.AnalysisOption;
import io.lynceus.model.network.NetworkChoice;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/**
 * The description of this port for programs: {@code openapi.json} beside this class, with the
 * version of Lynceus, and the analyses of plug-ins and their options. Any thread may call it.
 */
final class OpenApi {
  private static final String DOCUMENT = "openapi.json";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final ObjectNode document;
  private volatile Described described;

  /** What was made of a catalog, which seldom changes. */
  private record Described(AnalysisCatalog catalog, HttpResponse response) {}

  /**
   * Reads the document from the jar.
   *
   * @param version of Lynceus
   */
  OpenApi(String version) throws IOException {
    try (InputStream in = OpenApi.class.getResourceAsStream(DOCUMENT)) {
      if (in == null) {
        throw new IOException(DOCUMENT + " is missing in the master's jar");
      }
      document = (ObjectNode) JSON.readTree(in);
    }
    ((ObjectNode) document.path("info")).put("version", version);
    described = describe(AnalysisCatalog.STANDARD);
  }

  /** The document, as a response. */
  HttpResponse of(AnalysisCatalog catalog) {
    Described latest = described;
    if (latest.catalog() != catalog) {
      latest = describe(catalog);
      described = latest;
    }
    return latest.response();
  }

  private Described describe(AnalysisCatalog catalog) {
    ObjectNode full = document.deepCopy();
    ArrayNode parameters = (ArrayNode) full.at("/paths/~1v1~1images/post/parameters");
    ArrayNode keys = (ArrayNode) parameters.get(0).at("/schema/items/examples");
    ObjectNode analyses = (ObjectNode) full.at("/components/schemas/Analyses/properties");
    for (AnalysisDescriptor descriptor : catalog.descriptors()) {
      if (!Analysis.STANDARD.contains(descriptor.analysis())) {
        keys.add(descriptor.analysis().key());
        analyses
            .putObject(descriptor.analysis().key())
            .put("$ref", "#/components/schemas/Findings")
            .put("description", descriptor.description());
      }
    }
    for (AnalysisOption option : catalog.options()) {
      if (AnalysisCatalog.STANDARD.option(option.key()).isEmpty()) {
        describe(option, parameters.addObject());
      }
    }
    try {
      return new Described(
          catalog, Responses.json(200, SafeText.ofJson(JSON.writeValueAsString(full))));
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory failed", e);
    }
  }

  private static void describe(AnalysisOption option, ObjectNode parameter) {
    parameter.put("name", option.key()).put("in", "query").put("description", option.description());
    ObjectNode schema = parameter.putObject("schema");
    switch (option.kind()) {
      case WORD -> option.words().forEach(schema.putArray("enum")::add);
      case NUMBER ->
          schema
              .put("type", "number")
              .put("minimum", option.least())
              .put("maximum", option.greatest());
      case NETWORK -> schema.put("type", "string").put("maxLength", NetworkChoice.MAX_CHARS);
      case LIST -> {
        schema.put("type", "array").putObject("items").put("type", "string");
        parameter.put("style", "form").put("explode", false);
      }
    }
  }
}
