package io.lynceus.master.gateway.compat;

import io.lynceus.common.http.HttpResponse;
import java.time.Duration;
import java.util.List;

/**
 * Answers as DeepStack's server does. It has a field {@code duration} everywhere, which it never
 * sets. {@code message} beside an error is ours: DeepStack's words do not say what to do.
 */
final class DeepStackAnswers implements Answers {

  @Override
  public HttpResponse found(Endpoint endpoint, Found found, Duration roundTrip) {
    return Answers.withStatus(
        200,
        CompatJson.object(
            json -> {
              json.writeBooleanField("success", true);
              CompatJson.writePredictions(json, endpoint, found);
              json.writeNumberField("duration", 0);
            }));
  }

  @Override
  public HttpResponse failed(Failure failure) {
    return Answers.withStatus(
        failure.status(),
        CompatJson.object(
            json -> {
              json.writeBooleanField("success", false);
              json.writeStringField("error", failure.words().orElse(failure.message()));
              if (failure.words().isPresent()) {
                json.writeStringField("message", failure.message());
              }
              json.writeNumberField("duration", 0);
            }));
  }

  @Override
  public HttpResponse models(List<String> names) {
    return Answers.withStatus(
        200,
        CompatJson.object(
            json -> {
              json.writeBooleanField("success", true);
              json.writeArrayFieldStart("models");
              for (String name : names) {
                json.writeString(name);
              }
              json.writeEndArray();
              json.writeNumberField("duration", 0);
            }));
  }
}
