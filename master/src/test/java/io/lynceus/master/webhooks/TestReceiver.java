package io.lynceus.master.webhooks;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import javax.net.ServerSocketFactory;

/** A receiver of webhooks on a port of the loopback, which answers as a test says. */
public final class TestReceiver implements AutoCloseable {
  /** How it answers. */
  public interface Answer {
    /** Answers a request; the connection is closed after a failure. */
    void to(Request request, Socket connection) throws IOException, InterruptedException;
  }

  /** A request that has come whole. */
  public static final class Request {
    private final String line;
    private final Map<String, String> headers;
    private final byte[] body;

    private Request(String line, Map<String, String> headers, byte[] body) {
      this.line = line;
      this.headers = headers;
      this.body = body;
    }

    String line() {
      return line;
    }

    byte[] body() {
      return body;
    }

    String text() {
      return new String(body, UTF_8);
    }

    String header(String name) {
      return headers.getOrDefault(name.toLowerCase(Locale.ROOT), "");
    }
  }

  final List<Request> requests = new CopyOnWriteArrayList<>();
  public volatile Answer answer = status(200, "");
  private final ServerSocket server;
  private final List<Socket> open = new CopyOnWriteArrayList<>();
  private final CountDownLatch ended = new CountDownLatch(1);

  public TestReceiver() throws IOException {
    this(ServerSocketFactory.getDefault());
  }

  /** The sockets may speak TLS. */
  TestReceiver(ServerSocketFactory sockets) throws IOException {
    server = sockets.createServerSocket(0, 50, InetAddress.getLoopbackAddress());
    daemon(this::accept);
  }

  public static Answer status(int status, String headers) {
    return (request, connection) ->
        write(
            connection, "HTTP/1.1 " + status + " X\r\nContent-Length: 2\r\n" + headers + "\r\nok");
  }

  static void write(Socket connection, String text) throws IOException {
    OutputStream out = connection.getOutputStream();
    out.write(text.getBytes(ISO_8859_1));
    out.flush();
  }

  /** Until the test ends. */
  void hang() throws InterruptedException {
    ended.await();
  }

  public String url() {
    return "http://127.0.0.1:" + server.getLocalPort();
  }

  int connections() {
    return open.size();
  }

  private static void daemon(Runnable work) {
    Thread thread = new Thread(work, "receiver");
    thread.setDaemon(true);
    thread.start();
  }

  private void accept() {
    while (ended.getCount() > 0) {
      try {
        Socket socket = server.accept();
        open.add(socket);
        daemon(() -> serve(socket));
      } catch (IOException e) {
        return; // closed
      }
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      InputStream in = new BufferedInputStream(socket.getInputStream());
      while (true) {
        List<String> head = head(in);
        if (head.isEmpty()) {
          return;
        }
        Map<String, String> headers = new TreeMap<>();
        for (String line : head.subList(1, head.size())) {
          int colon = line.indexOf(':');
          headers.put(
              line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
        }
        int length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
        Request request = new Request(head.get(0), headers, in.readNBytes(length));
        requests.add(request);
        answer.to(request, socket);
      }
    } catch (IOException | InterruptedException e) {
      // The client has gone, or the test is over.
    }
  }

  private static List<String> head(InputStream in) throws IOException {
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder();
    for (int next = in.read(); next >= 0; next = in.read()) {
      if (next == '\n') {
        if (line.isEmpty()) {
          return lines;
        }
        lines.add(line.toString());
        line.setLength(0);
      } else if (next != '\r') {
        line.append((char) next);
      }
    }
    return List.of();
  }

  @Override
  public void close() throws IOException {
    ended.countDown();
    server.close();
    for (Socket socket : open) {
      socket.close();
    }
  }
}
