package io.lynceus.master.gateway.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.lynceus.master.gateway.AskParser;
import io.lynceus.master.gateway.BadCommandException;
import io.lynceus.model.Ask;
import java.net.URLDecoder;
import org.jspecify.annotations.Nullable;

/** Reads the options of a request's query: {@code analyses=faces,edges&edges=png}. */
final class Query {
  private Query() {}

  /**
   * @param query as it stands in the request, or null; of a key that is given again the last counts
   * @throws BadCommandException for a key or a value that does not exist; says which do
   */
  static Ask ask(AskParser parser, @Nullable String query) throws BadCommandException {
    Ask ask = Ask.DEFAULT;
    if (query == null) {
      return ask;
    }
    for (String pair : query.split("&", -1)) {
      if (!pair.isEmpty()) {
        int equals = pair.indexOf('=');
        String key = equals < 0 ? pair : pair.substring(0, equals);
        String value = equals < 0 ? "" : pair.substring(equals + 1);
        ask = parser.with(ask, decoded(key), decoded(value));
      }
    }
    return ask;
  }

  private static String decoded(String text) throws BadCommandException {
    try {
      return URLDecoder.decode(text, UTF_8);
    } catch (IllegalArgumentException e) {
      throw new BadCommandException(
          "in the query, a percent sign goes before two hexadecimal digits: '" + text + "'");
    }
  }
}
