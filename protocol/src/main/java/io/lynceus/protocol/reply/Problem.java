package io.lynceus.protocol.reply;

import io.lynceus.model.Reply.Rejection;
import io.lynceus.model.Reply.RejectionCode;
import java.time.Duration;
import java.util.Optional;

/**
 * Why an HTTP request has no answer of its own: problem details after RFC 9457. Their type is
 * always {@code about:blank}: the HTTP status says what kind of problem it is, and {@code code},
 * where there is one, how the task port would call it.
 *
 * @param status the HTTP status code, 400 to 599
 * @param title how HTTP calls that status
 * @param detail one sentence that says what to do
 * @param id that the client gave the image
 * @param retryAfter when to come again, with {@code BUSY}
 */
public record Problem(
    int status,
    String title,
    Optional<RejectionCode> code,
    String detail,
    Optional<String> id,
    Optional<Duration> retryAfter) {
  /** What {@link #json} is, as {@code Content-Type} names it. */
  public static final String MEDIA_TYPE = "application/problem+json";

  /** A request that is refused and whose image has no id, if it brings one. */
  public static Problem of(int status, String title, Rejection rejection) {
    return of(status, title, rejection, Optional.empty());
  }

  /** A request that is refused. */
  public static Problem of(int status, String title, Rejection rejection, Optional<String> id) {
    return new Problem(
        status,
        title,
        Optional.of(rejection.code()),
        rejection.message(),
        id,
        rejection.retryAfter());
  }

  /** One line, without its line feed. */
  public String json() {
    return Json.line(
        json -> {
          json.writeStartObject();
          json.writeStringField("type", "about:blank");
          json.writeStringField("title", title);
          json.writeNumberField("status", status);
          json.writeStringField("detail", detail);
          if (code.isPresent()) {
            json.writeStringField("code", code.get().name());
          }
          if (id.isPresent()) {
            json.writeStringField("id", id.get());
          }
          if (retryAfter.isPresent()) {
            json.writeNumberField("retryAfterMs", retryAfter.get().toMillis());
          }
          json.writeEndObject();
        });
  }
}
