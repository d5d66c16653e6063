package io.lynceus.common.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How a connection ends, and whose fault ends it. */
class HttpServerConnectionTest extends HttpServerFixture {
  @Test
  void aRefusedClientThatIsStillSendingCanReadTheResponse() throws IOException {
    int bytes = 10 << 20; // more than the system's buffers hold
    Socket socket =
        send("POST /refuse HTTP/1.1\r\nHost: x\r\nContent-Length: " + bytes + "\r\n\r\n");
    socket.getOutputStream().write(new byte[bytes]);
    assertThat(rest(socket)).startsWith("HTTP/1.1 413 ").endsWith("too large\n");
  }

  @Test
  void aClientThatDoesNotCloseAfterTheLastResponseIsDisconnected() throws Exception {
    Socket socket = send("GET /hello HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
    assertThat(rest(socket)).endsWith("hello\n");
    awaitReset(socket);
  }

  /** The other side has closed: what is sent is refused, after a while. */
  private static void awaitReset(Socket socket) throws Exception {
    long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    try {
      while (System.nanoTime() < end) {
        TimeUnit.MILLISECONDS.sleep(500); // the server forgives some bytes
        socket.getOutputStream().write('x');
      }
    } catch (SocketException e) {
      return;
    }
    throw new AssertionError("the connection is still open");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "GET /hello HT", "GET /hello HTTP/1.1\r\nHost: x\r\nA: "})
  void aHeadThatDoesNotComeEndsTheConnection(String half) throws IOException {
    assertThat(rest(send(half))).isEmpty();
  }

  @Test
  void halfRequestsKeepNobodyElseWaiting() throws IOException {
    for (int i = 0; i < 15; i++) {
      send("POST /echo HTTP/1.1\r\nHost: x\r\nContent-Le");
    }
    assertThat(rest(send("GET /hello HTTP/1.0\r\n\r\n"))).endsWith("hello\n");
  }

  @Test
  void aBodyThatComesTooSlowlyIsCutOff() throws Exception {
    Socket socket = send("POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\n");
    socket.setSoTimeout(100);
    String response = null;
    for (int i = 0; response == null && i < 200; i++) {
      socket.getOutputStream().write('x'); // always something, never enough
      try {
        response = until(socket, "cut off after ");
      } catch (SocketTimeoutException e) {
        response = null; // not yet
      }
    }
    assertThat(response).startsWith("HTTP/1.1 400 ");
  }

  @Test
  void aBodyWhoseClientEndsItsSideIsCutOff() throws IOException {
    Socket socket = send("POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\nhalf");
    socket.shutdownOutput();
    assertThat(rest(socket)).startsWith("HTTP/1.1 400 ").endsWith("cut off after half\n");
  }

  @Test
  void aClientThatEndsItsSideAfterItsRequestStillGetsTheResponse() throws Exception {
    Socket socket = send("GET /later HTTP/1.1\r\nHost: x\r\n\r\n");
    socket.shutdownOutput();
    later.take().respond(HttpResponse.text(200, TEXT, "here"));
    assertThat(rest(socket)).endsWith("here\n");
  }

  @Test
  void anExchangeThatIsNothingWithoutItsClientEndsWithIt() throws Exception {
    Socket socket = send("GET /later HTTP/1.1\r\nHost: x\r\n\r\n");
    HttpExchange waiting = later.take();
    waiting.closeWhenClientEnds();
    socket.close();
    waiting.ended().get(20, TimeUnit.SECONDS);
    waiting.respond(
        () -> {
          throw new AssertionError("nobody is there");
        });
  }

  @ParameterizedTest
  @ValueSource(strings = {"zz~", "", "EVICT"})
  void anExchangeWhoseBodyIsNotWholeEndsWithItsConnection(String rest) throws Exception {
    Socket socket = send("POST /sink HTTP/1.1~Host: x~Transfer-Encoding: chunked~~", "3~abc~");
    HttpExchange begun = later.take();
    assertThat(begun.ended()).isNotDone();
    switch (rest) {
      case "" -> socket.close();
      case "EVICT" -> evictions.take().run();
      default -> socket.getOutputStream().write(rest.replace("~", "\r\n").getBytes(ISO_8859_1));
    }
    begun.ended().get(20, TimeUnit.SECONDS);
  }

  @Test
  void aClientThatDoesNotReadItsResponseIsDisconnected() throws Exception {
    Socket socket = send("GET /later HTTP/1.1\r\nHost: x\r\n\r\n");
    HttpExchange waiting = later.take();
    waiting.respond(HttpResponse.text(200, TEXT, "x".repeat(30 << 20)));
    waiting.ended().get(20, TimeUnit.SECONDS);
    assertThat(socket.isClosed()).isFalse();
  }

  @Test
  void aConnectionBeyondTheLimitIsToldSo() throws IOException {
    gate = atMost(0);
    for (String request : List.of("GET /hello", "GET /none", "POST /echo")) {
      assertThat(rest(send(request, " HTTP/1.1~Host: x~Content-Length: 1~~a")))
          .startsWith("HTTP/1.1 429 ")
          .contains("Connection: close", "too many connections");
    }
  }

  @Test
  void aMonitorThatHasAskedWhenItIsEvictedIsAnsweredAndDisconnected() throws Exception {
    Socket socket = send("GET /lives-later HTTP/1.1~Host: x~~");
    HttpExchange waiting = later.take();
    evictions.take().run();
    waiting.respond(HttpResponse.text(200, TEXT, "yes"));
    assertThat(rest(socket)).startsWith("HTTP/1.1 200 ").contains("Connection: close", "yes");
  }

  @Test
  void monitorsAreAnsweredBeyondTheLimitWhateverHalfRequestsThereAre() throws IOException {
    gate = atMost(0);
    for (int i = 0; i < 300; i++) {
      send(i % 2 == 0 ? "" : "GET /liv");
    }
    assertThat(rest(send("GET /lives HTTP/1.1~Host: x~~")))
        .startsWith("HTTP/1.1 200 ")
        .contains("Connection: close", "yes");
  }

  @Test
  void aConnectionThatIsEvictedIsToldSoIfItHasAsked() throws Exception {
    Socket waits = send("GET /later HTTP/1.1\r\nHost: x\r\n\r\n");
    later.take();
    evictions.take().run();
    assertThat(rest(waits)).startsWith("HTTP/1.1 429 ");
    Socket quiet = send("GET /hello HTTP/1.1\r\nHost: x\r\n\r\n");
    until(quiet, "hello\n");
    evictions.take().run();
    assertThat(rest(quiet)).isEmpty();
  }
}
