package io.lynceus.client.report;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Markup with placeholders, written <code>{{name}}</code>. Immutable. */
public record Template(String text) {
  private static final Pattern PLACE = Pattern.compile("\\{\\{(\\w+)}}");
  private static final Pattern BETWEEN = Pattern.compile("(?<=[>}])\\n(?=[<{])");
  private static final Pattern FRAGMENT = Pattern.compile("<!-- fragment: (\\w+) -->\n");

  /**
   * Fills every placeholder.
   *
   * @param values names and values in turn; an {@link Html} is inserted as it is, anything else is
   *     escaped
   * @throws IllegalArgumentException when a placeholder has no value
   */
  public Html fill(Object... values) {
    Map<String, Html> byName = new HashMap<>();
    for (int i = 0; i < values.length; i += 2) {
      Object value = values[i + 1];
      byName.put(
          (String) values[i],
          value instanceof Html html ? html : Html.escaped(String.valueOf(value)));
    }
    return new Html(
        PLACE
            .matcher(text)
            .replaceAll(
                place -> {
                  Html value = byName.get(place.group(1));
                  if (value == null) {
                    throw new IllegalArgumentException("no value for " + place.group(1));
                  }
                  return Matcher.quoteReplacement(value.markup());
                }));
  }

  /** Loads a resource beside this class. */
  public static Template resource(String file) {
    return resource(Template.class, file);
  }

  /** Loads a resource beside a class. */
  public static Template resource(Class<?> neighbour, String file) {
    try (InputStream in = neighbour.getResourceAsStream(file)) {
      if (in == null) {
        throw new IllegalStateException("the resource " + file + " is missing");
      }
      return new Template(new String(in.readAllBytes(), UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Splits a file into templates; a comment at the start of each names it. Ends of lines between
   * elements are left out: a browser makes a node of each.
   */
  static Map<String, Template> fragments(Class<?> neighbour, String file) {
    String text = resource(neighbour, file).text();
    Map<String, Template> fragments = new HashMap<>();
    Matcher start = FRAGMENT.matcher(text);
    boolean more = start.find();
    while (more) {
      String name = start.group(1);
      int from = start.end();
      more = start.find();
      String body = text.substring(from, more ? start.start() : text.length());
      fragments.put(name, new Template(BETWEEN.matcher(body.strip()).replaceAll("")));
    }
    return Map.copyOf(fragments);
  }
}
