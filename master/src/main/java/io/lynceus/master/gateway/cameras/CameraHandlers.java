package io.lynceus.master.gateway.cameras;

import io.lynceus.common.SafeText;
import io.lynceus.common.http.BodyReader;
import io.lynceus.common.http.HttpExchange;
import io.lynceus.common.http.HttpResponse;
import io.lynceus.common.http.Problems;
import io.lynceus.common.port.AddressText;
import io.lynceus.master.cameras.CameraEditException;
import io.lynceus.master.cameras.CameraEditor;
import io.lynceus.master.cameras.CameraEditor.Condition;
import io.lynceus.master.cameras.CameraEditor.Described;
import io.lynceus.master.cameras.CameraHealths;
import io.lynceus.master.gateway.access.AuditTrail;
import io.lynceus.master.gateway.access.Grant;
import io.lynceus.model.Camera;
import io.lynceus.protocol.reply.WatchesJson;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Shows and changes the settings of a camera, and accepts its view: {@code /v1/cameras/{name}}. Any
 * thread may call it.
 */
public final class CameraHandlers {
  private static final Logger log = LoggerFactory.getLogger(CameraHandlers.class);
  private static final String NAME = "name";
  private static final String JSON = "application/json";
  private static final int WRONG = 400;
  private static final int UNKNOWN = 404;
  private static final int UNAVAILABLE = 503;

  private final CameraEditor editor;
  private final Supplier<CameraHealths> healths;
  private final AuditTrail audit;
  private final Problems problems;

  /**
   * @param healths who judges the health of cameras
   * @param audit told of views that are accepted
   * @param problems makes refusals
   */
  public CameraHandlers(
      CameraEditor editor, Supplier<CameraHealths> healths, AuditTrail audit, Problems problems) {
    this.editor = editor;
    this.healths = healths;
    this.audit = audit;
    this.problems = problems;
  }

  /** {@code GET}: the settings, and their version as the {@code ETag}. */
  public void show(HttpExchange exchange) {
    String name = exchange.pathVariable(NAME);
    respond(exchange, editor.find(name), found -> shown(name, found));
  }

  /** {@code PUT}: the camera has these settings from now on. */
  public BodyReader write(HttpExchange exchange, Grant grant) {
    String name = exchange.pathVariable(NAME);
    return new TextBody(
        exchange,
        problems,
        CameraEditor.MOST_BYTES,
        settings ->
            respond(
                exchange,
                editor.write(name, settings, condition(exchange), who(exchange, grant)),
                version ->
                    json("{\"name\":\"%s\"}".formatted(name)).with(Map.of("ETag", tag(version)))));
  }

  /** {@code DELETE}: no settings describe the camera any more. */
  public BodyReader delete(HttpExchange exchange, Grant grant) {
    respond(
        exchange,
        editor.delete(exchange.pathVariable(NAME), condition(exchange), who(exchange, grant)),
        name -> json("{\"name\":\"%s\"}".formatted(name)));
    return BodyReader.NONE;
  }

  /** {@code POST …/check}: whether {@link #write} would take these settings. */
  public BodyReader check(HttpExchange exchange, Grant grant) {
    String name = exchange.pathVariable(NAME);
    return new TextBody(
        exchange,
        problems,
        CameraEditor.MOST_BYTES,
        settings ->
            respond(exchange, editor.check(name, settings), right -> json("{\"right\":true}")));
  }

  /** {@code GET /v1/watches}: the watched regions, and what is in them. */
  public void watches(HttpExchange exchange) {
    if (exchange.query().filter(query -> !query.isEmpty()).isPresent()) {
      exchange.respond(problems.response(WRONG, "/v1/watches takes no parameters"));
      return;
    }
    exchange.respond(
        CompletableFuture.supplyAsync(
            () -> json(SafeText.ofJson(WatchesJson.write(healths.get().watches())))));
  }

  /** {@code POST …/accept}: what the camera shows now is what it is to show. */
  public BodyReader accept(HttpExchange exchange, Grant grant) {
    String name = exchange.pathVariable(NAME);
    CompletableFuture<Boolean> done =
        Camera.isName(name)
            ? healths.get().accept(new Camera(name))
            : CompletableFuture.completedFuture(false);
    respond(
        exchange,
        done,
        known -> {
          if (!known) {
            return problems.response(
                UNKNOWN,
                "no still of such a camera was judged: its settings need analyses = [scene]");
          }
          Map<String, String> facts = new HashMap<>(who(exchange, grant));
          facts.put("camera", name);
          audit.tell("view-accepted", facts);
          return json("{\"name\":\"%s\"}".formatted(name));
        });
    return BodyReader.NONE;
  }

  private static Map<String, String> who(HttpExchange exchange, Grant grant) {
    return Map.of("token", grant.name(), "from", AddressText.of(exchange.client()));
  }

  /** A tag that is none of ours is none that a file has. */
  private static Condition condition(HttpExchange exchange) {
    return new Condition(
        exchange.header("If-Match").map(tag -> tag.strip().replaceAll("^\"|\"$", "")),
        exchange.header("If-None-Match").isPresent());
  }

  private static HttpResponse shown(String name, Described found) {
    HttpResponse response =
        json(
            SafeText.ofJson(
                "{\"name\":\"%s\",\"file\":%s,\"editable\":%s,\"settings\":%s}"
                    .formatted(
                        name,
                        found.file().isEmpty() ? "null" : '"' + found.file() + '"',
                        found.editable(),
                        found.settings())));
    return found.version().isEmpty()
        ? response.with(Map.of("Cache-Control", "no-store"))
        : response.with(Map.of("Cache-Control", "no-store", "ETag", tag(found.version())));
  }

  private static String tag(String version) {
    return '"' + version + '"';
  }

  private static HttpResponse json(String text) {
    return HttpResponse.text(200, JSON, text);
  }

  private <T> void respond(
      HttpExchange exchange, CompletableFuture<T> done, Function<T, HttpResponse> response) {
    exchange.respond(done.thenApply(response).exceptionally(this::refusal));
  }

  private HttpResponse refusal(Throwable failure) {
    Throwable cause =
        Optional.of(failure)
            .filter(CompletionException.class::isInstance)
            .map(Throwable::getCause)
            .orElse(failure);
    if (cause instanceof CameraEditException refused) {
      return problems.response(status(refused.reason()), String.valueOf(refused.getMessage()));
    }
    log.error("a fault while changing a camera", cause);
    return problems.response(UNAVAILABLE, "the master cannot do it now; its log says more");
  }

  private static int status(CameraEditException.Reason reason) {
    return switch (reason) {
      case NOT_ALLOWED -> 403;
      case UNKNOWN -> UNKNOWN;
      case OF_OWNER, UNREADABLE -> 409;
      case CHANGED -> 412;
      case NO_CONDITION -> 428;
      case WRONG -> 400;
      case UNWRITABLE -> UNAVAILABLE;
    };
  }
}
