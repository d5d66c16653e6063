package io.lynceus.master.gateway.compat;

import com.fasterxml.jackson.core.JsonGenerator;
import io.lynceus.common.http.HttpExchange;
import io.lynceus.common.http.HttpResponse;
import java.io.IOException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The pages by which clients look whether the server is there: {@code GET /} and {@code GET
 * /v1/status/…}. Nobody is asked for newer versions. Any thread may call it.
 */
final class VersionAnswers {
  private static final Pattern VERSION =
      Pattern.compile("(\\d{1,6})\\.(\\d{1,6})(?:\\.(\\d{1,6}))?(?:-(.+))?");
  private static final String HTML = "text/html; charset=utf-8";
  private static final String PAGE =
      """
      <!DOCTYPE html>
      <html lang="en"><head><meta charset="utf-8"><title>Lynceus</title></head>
      <body><p>Lynceus answers here as %s does: POST /v1/vision/detection.</p></body></html>\
      """;

  private final String version;
  private final String host;
  private final String page;

  /**
   * @param version of Lynceus
   * @param host name of this machine
   */
  VersionAnswers(String version, String host, CompatDialect dialect) {
    this.version = version;
    this.host = host;
    page =
        PAGE.formatted(dialect == CompatDialect.DEEPSTACK ? "DeepStack" : "CodeProject.AI Server");
  }

  /** {@code GET /}. */
  void page(HttpExchange exchange) {
    exchange.respond(HttpResponse.text(200, HTML, page));
  }

  /** {@code GET /v1/status/ping} and {@code /v1/status/version}. */
  void version(HttpExchange exchange) {
    exchange.respond(Answers.withStatus(200, CompatJson.object(this::writeVersion)));
  }

  /** {@code GET /v1/status/updateavailable}: never. */
  void update(HttpExchange exchange) {
    exchange.respond(
        Answers.withStatus(
            200,
            CompatJson.object(
                json -> {
                  writeVersion(json);
                  writeNumbers(json, "current");
                  writeNumbers(json, "latest");
                  json.writeBooleanField("updateAvailable", false);
                })));
  }

  private void writeVersion(JsonGenerator json) throws IOException {
    json.writeBooleanField("success", true);
    json.writeStringField("message", version);
    writeNumbers(json, "version");
    json.writeNumberField("code", 200);
    json.writeStringField("hostname", host);
  }

  private void writeNumbers(JsonGenerator json, String field) throws IOException {
    Matcher parts = VERSION.matcher(version);
    boolean known = parts.matches();
    json.writeObjectFieldStart(field);
    json.writeNumberField("major", known ? Integer.parseInt(parts.group(1)) : 0);
    json.writeNumberField("minor", known ? Integer.parseInt(parts.group(2)) : 0);
    json.writeNumberField(
        "patch", known && parts.group(3) != null ? Integer.parseInt(parts.group(3)) : 0);
    json.writeStringField("preRelease", known && parts.group(4) != null ? parts.group(4) : "");
    json.writeBooleanField("securityUpdate", false);
    json.writeNumberField("build", 0);
    json.writeStringField("file", "");
    json.writeStringField("releaseNotes", "");
    json.writeEndObject();
  }
}
