package io.lynceus.common.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A server that echoes bodies at {@code /echo}, refuses them at {@code /refuse}, and answers {@code
 * /later} when the test does; {@code /} fails.
 */
@Timeout(60)
class HttpServerTest {
  private static final int STALL_MILLIS = 2000;
  private static final String TEXT = "text/plain";

  private final BlockingQueue<HttpExchange> later = new LinkedBlockingQueue<>();
  private final BlockingQueue<Runnable> evictions = new LinkedBlockingQueue<>();
  private final List<Socket> sockets = new ArrayList<>();
  private ConnectionGate gate = ConnectionGate.atMost(20);
  private HttpServer server;

  @BeforeEach
  void start() throws IOException {
    HttpTimeouts timeouts =
        new HttpTimeouts(Duration.ofMillis(STALL_MILLIS), Duration.ofMillis(300), 1 << 20);
    ConnectionGate recording =
        (client, end) -> {
          evictions.add(end);
          return gate.enter(client, end);
        };
    server =
        HttpServer.bind(
            new HttpServerConfig(
                "test port",
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                2,
                timeouts,
                recording,
                Optional.empty()));
    server.serve(
        new Routes((status, detail) -> HttpResponse.text(status, TEXT, detail))
            .get("/hello", exchange -> exchange.respond(HttpResponse.text(200, TEXT, "hello")))
            .get("/later", later::add)
            .get(
                "/fails",
                exchange -> {
                  throw new IllegalStateException("on purpose");
                })
            .post("/echo", Echo::new)
            .post(
                "/sink",
                exchange -> {
                  later.add(exchange);
                  return BodyReader.NONE;
                })
            .post(
                "/refuse",
                exchange -> {
                  exchange.respond(HttpResponse.text(413, TEXT, "too large"));
                  return BodyReader.NONE;
                }));
  }

  private static final class Echo implements BodyReader {
    private final HttpExchange exchange;
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();

    Echo(HttpExchange exchange) {
      this.exchange = exchange;
    }

    @Override
    public void take(ByteBuffer bytes) {
      while (bytes.hasRemaining()) {
        body.write(bytes.get());
      }
    }

    @Override
    public void ended() {
      exchange.respond(HttpResponse.text(200, TEXT, body.toString(ISO_8859_1)));
    }

    @Override
    public void cutOff() {
      exchange.respond(HttpResponse.text(400, TEXT, "cut off after " + body));
    }
  }

  @AfterEach
  void stop() throws IOException {
    for (Socket socket : sockets) {
      socket.close();
    }
    server.close();
  }

  private Socket connect() throws IOException {
    Socket socket = new Socket(server.address().getAddress(), server.address().getPort());
    socket.setSoTimeout(20_000);
    sockets.add(socket);
    return socket;
  }

  /** Sends a request at once, with CRLF in place of each tilde. */
  private Socket send(String... request) throws IOException {
    Socket socket = connect();
    String bytes = String.join("", request).replace("~", "\r\n");
    socket.getOutputStream().write(bytes.getBytes(ISO_8859_1));
    return socket;
  }

  private static String rest(Socket socket) throws IOException {
    return new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
  }

  /** Reads until the end of a body that is known. */
  private static String until(Socket socket, String end) throws IOException {
    StringBuilder read = new StringBuilder();
    while (read.indexOf(end) < 0) {
      int next = socket.getInputStream().read();
      assertThat(next).as("the end of the connection, after: " + read).isNotNegative();
      read.append((char) next);
    }
    return read.toString();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        // Nobody may read the end of a body elsewhere than this server.
        "501 | POST /echo HTTP/1.1~Host: x~Transfer-Encoding: gzip, chunked~~0~~",
        "501 | POST /echo HTTP/1.1~Host: x~Transfer-Encoding: gzip~Transfer-Encoding: chunked~~0~~",
        "400 | POST /echo HTTP/1.1~Host: x~Transfer-Encoding: identity~~",
        "400 | POST /echo HTTP/1.1~Host: x~Transfer-Encoding: chunked, gzip~~0~~",
        "400 | POST /echo HTTP/1.1~Host: x~Content-Length: 3~Transfer-Encoding: chunked~~0~~",
        "400 | POST /echo HTTP/1.0~Transfer-Encoding: chunked~~0~~",
        "400 | POST /echo HTTP/1.1~Host: x~Content-Length: 3~Content-Length: 4~~abcd",
        "400 | POST /echo HTTP/1.1~Host: x~Content-Length: 3, 3~~abc",
        "400 | POST /echo HTTP/1.1~Host: x~Content-Length: -3~~abc",
        "400 | POST /echo HTTP/1.1~Host: x~Content-Length: +3~~abc",
        "400 | POST /echo HTTP/1.1~Host: x~Content-Length: 0x3~~abc",
        "400 | POST /echo HTTP/1.1~Host: x~Content-Length: 99999999999999999999~~abc",
        "400 | POST /echo HTTP/1.1~Host: x~Content-Length : 3~~abc",
        "400 | POST /echo HTTP/1.1~Host: x~Transfer-Encoding : chunked~~0~~",
        "400 | POST /echo HTTP/1.1~Host: x~Transfer-Encoding: chunked~~zz~abc~0~~",
        "400 | POST /echo HTTP/1.1~Host: x~Transfer-Encoding: chunked~~-3~abc~0~~",
        "400 | POST /echo HTTP/1.1~Host: x~Transfer-Encoding: chunked~~3~abcd~0~~",
        "400 | POST /echo HTTP/1.1~Host: x~Transfer-Encoding: chunked~~3^abc^0^^",
        "400 | GET /hello HTTP/1.1^Host: x^^",
        "400 | GET /hello HTTP/1.1~Host: x^~",
        "400 | GET /hello HTTP/1.1~Host: x~A: b^c: d~~",
        "400 | GET /hello HTTP/1.1~~",
        "400 | GET /hello HTTP/1.1~Host: x~Host: y~~",
        "400 | GET /%zz HTTP/1.1~Host: x~~",
        "400 | hello~~",
        "505 | PRI * HTTP/2.0~~SM~~",
        "505 | GET /hello HTTP/7.0~Host: x~~",
        "404 | GET /nowhere HTTP/1.1~Host: x~Connection: close~~",
        "405 | DELETE /hello HTTP/1.1~Host: x~Connection: close~~",
        "500 | GET /fails HTTP/1.1~Host: x~Connection: close~~",
      })
  void whatIsNotServedIsAnsweredOnceAndEndsTheConnection(int status, String request)
      throws IOException {
    String bytes = request.replace("~", "\r\n").replace("^", "\n");
    String response = rest(send(bytes + "GET /hello HTTP/1.1\r\nHost: x\r\n\r\n"));
    assertThat(response).startsWith("HTTP/1.1 " + status + " ").doesNotContain("hello\n");
    assertThat(response.split("HTTP/1\\.1 \\d", -1)).hasSize(2);
  }

  @Test
  void theErrorOfAnotherVersionNamesTheOneThatIsSpoken() throws IOException {
    assertThat(rest(send("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n")))
        .endsWith("\r\n\r\nHTTP/1.1 is spoken here, not HTTP/2.0\n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "431 | GET /hello HTTP/1.1~Host: x~A: LONG~~",
        "414 | GET /LONG HTTP/1.1~Host: x~~",
      })
  void aHeadThatIsTooLongIsRefused(int status, String request) throws IOException {
    String bytes = request.replace("~", "\r\n").replace("LONG", "x".repeat(20_000));
    assertThat(rest(send(bytes))).startsWith("HTTP/1.1 " + status + " ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET /hello HTTP/1.1\r\nHost: x\r\n",
        "GET http://x:7080/hello HTTP/1.1\r\nHost: x\r\n",
        "GET /hell%6f?a=b HTTP/1.1\r\nHost: x\r\n",
        "GET /hello/ HTTP/1.1\r\nHost: x\r\n",
        "\r\nGET /hello HTTP/1.1\r\nHost: x\r\n",
        "GET /hello HTTP/1.0\r\n"
      })
  void formsOfTheSameRequestAreServed(String head) throws IOException {
    assertThat(rest(send(head + "Connection: close\r\n\r\n")))
        .startsWith("HTTP/1.1 200 OK\r\n")
        .contains("Content-Type: text/plain\r\n", "Content-Length: 6\r\n", "Date: ", " GMT\r\n")
        .endsWith("\r\n\r\nhello\n");
  }

  @Test
  void aHeadRequestGetsTheHeadersAlone() throws IOException {
    assertThat(
            rest(
                send(
                    "HEAD /hello HTTP/1.1~Host: x~~",
                    "GET /hello HTTP/1.1~Host: x~Connection: close~~")))
        .matches("(?s).*Content-Length: 6\r\n.*\r\n\r\nHTTP/1.1 200 .*\r\n\r\nhello\n");
  }

  @Test
  void requestsThatAreSentTogetherAreAnsweredInTheirOrder() throws Exception {
    Socket socket =
        send(
            "POST /echo HTTP/1.1~Host: x~Content-Length: 5~~first",
            "GET /later HTTP/1.1~Host: x~~",
            "POST /echo HTTP/1.1~Host: x~Transfer-Encoding: chunked~Connection: close~~",
            "2~th~3;a=b~ird~0~Trailer: t~~");
    HttpExchange second = later.take();
    assertThat(until(socket, "first\n")).startsWith("HTTP/1.1 200 ");
    second.respond(HttpResponse.text(200, TEXT, "second"));
    String others = rest(socket);
    assertThat(others).matches("(?s)HTTP/1.1 200 .*\r\n\r\nsecond\nHTTP/1.1 200 .*\r\n\r\nthird\n");
  }

  @Test
  void moreRequestsAtOnceThanAreKeptEndTheConnectionAfterTheNextResponse() throws Exception {
    Socket socket = send("GET /later HTTP/1.1~Host:~~".repeat(1000));
    HttpExchange first = later.take();
    assertThat(later).isEmpty();
    first.respond(HttpResponse.text(200, TEXT, "first"));
    until(socket, "first\n");
    try {
      assertThat(rest(socket)).isEmpty();
    } catch (SocketException e) {
      assertThat(e).hasMessageContaining("reset"); // the others have not been read
    }
  }

  @Test
  void aClientThatWaitsForALeaveToSendGetsIt() throws IOException {
    Socket socket =
        send(
            "POST /echo HTTP/1.1~Host: x~Content-Length: 2~Expect: 100-continue~",
            "Connection: close~~");
    assertThat(until(socket, "\r\n\r\n")).isEqualTo("HTTP/1.1 100 Continue\r\n\r\n");
    socket.getOutputStream().write("ok".getBytes(ISO_8859_1));
    assertThat(rest(socket)).startsWith("HTTP/1.1 200 ").endsWith("ok\n");
  }

  @Test
  void aClientThatWaitsForALeaveToSendCanBeRefused() throws IOException {
    Socket socket = send("POST /refuse HTTP/1.1~Host: x~Content-Length: 2~Expect: 100-continue~~");
    assertThat(rest(socket)).startsWith("HTTP/1.1 413 ").contains("Connection: close\r\n");
  }

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
    gate = ConnectionGate.atMost(0);
    assertThat(rest(connect())).startsWith("HTTP/1.1 429 ").contains("too many connections");
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
