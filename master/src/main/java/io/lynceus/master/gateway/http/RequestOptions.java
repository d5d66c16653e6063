package io.lynceus.master.gateway.http;

import io.lynceus.common.http.HttpExchange;
import io.lynceus.master.gateway.AskParser;
import io.lynceus.master.gateway.BadCommandException;
import io.lynceus.model.Analysis;
import io.lynceus.model.Ask;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The options of one request: those of its query and its header, and then of its form. */
final class RequestOptions {
  private static final String HEADER = "Idempotency-Key";
  private static final String ID = "id";
  private static final String CORNERS = "corners";

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
    exchange.header(HEADER).ifPresent(header -> given.add(Map.entry(ID, withoutQuotes(header))));
    this.ask = parsed(given);
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
    return all.size() == given.size() ? ask : parsed(all);
  }

  /** As {@link #ask(List)}; of fields whose options cannot be taken, the id alone. */
  Ask told(List<Map.Entry<String, String>> fields) {
    try {
      return ask(fields);
    } catch (BadCommandException e) {
      return ask.id().isPresent() ? ask : ask.withId(idIn(fields.stream()));
    }
  }

  /** What is told of an image whose options cannot be taken: its id, if it has one. */
  static Ask idAlone(HttpExchange exchange) {
    Stream<Map.Entry<String, String>> query = Stream.empty();
    try {
      query = Query.parameters(exchange.query()).stream();
    } catch (BadCommandException e) {
      // The header may still have it.
    }
    Stream<Map.Entry<String, String>> header =
        exchange.header(HEADER).map(text -> Map.entry(ID, withoutQuotes(text))).stream();
    return Ask.DEFAULT.withId(idIn(Stream.concat(query, header)));
  }

  private static Optional<String> idIn(Stream<Map.Entry<String, String>> pairs) {
    return pairs
        .filter(pair -> pair.getKey().equals(ID))
        .map(Map.Entry::getValue)
        .filter(AskParser::isId)
        .findFirst();
  }

  /** On this port, corners are counted unless the client asks for them. */
  private Ask parsed(List<Map.Entry<String, String>> all) throws BadCommandException {
    Ask parsed = parser.with(Ask.DEFAULT, all);
    boolean asked =
        all.stream().anyMatch(pair -> pair.getKey().equals(CORNERS) && !pair.getValue().isEmpty());
    return asked || !parsed.wanted().contains(Analysis.CORNERS)
        ? parsed
        : parsed.withOption(CORNERS, "count");
  }

  private static String withoutQuotes(String text) {
    boolean quoted = text.length() > 1 && text.startsWith("\"") && text.endsWith("\"");
    return quoted ? text.substring(1, text.length() - 1) : text;
  }
}
