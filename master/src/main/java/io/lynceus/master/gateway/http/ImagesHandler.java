package io.lynceus.master.gateway.http;

import io.javalin.http.Context;
import io.javalin.http.Handler;
import io.lynceus.master.gateway.BadCommandException;
import io.lynceus.master.gateway.Gateway;
import io.lynceus.master.gateway.Refusals;
import io.lynceus.model.Ask;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** {@code POST /v1/images}. Any thread may call it. */
final class ImagesHandler implements Handler {
  private static final String MULTIPART = "multipart/";

  private final Gateway gateway;
  private final BearerToken token;
  private final Executor pool;
  private final Set<ImageExchange> open = ConcurrentHashMap.newKeySet();
  private volatile boolean closing;

  /**
   * @param pool where answers are made
   */
  ImagesHandler(Gateway gateway, BearerToken token, Executor pool) {
    this.gateway = gateway;
    this.token = token;
    this.pool = pool;
  }

  @Override
  public void handle(Context ctx) {
    ctx.future(() -> exchange(ctx));
  }

  /** Called when the request is asynchronous. */
  private CompletableFuture<Void> exchange(Context ctx) {
    HttpServletRequest request = ctx.req();
    ImageExchange exchange = new ImageExchange(gateway, pool, request, ctx.res());
    open.add(exchange);
    try {
      try {
        letIn(ctx);
        exchange.begin(ask(ctx), bodyOf(request));
      } catch (BadCommandException e) {
        exchange.refuseAtOnce(RefusedRequestException.badRequest(e.getMessage()));
      } catch (RefusedRequestException e) {
        exchange.refuseAtOnce(e);
      }
    } catch (IOException e) {
      open.remove(exchange);
      throw new UncheckedIOException(e);
    }
    var unused = exchange.answered().thenRun(() -> open.remove(exchange));
    return exchange.done();
  }

  /** Those of the query; an id may also stand in the header that is customary for it. */
  private Ask ask(Context ctx) throws BadCommandException {
    Ask ask = Query.ask(gateway.parser(), ctx.queryString());
    String key = ctx.header("Idempotency-Key");
    if (key == null || ask.id().isPresent()) {
      return ask;
    }
    boolean quoted = key.length() > 1 && key.startsWith("\"") && key.endsWith("\"");
    return gateway.parser().with(ask, "id", quoted ? key.substring(1, key.length() - 1) : key);
  }

  private void letIn(Context ctx) throws RefusedRequestException {
    token.require(ctx);
    if (closing) {
      throw new RefusedRequestException(Refusals.SHUTTING_DOWN);
    }
  }

  private ImageBody bodyOf(HttpServletRequest request) throws RefusedRequestException {
    String type = String.valueOf(request.getContentType());
    boolean multipart = type.toLowerCase(Locale.ROOT).startsWith(MULTIPART);
    requirePlain(request.getHeader("Content-Encoding"));
    long most = gateway.config().images().bytes() + (multipart ? MultipartBody.MOST_BESIDES : 0L);
    if (request.getContentLengthLong() > most) {
      throw new RefusedRequestException(Refusals.tooLarge(gateway.config().images()));
    }
    return multipart ? new MultipartBody(gateway, type) : new RawBody(gateway);
  }

  private static void requirePlain(@Nullable String encoding) throws RefusedRequestException {
    if (encoding != null && !encoding.equalsIgnoreCase("identity")) {
      throw RefusedRequestException.unsupportedType(
          "the master does not unpack Content-Encoding " + encoding + ": send the image as it is");
    }
  }

  /** Gives up the images of clients that are gone. To be called now and then. */
  void checkClients() {
    open.forEach(ImageExchange::giveUpIfClientIsGone);
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
            open.stream().map(ImageExchange::answered).toArray(CompletableFuture[]::new));
    return all.thenApply(done -> true)
        .completeOnTimeout(false, patience.toMillis(), TimeUnit.MILLISECONDS)
        .join();
  }
}
