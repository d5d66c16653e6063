package io.lynceus.common.http;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Which handler answers which method at which path. A part {@code {name}} of a route's path stands
 * for any one part of a request's path, which {@link HttpExchange#pathVariable} tells; at the end
 * of a path, <code>{+name}</code> stands for one part or more. A route without such parts goes
 * before. Filled by one thread before the server serves it, not changed after that.
 */
public final class Routes {
  private final Problems problems;
  private final AllowedHosts hosts;
  private OriginCheck origins;
  private final Map<String, Map<String, RequestHandler>> paths = new LinkedHashMap<>();
  private final Set<String> monitored = new HashSet<>();
  private final boolean beyondLimit;

  /**
   * @param problems answers what no handler does
   * @param hosts to which requests are served, whatever their path
   */
  public Routes(Problems problems, AllowedHosts hosts) {
    this(problems, hosts, false);
  }

  private Routes(Problems problems, AllowedHosts hosts, boolean beyondLimit) {
    this.problems = problems;
    this.hosts = hosts;
    this.beyondLimit = beyondLimit;
    this.origins = new OriginCheck(hosts, "http");
  }

  /**
   * The same, for connections beyond the limit: each gets one response, which refuses what is not
   * for monitors.
   */
  Routes beyondLimit() {
    Routes routes = new Routes(problems, hosts, true);
    routes.origins = origins;
    routes.paths.putAll(paths);
    routes.monitored.addAll(monitored);
    return routes;
  }

  /** Adds a route for {@code GET}, and for {@code HEAD}, whose responses lose their body. */
  public Routes get(String path, Consumer<HttpExchange> handler) {
    return add("GET", path, withoutBody(handler)).add("HEAD", path, withoutBody(handler));
  }

  /**
   * Adds a route as {@link #get} does, for monitors: they are answered on connections beyond the
   * limit too. The handler responds within a moment.
   */
  public Routes monitor(String path, Consumer<HttpExchange> handler) {
    monitored.add(path);
    return get(path, handler);
  }

  /** Adds a route for {@code DELETE}. */
  public Routes delete(String path, Consumer<HttpExchange> handler) {
    return add("DELETE", path, withoutBody(handler));
  }

  private static RequestHandler withoutBody(Consumer<HttpExchange> handler) {
    return exchange -> {
      handler.accept(exchange);
      return BodyReader.NONE;
    };
  }

  public Routes post(String path, RequestHandler handler) {
    return add("POST", path, handler);
  }

  public Routes put(String path, RequestHandler handler) {
    return add("PUT", path, handler);
  }

  private Routes add(String method, String path, RequestHandler handler) {
    paths.computeIfAbsent(path, none -> new TreeMap<>()).put(method, handler);
    return this;
  }

  Problems problems() {
    return problems;
  }

  boolean isForMonitors(HttpExchange exchange) {
    return monitored.contains(withoutLastSlash(exchange.path()));
  }

  /** Called by the server before the first request, with the scheme of its addresses. */
  void speak(String scheme) {
    origins = new OriginCheck(hosts, scheme);
  }

  /** Lets a request in, whatever its path; returns it. */
  RequestHead admit(RequestHead head) throws RefusedHeadException {
    origins.require(head);
    return head;
  }

  BodyReader handle(HttpExchange exchange) {
    if (beyondLimit) {
      exchange.endConnection();
      if (!isForMonitors(exchange)) {
        exchange.respond(problems.response(429, "too many connections"));
        return BodyReader.NONE;
      }
    }
    return handleByPath(exchange);
  }

  private BodyReader handleByPath(HttpExchange exchange) {
    String path = exchange.path();
    Map<String, RequestHandler> methods =
        path.contains("{") ? null : paths.getOrDefault(path, paths.get(withoutLastSlash(path)));
    if (methods == null) {
      methods = withVariables(exchange);
    }
    RequestHandler handler = methods == null ? null : methods.get(exchange.method());
    if (handler != null) {
      return handler.handle(exchange);
    }
    exchange.respond(
        methods == null
            ? problems.response(
                404,
                "there is no %s %s: there are %s".formatted(exchange.method(), path, described()))
            : problems
                .response(405, wrongMethod(exchange.method(), path, methods.keySet()))
                .with(Map.of("Allow", String.join(", ", methods.keySet()))));
    return BodyReader.NONE;
  }

  private @Nullable Map<String, RequestHandler> withVariables(HttpExchange exchange) {
    String[] given = withoutLastSlash(exchange.path()).split("/", -1);
    for (Map.Entry<String, Map<String, RequestHandler>> route : paths.entrySet()) {
      Optional<Map<String, String>> variables = match(route.getKey().split("/", -1), given);
      if (variables.isPresent()) {
        exchange.bind(variables.get());
        return route.getValue();
      }
    }
    return null;
  }

  private static Optional<Map<String, String>> match(String[] route, String[] given) {
    int last = route.length - 1;
    if (route[last].startsWith("{+") && given.length > last) {
      String rest = String.join("/", List.of(given).subList(last, given.length));
      Map<String, String> variables = new HashMap<>();
      variables.put(route[last].substring(2, route[last].length() - 1), rest);
      boolean fits = !rest.isEmpty() && matchParts(route, given, last, variables);
      return fits ? Optional.of(variables) : Optional.empty();
    }
    Map<String, String> variables = new HashMap<>();
    return route.length == given.length && matchParts(route, given, route.length, variables)
        ? Optional.of(variables)
        : Optional.empty();
  }

  private static boolean matchParts(
      String[] route, String[] given, int parts, Map<String, String> variables) {
    for (int i = 0; i < parts; i++) {
      boolean variable = route[i].startsWith("{") && !given[i].isEmpty();
      if (variable) {
        variables.put(route[i].substring(1, route[i].length() - 1), given[i]);
      } else if (!route[i].equals(given[i])) {
        return false;
      }
    }
    return true;
  }

  private static String withoutLastSlash(String path) {
    return path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
  }

  private static String wrongMethod(String method, String path, Set<String> methods) {
    return "send %s %s instead of %s".formatted(methods.iterator().next(), path, method);
  }

  /** {@code GET /healthz, GET /readyz, POST /v1/images}. */
  private String described() {
    return paths.entrySet().stream()
        .flatMap(
            path ->
                path.getValue().keySet().stream()
                    .filter(method -> !method.equals("HEAD"))
                    .map(method -> method + " " + path.getKey()))
        .collect(Collectors.joining(", "));
  }
}
