package io.lynceus.common.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.lynceus.common.port.ConnectionLimit;
import io.lynceus.common.port.ConnectionLimit.GivesWay;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;

/**
 * A server that echoes bodies at {@code /echo}, refuses them at {@code /refuse}, and answers {@code
 * /later} when the test does; {@code /} fails.
 */
@Timeout(60)
abstract class HttpServerFixture {
  private static final int STALL_MILLIS = 2000;
  static final String TEXT = "text/plain";
  private static final AllowedHosts HOSTS = AllowedHosts.of("x, cams.example.com");

  final BlockingQueue<HttpExchange> later = new LinkedBlockingQueue<>();
  final BlockingQueue<Runnable> evictions = new LinkedBlockingQueue<>();
  private final List<Socket> sockets = new ArrayList<>();
  ConnectionGate gate = atMost(20);
  private HttpServer server;

  static ConnectionGate atMost(int connections) {
    return new ConnectionLimit(connections, connections, GivesWay.TO_FEWER, System::nanoTime)
        ::acquire;
  }

  @BeforeEach
  void start() throws IOException {
    HttpTimeouts timeouts =
        new HttpTimeouts(Duration.ofMillis(STALL_MILLIS), Duration.ofMillis(300), () -> 1 << 20);
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
        new Routes((status, detail) -> HttpResponse.text(status, TEXT, detail), HOSTS)
            .get("/hello", exchange -> exchange.respond(HttpResponse.text(200, TEXT, "hello")))
            .monitor("/lives", exchange -> exchange.respond(HttpResponse.text(200, TEXT, "yes")))
            .monitor("/lives-later", later::add)
            .get("/later", later::add)
            .get(
                "/rooms/{room}/lamps/{lamp}",
                exchange ->
                    exchange.respond(
                        HttpResponse.text(
                            200,
                            TEXT,
                            exchange.pathVariable("room") + "|" + exchange.pathVariable("lamp"))))
            .get(
                "/rooms/attic/lamps/all",
                exchange -> exchange.respond(HttpResponse.text(200, TEXT, "all")))
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

  Socket connect() throws IOException {
    Socket socket = new Socket(server.address().getAddress(), server.address().getPort());
    socket.setSoTimeout(20_000);
    sockets.add(socket);
    return socket;
  }

  /** Sends a request at once, with CRLF in place of each tilde. */
  Socket send(String... request) throws IOException {
    Socket socket = connect();
    String bytes = String.join("", request).replace("~", "\r\n");
    socket.getOutputStream().write(bytes.getBytes(ISO_8859_1));
    return socket;
  }

  static String rest(Socket socket) throws IOException {
    return new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
  }

  /** Reads until the end of a body that is known. */
  static String until(Socket socket, String end) throws IOException {
    StringBuilder read = new StringBuilder();
    while (read.indexOf(end) < 0) {
      int next = socket.getInputStream().read();
      assertThat(next).as("the end of the connection, after: " + read).isNotNegative();
      read.append((char) next);
    }
    return read.toString();
  }
}
