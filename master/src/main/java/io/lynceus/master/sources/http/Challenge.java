package io.lynceus.master.sources.http;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One challenge of a {@code WWW-Authenticate} field (RFC 9110, 11.6.1), of a stranger.
 *
 * @param scheme in lower case
 * @param parameters by their names in lower case, without quotes
 */
record Challenge(String scheme, Map<String, String> parameters) {
  private static final int MAX_FIELD_CHARS = 4096;
  private static final int MAX_CHALLENGES = 16;

  private static final String TOKEN = "[A-Za-z0-9!#$%&'*+.^_`|~-]++";

  /** A parameter, or the scheme of the next challenge. Possessive: a long one takes no stack. */
  private static final Pattern PART =
      Pattern.compile(
          "(TOKEN)[ \\t]*+=[ \\t]*+(?:\"((?:[^\"\\\\]++|\\\\.)*+)\"|([^\\s,\"]++))|(TOKEN)"
              .replace("TOKEN", TOKEN));

  private static final Pattern ESCAPED = Pattern.compile("\\\\(.)");

  Challenge {
    parameters = Map.copyOf(parameters);
  }

  /** Reads the fields of a response; what makes no sense is left out. */
  static List<Challenge> read(List<String> fields) {
    List<Challenge> found = new ArrayList<>();
    for (String field : fields) {
      if (field.length() <= MAX_FIELD_CHARS) {
        read(field, found);
      }
    }
    return found.subList(0, Math.min(found.size(), MAX_CHALLENGES));
  }

  private static void read(String field, List<Challenge> found) {
    String scheme = "";
    Map<String, String> parameters = new HashMap<>();
    Matcher part = PART.matcher(field);
    while (part.find()) {
      if (part.group(1) == null) {
        add(scheme, parameters, found);
        scheme = part.group(4).toLowerCase(Locale.ROOT);
        parameters.clear();
      } else {
        String value =
            part.group(2) == null ? part.group(3) : ESCAPED.matcher(part.group(2)).replaceAll("$1");
        parameters.putIfAbsent(part.group(1).toLowerCase(Locale.ROOT), value);
      }
    }
    add(scheme, parameters, found);
  }

  private static void add(String scheme, Map<String, String> parameters, List<Challenge> found) {
    if (!scheme.isEmpty()) {
      found.add(new Challenge(scheme, parameters));
    }
  }

  /** The value of a parameter; empty if it is not there. */
  String value(String name) {
    return parameters.getOrDefault(name, "");
  }

  /** Whether the answer was right for a nonce that is too old by now. */
  boolean isStale() {
    return value("stale").equalsIgnoreCase("true");
  }
}
