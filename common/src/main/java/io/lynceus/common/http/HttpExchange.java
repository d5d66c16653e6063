package io.lynceus.common.http;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One request and its response. Any thread may respond; the rest is for the event loop. */
public final class HttpExchange {
  private final HttpConnection connection;
  private final EventLoop loop;
  private final RequestHead head;
  private final Problems problems;
  private final CompletableFuture<Void> ended = new CompletableFuture<>();
  private boolean lastOfConnection;
  private BodyReader reader = BodyReader.NONE;
  private @Nullable Future<?> pauseTimer;
  private boolean closesWhenClientEnds;
  private boolean bodyEnded;
  private boolean cutOff;
  private boolean responded;
  private boolean waived;
  private long delayNanos;
  private long received;
  private Map<String, String> pathVariables = Map.of();

  /**
   * @param loop of the connection
   * @param problems says what has failed
   */
  HttpExchange(HttpConnection connection, EventLoop loop, RequestHead head, Problems problems) {
    this.connection = connection;
    this.loop = loop;
    this.head = head;
    this.problems = problems;
    this.lastOfConnection = !head.keepsAlive();
  }

  public String method() {
    return head.method();
  }

  /** The path without the query, percent signs decoded. */
  public String path() {
    return head.path();
  }

  /** The query as it stands in the request. */
  public Optional<String> query() {
    return head.query();
  }

  /** The first header of this name, whose case does not matter. */
  public Optional<String> header(String name) {
    return Optional.ofNullable(head.headers().get(name));
  }

  /** Who asks. */
  public InetAddress client() {
    return connection.client();
  }

  /** Bytes of the body as announced, or -1. */
  public long contentLength() {
    return head.contentLength();
  }

  /**
   * From now on a client that ends its side, after its whole body, counts as one that is gone.
   * Otherwise it still gets its response.
   */
  public void closeWhenClientEnds() {
    closesWhenClientEnds = true;
  }

  /**
   * Runs code if this much time passes before the body is whole, or answered. A later call starts
   * the time anew. Called on the event loop, as the code is.
   */
  public void afterPause(Duration pause, Runnable code) {
    stopPause();
    pauseTimer = loop.schedule(() -> run(code), pause.toNanos(), TimeUnit.NANOSECONDS);
  }

  /** Completed, on the event loop, when the response is written or the client is gone. */
  public CompletableFuture<Void> ended() {
    return ended;
  }

  /** Answers the request, as {@link #respond(Supplier)} does. */
  public void respond(HttpResponse response) {
    respond(() -> response);
  }

  /**
   * Answers the request. A second response, and one whose client is gone, is dropped.
   *
   * @param maker makes the response, on the event loop; it is not called when nobody is there
   */
  public void respond(Supplier<HttpResponse> maker) {
    connection.respond(this, maker);
  }

  /**
   * The response is not sent before this time from now is over; the connection is not read until
   * then. Called on the event loop, before the response.
   */
  public void delayResponse(Duration delay) {
    delayNanos = delay.toNanos();
  }

  /**
   * The client has shown that it may ask: its answer takes nothing from the allowance of strangers.
   * Called before the response.
   */
  public void waivePace() {
    waived = true;
  }

  /** Answers the request once the response has been made; status 500 if that fails. */
  public void respond(CompletableFuture<HttpResponse> coming) {
    var unused =
        coming.whenComplete(
            (response, failure) ->
                respond(
                    () -> {
                      if (failure != null) {
                        throw new IllegalStateException(failure);
                      }
                      return response;
                    }));
  }

  /**
   * Answers the request with a body that is made while it is sent. Any thread may call it; the pace
   * of strangers does not hold for it, so the client has shown that it may ask.
   *
   * @param head status, headers and type; its own body is not sent
   * @param body is closed in any case
   */
  public void respond(HttpResponse head, BodySource body) {
    connection.stream(this, head, body);
  }

  /** The part of the path for which a route has {@code {name}}; on the event loop. */
  public String pathVariable(String name) {
    return Optional.ofNullable(pathVariables.get(name))
        .orElseThrow(() -> new IllegalArgumentException("the route has no " + name));
  }

  // What follows is called by the connection, on its event loop.

  /** What the path has in the places of the route's variables. */
  void bind(Map<String, String> variables) {
    pathVariables = variables;
  }

  /** Runs code of the handler; if it throws an exception, the request is answered so. */
  void run(Runnable code) {
    try {
      code.run();
    } catch (RuntimeException e) {
      respond(failure(e));
    }
  }

  /** Makes the response; if the maker throws an exception, that of a failure. */
  HttpResponse made(Supplier<HttpResponse> maker) {
    try {
      return maker.get();
    } catch (RuntimeException e) {
      return failure(e);
    }
  }

  private HttpResponse failure(RuntimeException cause) {
    connection.requestFailed(method() + " " + path(), cause);
    return problems.response(500, "this request has failed; the log says more");
  }

  RequestHead head() {
    return head;
  }

  private void stopPause() {
    if (pauseTimer != null) {
      pauseTimer.cancel(false);
    }
  }

  void read(BodyReader into) {
    reader = into;
  }

  /** Bytes of the body have come. */
  void received(int bytes) {
    received += bytes;
  }

  /** Nanoseconds until the response may be sent. */
  long delayOf(HttpResponse response, AnswerPace.OfConnection pace) {
    long paced = waived ? 0 : pace.delayOf(response.body().remaining(), received);
    return Math.max(delayNanos, paced);
  }

  BodyReader reader() {
    return responded ? BodyReader.NONE : reader;
  }

  boolean isBodyEnded() {
    return bodyEnded;
  }

  void endBody() {
    bodyEnded = true;
    stopPause();
    reader().ended();
  }

  /** The body does not come to its end. */
  void cutOffBody() {
    bodyEnded = true;
    cutOff = true;
    stopPause();
    reader().cutOff();
  }

  /** Whether a client that has ended its side is still to be answered. */
  boolean outlivesClientsEnd() {
    return responded || !closesWhenClientEnds;
  }

  boolean isResponded() {
    return responded;
  }

  /** Marks the response as given; false when there is one already. */
  boolean beginResponse() {
    stopPause();
    boolean first = !responded;
    responded = true;
    return first;
  }

  /** The connection ends with this response, whatever the client asks for. */
  void endConnection() {
    lastOfConnection = true;
  }

  /** Whether the connection ends with this response. */
  boolean isLast() {
    return lastOfConnection || cutOff || (!bodyEnded && head.hasBody());
  }

  void end() {
    stopPause();
    ended.complete(null);
  }
}
