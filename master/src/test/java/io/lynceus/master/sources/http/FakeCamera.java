package io.lynceus.master.sources.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.lynceus.master.gateway.SampleImages;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import javax.net.ServerSocketFactory;

/** A camera on loopback that answers each request as the test says, by its bytes. */
final class FakeCamera implements AutoCloseable {
  static final byte[] STILL = SampleImages.JPEG;

  final List<Request> requests = new CopyOnWriteArrayList<>();
  final AtomicInteger connections = new AtomicInteger();
  private final List<Socket> open = new CopyOnWriteArrayList<>();
  private final ServerSocket server;
  private final Answer answer;

  /** What the camera was asked. */
  record Request(String path, Map<String, String> headers) {
    String header(String name) {
      return headers.getOrDefault(name, "");
    }
  }

  /** Writes an answer; the connection stays open if it returns true. */
  interface Answer {
    boolean to(Request request, OutputStream out) throws IOException, InterruptedException;
  }

  FakeCamera(Answer answer) {
    this(ServerSocketFactory.getDefault(), answer);
  }

  FakeCamera(ServerSocketFactory sockets, Answer answer) {
    this.answer = answer;
    try {
      server = sockets.createServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    daemon(this::accept);
  }

  int port() {
    return server.getLocalPort();
  }

  private static void daemon(Runnable work) {
    Thread thread = new Thread(work, "fake-camera");
    thread.setDaemon(true);
    thread.start();
  }

  private void accept() {
    try {
      while (true) {
        Socket socket = server.accept();
        open.add(socket);
        connections.incrementAndGet();
        daemon(() -> serve(socket));
      }
    } catch (IOException e) {
      // The test is over.
    }
  }

  private void serve(Socket socket) {
    try (socket;
        OutputStream out = socket.getOutputStream()) {
      InputStream in = socket.getInputStream();
      for (String head = head(in); !head.isEmpty(); head = head(in)) {
        Request request = request(head);
        requests.add(request);
        boolean stays = answer.to(request, out);
        out.flush();
        if (!stays) {
          return;
        }
      }
    } catch (IOException e) {
      // The other side has gone.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static String head(InputStream in) throws IOException {
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    for (int b = in.read(); b >= 0; b = in.read()) {
      head.write(b);
      if (head.toString(ISO_8859_1).endsWith("\r\n\r\n")) {
        return head.toString(ISO_8859_1);
      }
    }
    return "";
  }

  private static Request request(String head) {
    List<String> lines = head.lines().toList();
    Map<String, String> headers =
        lines.stream()
            .skip(1)
            .filter(line -> line.contains(":"))
            .collect(
                Collectors.toMap(
                    line -> line.substring(0, line.indexOf(':')).toLowerCase(Locale.ROOT),
                    line -> line.substring(line.indexOf(':') + 1).strip(),
                    (one, other) -> one + "," + other));
    return new Request(lines.get(0).split(" ", -1)[1], headers);
  }

  static void text(OutputStream out, String text) throws IOException {
    out.write(text.getBytes(ISO_8859_1));
    out.flush();
  }

  /** A whole response. */
  static boolean respond(OutputStream out, String status, String headers, byte[] body)
      throws IOException {
    text(
        out,
        "HTTP/1.1 " + status + "\r\n" + headers + "Content-Length: " + body.length + "\r\n\r\n");
    out.write(body);
    out.flush();
    return true;
  }

  static boolean still(OutputStream out) throws IOException {
    return respond(out, "200 OK", "Content-Type: image/jpeg\r\n", STILL);
  }

  @Override
  public void close() throws IOException {
    server.close();
    for (Socket socket : open) {
      socket.close();
    }
  }
}
