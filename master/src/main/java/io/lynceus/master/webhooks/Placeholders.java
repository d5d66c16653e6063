package io.lynceus.master.webhooks;

import io.lynceus.model.text.NearestNames;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Texts with {@code {event.label}} and the like in them. Stateless. */
final class Placeholders {
  /** The picture itself, in Base64: only templates have it. */
  static final String PICTURE = "image.base64";

  /** All that there are. */
  static final List<String> NAMES =
      List.of(
          "type",
          "text",
          "webhook",
          "event.id",
          "event.kind",
          "event.rule",
          "event.camera",
          "event.label",
          "event.zone",
          "event.started",
          "event.last",
          "event.ended",
          "event.count",
          "event.best.id",
          "event.best.at",
          "event.best.score",
          "image.url",
          "image.type",
          PICTURE,
          "console.url");

  private static final Pattern FORM = Pattern.compile("\\{([a-z][a-z0-9.]*)}");

  private Placeholders() {}

  /**
   * Looks whether there are only known ones.
   *
   * @throws IllegalArgumentException naming one that is not
   */
  static void check(String template) {
    Matcher found = FORM.matcher(template);
    while (found.find()) {
      if (!NAMES.contains(found.group(1))) {
        throw new IllegalArgumentException(
            "has "
                + found.group()
                + ", which is no placeholder"
                + NearestNames.aside(found.group(1), NAMES)
                + ": docs/webhooks.md lists them");
      }
    }
  }

  /** Whether one of those is in it whose names begin so. */
  static boolean has(String template, String prefix) {
    return template.contains("{" + prefix);
  }

  /**
   * Puts values into their places.
   *
   * @param values those that are not there are empty
   * @param quoting of each value
   */
  static String fill(String template, Map<String, String> values, UnaryOperator<String> quoting) {
    return FORM.matcher(template)
        .replaceAll(
            found ->
                Matcher.quoteReplacement(quoting.apply(values.getOrDefault(found.group(1), ""))));
  }
}
