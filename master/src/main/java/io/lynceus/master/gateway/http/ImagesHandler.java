package io.lynceus.master.gateway.http;

import io.lynceus.common.http.BodyReader;
import io.lynceus.common.http.HttpExchange;
import io.lynceus.master.gateway.BadCommandException;
import io.lynceus.master.gateway.ByteBudget;
import io.lynceus.master.gateway.Gateway;
import io.lynceus.master.gateway.Refusals;
import io.lynceus.master.gateway.access.Grant;
import io.lynceus.model.Ask;
import io.lynceus.model.image.ImageLimits;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** {@code POST /v1/images}. Any thread may call it. */
final class ImagesHandler implements GuardedRoutes.Handler {
  private static final String MULTIPART = "multipart/";

  private final Gateway gateway;
  private final Set<HttpExchange> open = ConcurrentHashMap.newKeySet();
  private volatile boolean closing;

  ImagesHandler(Gateway gateway) {
    this.gateway = gateway;
  }

  @Override
  public BodyReader handle(HttpExchange exchange, Grant grant) {
    try {
      open.add(exchange); // not before: nobody waits for a stranger when the port is closed
      var unused = exchange.ended().thenRun(() -> open.remove(exchange));
      requireOpen();
      RequestOptions options = new RequestOptions(gateway.parser(), exchange);
      ByteBudget budget = budget(exchange);
      return new ImageUpload(gateway, exchange, options, bodyOf(exchange, budget), budget, grant);
    } catch (BadCommandException e) {
      RefusedRequestException refused = RefusedRequestException.badRequest(e.getMessage());
      return refuse(exchange, refused, RequestOptions.idAlone(exchange));
    } catch (RefusedRequestException e) {
      return refuse(exchange, e, RequestOptions.idAlone(exchange));
    }
  }

  private BodyReader refuse(HttpExchange exchange, RefusedRequestException refused, Ask ask) {
    refused.countAt(gateway.intake());
    exchange.respond(Responses.of(refused, ask));
    return BodyReader.NONE;
  }

  /** A request that gives way is answered and ended, whether its image arrives or is analysed. */
  private ByteBudget budget(HttpExchange exchange) {
    ByteBudget budget =
        gateway
            .held()
            .open(
                exchange.client(),
                why ->
                    exchange.respond(
                        () -> {
                          RefusedRequestException refused = new RefusedRequestException(why);
                          refused.countAt(gateway.intake());
                          return Responses.of(refused, RequestOptions.idAlone(exchange));
                        }));
    var unused = exchange.ended().thenRun(budget::close);
    return budget;
  }

  private void requireOpen() throws RefusedRequestException {
    if (closing) {
      throw new RefusedRequestException(Refusals.SHUTTING_DOWN);
    }
  }

  private ImageBody bodyOf(HttpExchange exchange, ByteBudget budget)
      throws RefusedRequestException {
    String type = exchange.header("Content-Type").orElse("");
    boolean multipart = type.toLowerCase(Locale.ROOT).startsWith(MULTIPART);
    requirePlain(exchange.header("Content-Encoding"));
    ImageLimits limits = gateway.config().images();
    long most = limits.bytes() + (multipart ? MultipartBody.MOST_BESIDES : 0L);
    if (exchange.contentLength() > most) {
      throw new RefusedRequestException(Refusals.tooLarge(limits));
    }
    return multipart ? new MultipartBody(limits, budget, type) : new RawBody(limits, budget, type);
  }

  private static void requirePlain(Optional<String> encoding) throws RefusedRequestException {
    if (encoding.isPresent() && !encoding.get().equalsIgnoreCase("identity")) {
      throw RefusedRequestException.unsupportedType(
          "the master does not unpack Content-Encoding "
              + encoding.get()
              + ": send the image as it is");
    }
  }

  boolean isClosing() {
    return closing;
  }

  /**
   * Refuses images from now on, and waits until those that are here, or are arriving, are answered.
   *
   * @return false when that is not so in time
   */
  boolean drain(Duration patience) {
    closing = true;
    CompletableFuture<Void> all =
        CompletableFuture.allOf(
            open.stream().map(HttpExchange::ended).toArray(CompletableFuture[]::new));
    return all.thenApply(done -> true)
        .completeOnTimeout(false, patience.toMillis(), TimeUnit.MILLISECONDS)
        .join();
  }
}
