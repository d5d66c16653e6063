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
   * Reads the query. An id may also stand in the header that is customary for it.
   *
   * @throws BadCommandException for a key or a value that does not exist; says which do
   */
  RequestOptions(AskParser parser, HttpExchange exchange) throws BadCommandException {
    this.parser = parser;
    this.given = Query.parameters(exchange.query());
    exchange
        .header("Idempotency-Key")
        .ifPresent(header -> given.add(Map.entry("id", withoutQuotes(header))));
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
   * @throws BadCommandException for a field whose value does not exist, and as for the query
   */
  Ask ask(List<Map.Entry<String, String>> fields) throws BadCommandException {
    Set<String> known = given.stream().map(Map.Entry::getKey).collect(Collectors.toSet());
    List<Map.Entry<String, String>> all = new ArrayList<>(given);
    fields.stream()
        .filter(field -> parser.knows(field.getKey()) && !known.contains(field.getKey()))
        .forEach(all::add);
    return all.size() == given.size() ? ask : parser.with(Ask.DEFAULT, all);
  }

  private static String withoutQuotes(String text) {
    boolean quoted = text.length() > 1 && text.startsWith("\"") && text.endsWith("\"");
    return quoted ? text.substring(1, text.length() - 1) : text;
  }
}
