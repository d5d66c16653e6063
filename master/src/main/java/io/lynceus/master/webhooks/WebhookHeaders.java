package io.lynceus.master.webhooks;

import io.lynceus.model.settings.Check;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** What a header of a request can be. Stateless. */
final class WebhookHeaders {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]{1,100}");
  private static final int MOST_CHARS = 4096;

  /** What the request's own are, or what would change how it is sent. */
  private static final List<String> OWN =
      List.of(
          "connection",
          "content-length",
          "content-type",
          "expect",
          "host",
          "keep-alive",
          "te",
          "trailer",
          "transfer-encoding",
          "upgrade",
          "webhook-id",
          "webhook-timestamp",
          "webhook-signature");

  private WebhookHeaders() {}

  /**
   * Checks a name.
   *
   * @throws IllegalArgumentException naming the key
   */
  static void check(String key, String name) {
    Check.that(NAME.matcher(name).matches(), key, "the name of a header", "'" + name + "'");
    Check.that(
        !OWN.contains(name.toLowerCase(Locale.ROOT)), key, "left out: Lynceus sets it", "set");
  }

  /**
   * Checks a value.
   *
   * @throws IllegalArgumentException saying what it can be, without the value
   */
  static void checkValue(String value) {
    if (value.length() > MOST_CHARS || !value.chars().allMatch(c -> c >= ' ' && c < 127)) {
      throw new IllegalArgumentException("has printable ASCII, at most " + MOST_CHARS + " of it");
    }
  }
}
