package io.lynceus.master.webhooks;

import java.net.http.HttpHeaders;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/**
 * What a receiver has answered.
 *
 * @param status of its answer; 0 if none came
 * @param retryAfter how long it wants to be left alone
 * @param why it does not count as delivered, without secrets; empty if it does
 */
record WebhookAnswer(int status, Optional<Duration> retryAfter, String why) {
  private static final int GONE = 410;

  /**
   * An answer with that head.
   *
   * @param now to which a date in {@code Retry-After} refers
   */
  static WebhookAnswer of(int status, HttpHeaders headers, Instant now) {
    boolean good = status >= 200 && status < 300;
    boolean redirect = status >= 300 && status < 400;
    String why =
        good
            ? ""
            : "the receiver answered "
                + status
                + (redirect ? ", and a redirect is not followed: set the final address" : "");
    return new WebhookAnswer(
        status, headers.firstValue("Retry-After").flatMap(text -> time(text.strip(), now)), why);
  }

  /** No answer came. */
  static WebhookAnswer none(String why) {
    return new WebhookAnswer(0, Optional.empty(), why);
  }

  boolean isDelivered() {
    return why.isEmpty();
  }

  /** Whether the receiver wants to hear nothing more, ever. */
  boolean isGone() {
    return status == GONE;
  }

  /** Seconds or a date, as RFC 9110 has it. */
  private static Optional<Duration> time(String text, Instant now) {
    try {
      if (text.matches("\\d{1,9}")) {
        return Optional.of(Duration.ofSeconds(Long.parseLong(text)));
      }
      Instant at = ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
      return Optional.of(Duration.between(now, at)).filter(time -> !time.isNegative());
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
