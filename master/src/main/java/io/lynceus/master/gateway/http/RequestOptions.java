package io.lynceus.master.gateway.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.lynceus.common.http.HttpExchange;
import io.lynceus.master.gateway.AskParser;
import io.lynceus.master.gateway.BadCommandException;
import io.lynceus.model.Ask;
import java.net.URLDecoder;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The options of one request: those of its query and its header, and then of its form. */
final class RequestOptions {
  private final AskParser parser;
  private final Map<String, String> given;
  private final Ask ask;

  /**
   * Reads {@code analyses=faces,edges&edges=png}; the last value of a key counts. An id may also
   * stand in the header that is customary for it.
   *
   * @throws BadCommandException for a key or a value that does not exist; says which do
   */
  RequestOptions(AskParser parser, HttpExchange exchange) throws BadCommandException {
    this.parser = parser;
    this.given = query(exchange.query().orElse(""));
    Optional<String> key = exchange.header("Idempotency-Key");
    if (key.isPresent()) {
      given.putIfAbsent("id", unquoted(key.get()));
    }
    this.ask = changed(Ask.DEFAULT, given);
  }

  /** What the query and the header ask. */
  Ask ask() {
    return ask;
  }

  /**
   * What they ask together with a form's fields. A field that is no option is passed over; where
   * the query has the option too, the query counts.
   *
   * @throws BadCommandException for a field whose value does not exist
   */
  Ask ask(Map<String, String> fields) throws BadCommandException {
    Map<String, String> options = new LinkedHashMap<>(fields);
    options.keySet().removeIf(key -> given.containsKey(key) || !parser.knows(key));
    return options.isEmpty() ? ask : changed(ask, options);
  }

  private Ask changed(Ask before, Map<String, String> options) throws BadCommandException {
    Ask after = before;
    for (Map.Entry<String, String> option : options.entrySet()) {
      after = parser.with(after, option.getKey(), option.getValue());
    }
    return after;
  }

  private static Map<String, String> query(String query) throws BadCommandException {
    Map<String, String> options = new LinkedHashMap<>();
    for (String pair : query.split("&", -1)) {
      if (!pair.isEmpty()) {
        int equals = pair.indexOf('=');
        String key = equals < 0 ? pair : pair.substring(0, equals);
        options.put(decoded(key), equals < 0 ? "" : decoded(pair.substring(equals + 1)));
      }
    }
    return options;
  }

  private static String decoded(String text) throws BadCommandException {
    try {
      return URLDecoder.decode(text, UTF_8);
    } catch (IllegalArgumentException e) {
      throw new BadCommandException(
          "in the query, a percent sign goes before two hexadecimal digits: '" + text + "'");
    }
  }

  private static String unquoted(String key) {
    boolean quoted = key.length() > 1 && key.startsWith("\"") && key.endsWith("\"");
    return quoted ? key.substring(1, key.length() - 1) : key;
  }
}
