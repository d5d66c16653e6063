package io.lynceus.master.gateway.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.lynceus.master.gateway.BadCommandException;
import java.net.URLDecoder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads a request's query: {@code analyses=faces,edges&edges=png}. */
public final class Query {
  private Query() {}

  /**
   * The parameters, in their order; a key may occur twice.
   *
   * @param query as it stands in the request
   * @throws BadCommandException when it cannot be read
   */
  public static List<Map.Entry<String, String>> parameters(Optional<String> query)
      throws BadCommandException {
    List<Map.Entry<String, String>> parameters = new ArrayList<>();
    for (String pair : query.orElse("").split("&", -1)) {
      if (!pair.isEmpty()) {
        int equals = pair.indexOf('=');
        if (equals < 0) {
          throw new BadCommandException(
              "in the query, '%s' has no value: send %s=VALUE"
                  .formatted(decoded(pair), decoded(pair)));
        }
        parameters.add(
            Map.entry(decoded(pair.substring(0, equals)), decoded(pair.substring(equals + 1))));
      }
    }
    return parameters;
  }

  /**
   * The one parameter that a question about the cluster may have.
   *
   * @throws BadCommandException for another one, or two
   */
  static Optional<String> only(String key, Optional<String> query) throws BadCommandException {
    List<Map.Entry<String, String>> parameters = parameters(query);
    if (parameters.isEmpty()) {
      return Optional.empty();
    }
    if (parameters.size() > 1 || !parameters.get(0).getKey().equals(key)) {
      throw new BadCommandException("the only parameter here is " + key + ", once");
    }
    return Optional.of(parameters.get(0).getValue());
  }

  /**
   * Refuses every parameter, where there are none.
   *
   * @throws BadCommandException if there is one
   */
  static void requireNone(Optional<String> query) throws BadCommandException {
    if (!parameters(query).isEmpty()) {
      throw new BadCommandException("there are no parameters here: leave the query out");
    }
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
