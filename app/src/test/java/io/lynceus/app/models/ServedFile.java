package io.lynceus.app.models;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** An origin on loopback with one file, which misbehaves as it is told. */
final class ServedFile implements AutoCloseable {
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final HttpServer server;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final List<String> requests = new CopyOnWriteArrayList<>();

  volatile byte[] bytes;

  /** The entity tag; empty: the server tells none. */
  volatile String tag = "\"one\"";

  volatile boolean ranges = true;

  /** After this many bytes of the body the connection is cut, or stays silent. */
  volatile int cutAfter = Integer.MAX_VALUE;

  volatile boolean silent;

  /** Whether the length of the body is told. */
  volatile boolean lengthTold = true;

  ServedFile(byte[] bytes) throws IOException {
    this.bytes = bytes;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/file", this::serve);
    server.createContext("/elsewhere", exchange -> redirect(exchange, "/file"));
    server.createContext("/outside", exchange -> redirect(exchange, "http://example.org/file"));
    server.createContext("/circle", exchange -> redirect(exchange, "/circle"));
    server.start();
  }

  URI uri(String path) {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
  }

  /** The ranges asked for, {@code all} for none, in order. */
  List<String> requests() {
    return requests;
  }

  private static void redirect(HttpExchange exchange, String location) throws IOException {
    exchange.getResponseHeaders().add("Location", location);
    exchange.sendResponseHeaders(302, -1);
    exchange.close();
  }

  private void serve(HttpExchange exchange) throws IOException {
    String range = exchange.getRequestHeaders().getFirst("Range");
    requests.add(range == null ? "all" : range);
    boolean same = tag.equals(exchange.getRequestHeaders().getFirst("If-Range"));
    int from =
        range != null && ranges && same
            ? Integer.parseInt(range.substring("bytes=".length(), range.length() - 1))
            : 0;
    if (!tag.isEmpty()) {
      exchange.getResponseHeaders().add("ETag", tag);
    }
    if (from > 0) {
      exchange
          .getResponseHeaders()
          .add("Content-Range", "bytes %d-%d/%d".formatted(from, bytes.length - 1, bytes.length));
    }
    byte[] body = Arrays.copyOfRange(bytes, from, bytes.length);
    exchange.sendResponseHeaders(from > 0 ? 206 : 200, lengthTold ? body.length : 0);
    exchange.getResponseBody().write(body, 0, Math.min(cutAfter, body.length));
    exchange.getResponseBody().flush();
    if (silent && cutAfter < body.length) {
      awaitEnd();
    }
    exchange.close();
  }

  private void awaitEnd() {
    try {
      closed.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    closed.countDown();
    server.stop(0);
    threads.shutdownNow();
  }
}
