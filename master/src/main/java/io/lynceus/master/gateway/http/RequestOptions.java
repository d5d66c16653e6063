package io.lynceus.master.gateway.http;

import io.lynceus.common.http.HttpExchange;
import io.lynceus.master.gateway.AskParser;
import io.lynceus.master.gateway.BadCommandException;
import io.lynceus.model.Ask;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** The options of one request: those of its query and its header, and then of its form. */
final class RequestOptions {
  private final AskParser parser;
  private final List<Map.Entry<String, String>> given;
  private final Ask ask;

  /**
   * Reads the query; an id may also stand in the header that is customary for it.
   *
   * @throws BadCommandException for a key or a value that does not exist; says which do
   */
  RequestOptions(AskParser parser, HttpExchange exchange) throws BadCommandException {
    this.parser = parser;
    this.given = Query.parameters(exchange.query());
    exchange
        .header("Idempotency-Key")
        .ifPresent(header -> given.add(Map.entry("id", unquoted(header))));
    this.ask = parser.with(Ask.DEFAULT, given);
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
    Set<String> taken = given.stream().map(Map.Entry::getKey).collect(Collectors.toSet());
    List<Map.Entry<String, String>> all = new ArrayList<>(given);
    fields.entrySet().stream()
        .filter(field -> parser.knows(field.getKey()) && !taken.contains(field.getKey()))
        .forEach(all::add);
    return parser.with(Ask.DEFAULT, all);
  }

  private static String unquoted(String key) {
    boolean quoted = key.length() > 1 && key.startsWith("\"") && key.endsWith("\"");
    return quoted ? key.substring(1, key.length() - 1) : key;
  }
}
