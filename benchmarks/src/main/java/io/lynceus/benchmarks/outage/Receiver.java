package io.lynceus.benchmarks.outage;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** A receiver of webhooks that can be taken away, and can misbehave. */
final class Receiver implements AutoCloseable {
  private static final int SERVER_ERROR = 503;
  private static final int TAKEN = 204;

  private final Told told;
  private final List<ExecutorService> threads = new ArrayList<>();
  private HttpServer server;
  private CountDownLatch down = new CountDownLatch(1);
  private volatile Manner manner = Manner.TAKES;

  /** What it does with a message. */
  enum Manner {
    TAKES,
    /** Answers 503. */
    REFUSES,
    /** Reads the message and never answers. */
    HANGS,
    /** Takes the message, and the connection breaks before the answer. */
    BREAKS
  }

  /** Listens on a free port of loopback. */
  Receiver(Told told) throws IOException {
    this.told = told;
    this.server = listen(0);
  }

  private HttpServer listen(int port) throws IOException {
    HttpServer made =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    ExecutorService pool = Executors.newCachedThreadPool();
    threads.add(pool);
    made.setExecutor(pool);
    made.createContext("/", this::hear);
    made.start();
    return made;
  }

  private void hear(HttpExchange exchange) throws IOException {
    String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
    Manner now = manner;
    switch (now) {
      case TAKES, BREAKS -> {
        told.take(body);
        if (now == Manner.TAKES) {
          exchange.sendResponseHeaders(TAKEN, -1);
        }
      }
      case REFUSES -> exchange.sendResponseHeaders(SERVER_ERROR, -1);
      case HANGS -> {
        try {
          var unused = down.await(1, TimeUnit.MINUTES);
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
        }
      }
    }
    exchange.close();
  }

  int port() {
    return server.getAddress().getPort();
  }

  void behave(Manner changed) {
    manner = changed;
    down.countDown(); // what hangs does so until the next change
    down = new CountDownLatch(1);
  }

  /** Ends it with all its connections. */
  void kill() {
    server.stop(0);
    down.countDown();
  }

  /** Listens on the same port again. */
  void startAgain() throws IOException {
    down = new CountDownLatch(1);
    server = listen(port());
  }

  @Override
  public void close() {
    kill();
    threads.forEach(ExecutorService::shutdownNow);
  }
}
