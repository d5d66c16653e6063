package io.lynceus.master.gateway.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.lynceus.common.http.HttpResponse;
import java.io.IOException;
import java.io.InputStream;

/** The description of this port for programs: {@code openapi.json} beside this class. */
final class OpenApi {
  private static final String DOCUMENT = "openapi.json";

  private OpenApi() {}

  /** The document, as a response. */
  static HttpResponse load() throws IOException {
    try (InputStream in = OpenApi.class.getResourceAsStream(DOCUMENT)) {
      if (in == null) {
        throw new IOException(DOCUMENT + " is missing in the master's jar");
      }
      return Responses.json(200, new String(in.readAllBytes(), UTF_8).strip());
    }
  }
}
