package io.lynceus.master.gateway.compat;

import com.fasterxml.jackson.core.JsonGenerator;
import io.lynceus.common.http.HttpResponse;
import io.lynceus.model.Findings.Detection;
import io.lynceus.model.Reply.Timing;
import io.lynceus.model.Reply.UnitRun;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Answers as CodeProject.AI Server does. What is wrong with a request is told with status 200 and
 * {@code "success":false}; where the cluster has failed, the status says so too. Times are whole
 * milliseconds.
 */
final class CodeProjectAnswers implements Answers {
  /** RFC 9110, 5.6.7. */
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.US)
          .withZone(ZoneOffset.UTC);

  private static final String DEVICE = "CPU";
  private static final int OK = 200;
  private static final int ERROR = 500;
  private static final int MOST_NAMED = 3;

  private final InstantSource clock;

  CodeProjectAnswers(InstantSource clock) {
    this.clock = clock;
  }

  @Override
  public HttpResponse found(Endpoint endpoint, Found found, Duration roundTrip) {
    return Answers.withStatus(
        OK,
        CompatJson.object(
            json -> {
              json.writeBooleanField("success", true);
              json.writeStringField("message", message(endpoint, found));
              json.writeNumberField("count", found.boxes().size());
              CompatJson.writePredictions(json, endpoint, found);
              writeMillis(json, "inferenceMs", found.run().map(UnitRun::time));
              writeMillis(json, "processMs", found.timing().map(Timing::total));
              writeMillis(json, "analysisRoundTripMs", Optional.of(roundTrip));
              writeModule(json, endpoint, endpoint.command());
              json.writeStringField("requestId", found.id());
              json.writeStringField("processedBy", found.run().map(UnitRun::slave).orElse(""));
              json.writeNumberField("code", OK);
            }));
  }

  private static String message(Endpoint endpoint, Found found) {
    if (found.boxes().isEmpty()) {
      return found.image().condition().flat()
          ? "nothing can be seen in the picture: it is of one colour"
          : "nothing found";
    }
    String named =
        found.boxes().stream()
            .limit(MOST_NAMED)
            .map((Detection box) -> CompatJson.labelOf(box, endpoint))
            .collect(Collectors.joining(", "));
    int more = found.boxes().size() - MOST_NAMED;
    return "found " + named + (more > 0 ? " and " + more + " more" : "");
  }

  @Override
  public HttpResponse failed(Failure failure) {
    return Answers.withStatus(
        failure.ofRequest() ? OK : failure.status(),
        CompatJson.object(
            json -> {
              json.writeBooleanField("success", false);
              json.writeStringField("error", failure.message());
              json.writeNumberField("code", failure.ofRequest() ? ERROR : failure.status());
              json.writeStringField("timestampUTC", TIME.format(clock.instant()));
            }));
  }

  @Override
  public HttpResponse models(List<String> names) {
    return Answers.withStatus(
        OK,
        CompatJson.object(
            json -> {
              json.writeBooleanField("success", true);
              json.writeArrayFieldStart("models");
              for (String name : names) {
                json.writeString(name);
              }
              json.writeEndArray();
              writeModule(json, Endpoint.CUSTOM, "list-custom");
              json.writeObjectFieldStart("statusData");
              json.writeStringField("inferenceDevice", DEVICE);
              json.writeStringField("inferenceLibrary", "ONNX Runtime");
              json.writeBooleanField("canUseGPU", false);
              json.writeEndObject();
              json.writeNumberField("analysisRoundTripMs", 0);
              json.writeStringField("processedBy", "master");
              json.writeNumberField("code", OK);
            }));
  }

  private void writeModule(JsonGenerator json, Endpoint endpoint, String command)
      throws IOException {
    String key = endpoint.analysis().key();
    json.writeStringField("moduleId", "lynceus-" + key);
    json.writeStringField("moduleName", "Lynceus " + key);
    json.writeStringField("command", command);
    json.writeStringField("inferenceDevice", DEVICE);
    json.writeStringField("timestampUTC", TIME.format(clock.instant()));
  }

  private static void writeMillis(JsonGenerator json, String field, Optional<Duration> time)
      throws IOException {
    json.writeFieldName(field);
    if (time.isPresent()) {
      json.writeNumber(time.get().toMillis());
    } else {
      json.writeNull();
    }
  }
}
