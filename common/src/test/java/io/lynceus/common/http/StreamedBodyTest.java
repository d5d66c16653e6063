package io.lynceus.common.http;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Bodies that are made while they are sent. */
class StreamedBodyTest extends HttpServerFixture {
  private static final HttpResponse HEAD = HttpResponse.head(200, TEXT, Map.of("A", "b"));

  /** Gives its pieces, and then ends or fails; counts how often it was asked and closed. */
  private static final class Pieces implements BodySource {
    private final Queue<String> left;
    private final Optional<RuntimeException> failure;
    final AtomicInteger asked = new AtomicInteger();
    final AtomicInteger closed = new AtomicInteger();

    Pieces(Optional<RuntimeException> failure, String... pieces) {
      this.left = new ArrayDeque<>(List.of(pieces));
      this.failure = failure;
    }

    Pieces(String... pieces) {
      this(Optional.empty(), pieces);
    }

    @Override
    public CompletableFuture<Optional<ByteBuffer>> next() {
      asked.incrementAndGet();
      String piece = left.poll();
      if (piece == null && failure.isPresent()) {
        return CompletableFuture.failedFuture(failure.get());
      }
      return CompletableFuture.supplyAsync(
          () -> Optional.ofNullable(piece).map(text -> ByteBuffer.wrap(text.getBytes(US_ASCII))));
    }

    @Override
    public void close() {
      closed.incrementAndGet();
    }
  }

  @Test
  void theBodyComesInChunksAndTheConnectionStays() throws Exception {
    Pieces pieces = new Pieces("one", "three");
    Socket client = send("GET /later HTTP/1.1~Host: x~~GET /hello HTTP/1.1~Host: x~~");
    later.take().respond(HEAD, pieces);
    assertThat(until(client, "0\r\n\r\n"))
        .contains("A: b\r\n", "Transfer-Encoding: chunked\r\n", "Content-Type: " + TEXT)
        .doesNotContain("Content-Length")
        .endsWith("\r\n\r\n3\r\none\r\n5\r\nthree\r\n0\r\n\r\n");
    assertThat(until(client, "hello\n")).startsWith("HTTP/1.1 200");
    assertThat(pieces.closed).hasValue(1);
  }

  @Test
  void forHttp10TheBodyEndsWithTheConnection() throws Exception {
    Socket client = send("GET /later HTTP/1.0~Connection: keep-alive~~");
    later.take().respond(HEAD, new Pieces("one", "three"));
    assertThat(rest(client))
        .contains("Connection: close\r\n")
        .doesNotContain("chunked")
        .endsWith("\r\n\r\nonethree");
  }

  @Test
  void aRequestForTheHeadAloneHasNothingMade() throws Exception {
    Pieces pieces = new Pieces("one");
    Socket client = send("HEAD /later HTTP/1.1~Host: x~~GET /hello HTTP/1.1~Host: x~~");
    later.take().respond(HEAD, pieces);
    assertThat(until(client, "hello\n")).contains("chunked").doesNotContain("one");
    assertThat(pieces.asked).hasValue(0);
    assertThat(pieces.closed).hasValue(1);
  }

  @Test
  void aBodyThatCannotBeMadeEndsTheConnectionWithoutItsEnd() throws Exception {
    Pieces pieces = new Pieces(Optional.of(new IllegalStateException("on purpose")), "one");
    Socket client = send("GET /later HTTP/1.1~Host: x~~");
    later.take().respond(HEAD, pieces);
    assertThat(rest(client)).endsWith("\r\n\r\n3\r\none\r\n");
    assertThat(pieces.closed).hasValue(1);
  }

  @Test
  void aClientThatReadsNothingIsAskedForNothing() throws Exception {
    String large = "x".repeat(1 << 20);
    AtomicInteger asked = new AtomicInteger();
    CompletableFuture<Void> closed = new CompletableFuture<>();
    Socket client = send("GET /later HTTP/1.1~Host: x~~");
    HttpExchange exchange = later.take();
    exchange.respond(
        HEAD,
        new BodySource() {
          @Override
          public CompletableFuture<Optional<ByteBuffer>> next() {
            asked.incrementAndGet();
            return CompletableFuture.completedFuture(
                Optional.of(ByteBuffer.wrap(large.getBytes(US_ASCII))));
          }

          @Override
          public void close() {
            closed.complete(null);
          }
        });
    await().until(closed::isDone); // the client has not read for the time that a client may take
    assertThat(asked.get()).isLessThan(30); // what the system's buffers take
    assertThat(exchange.ended()).succeedsWithin(Duration.ofSeconds(20));
    client.close();
  }

  @Test
  void theBodyOfAClientThatHasGoneIsClosed() throws Exception {
    Pieces pieces = new Pieces("one");
    Socket client = send("GET /later HTTP/1.1~Host: x~~");
    HttpExchange exchange = later.take();
    client.setSoLinger(true, 0);
    client.close();
    exchange.ended().join();
    exchange.respond(HEAD, pieces);
    await().untilAsserted(() -> assertThat(pieces.closed).hasValue(1));
  }

  @Test
  void partsOfAPathThatVaryAreTold() throws IOException {
    assertThat(answer("GET", "/rooms/cellar%20a/lamps/7")).endsWith("\r\n\r\ncellar a|7\n");
    assertThat(answer("GET", "/rooms/attic/lamps/7/")).endsWith("\r\n\r\nattic|7\n");
    assertThat(answer("GET", "/rooms/attic/lamps/all")).endsWith("\r\n\r\nall\n");
    assertThat(answer("DELETE", "/rooms/attic/lamps/7"))
        .startsWith("HTTP/1.1 405")
        .contains("Allow: GET, HEAD");
    for (String other : List.of("/rooms//lamps/7", "/rooms/a/lamps", "/rooms/a/lamps/b/c")) {
      assertThat(answer("GET", other)).startsWith("HTTP/1.1 404").contains("/rooms/{room}");
    }
  }

  private String answer(String method, String path) throws IOException {
    return rest(send(method + " " + path + " HTTP/1.1~Host: x~Connection: close~~"));
  }
}
