package io.lynceus.master.gateway.compat;

import io.lynceus.common.http.HttpResponse;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;

/** Writes answers as one of the two servers does. Any thread may call it. */
interface Answers {
  /** Of every answer but the page of {@code GET /}. */
  String TYPE = "application/json; charset=utf-8";

  /**
   * What was found, status 200.
   *
   * @param roundTrip from the last byte of the request to the reply
   */
  HttpResponse found(Endpoint endpoint, Found found, Duration roundTrip);

  /** Why nothing is told. */
  HttpResponse failed(Failure failure);

  /**
   * The networks that {@code /v1/vision/custom/NAME} can name, status 200.
   *
   * @param names without versions
   */
  HttpResponse models(List<String> names);

  /** Those of a dialect. */
  static Answers of(CompatDialect dialect, InstantSource clock) {
    return switch (dialect) {
      case DEEPSTACK -> new DeepStackAnswers();
      case CODEPROJECT -> new CodeProjectAnswers(clock);
    };
  }

  /** A failure with its own status; clients of HTTP want to be told how to show a token. */
  static HttpResponse withStatus(int status, String json) {
    HttpResponse response = HttpResponse.text(status, TYPE, json);
    return status == 401 ? response.with(Map.of("WWW-Authenticate", "Bearer")) : response;
  }
}
