package io.lynceus.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A task port that plays the same script on each connection and records commands and images. */
final class FakeMaster implements Closeable {
  private static final Pattern SIZE = Pattern.compile("ANALYZE size=(\\d+).*");

  final List<String> commands = new CopyOnWriteArrayList<>();
  final List<String> images = new CopyOnWriteArrayList<>();
  private final ServerSocket server;
  private final List<Socket> connections = new CopyOnWriteArrayList<>();

  /** What a connection does. */
  interface Script {
    void play(Dialogue dialogue) throws IOException;
  }

  FakeMaster(Script script) throws IOException {
    this(0, script);
  }

  /**
   * @param port 0 for a free one
   */
  FakeMaster(int port, Script script) throws IOException {
    server = new ServerSocket(port, 50, InetAddress.getLoopbackAddress());
    Thread acceptor = new Thread(() -> accept(script), "fake-master");
    acceptor.setDaemon(true);
    acceptor.start();
  }

  ClientConfig config() {
    return new ClientConfig("127.0.0.1", server.getLocalPort());
  }

  int connections() {
    return connections.size();
  }

  private void accept(Script script) {
    while (!server.isClosed()) {
      try {
        Socket socket = server.accept();
        connections.add(socket);
        Thread thread = new Thread(() -> play(script, socket), "fake-master-connection");
        thread.setDaemon(true);
        thread.start();
      } catch (IOException e) {
        return;
      }
    }
  }

  private void play(Script script, Socket socket) {
    try (socket) {
      script.play(new Dialogue(socket));
    } catch (IOException e) {
      // The client has gone; the test decides whether it should have.
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
    for (Socket connection : connections) {
      connection.close();
    }
  }

  /** One connection, seen from the master. */
  final class Dialogue {
    private final InputStream in;
    private final OutputStream out;

    private Dialogue(Socket socket) throws IOException {
      this.in = new BufferedInputStream(socket.getInputStream());
      this.out = socket.getOutputStream();
    }

    /** Reads commands until an image is complete; false at the end of the connection. */
    boolean takeImage() throws IOException {
      for (String line = takeLine(); !line.isEmpty(); line = takeLine()) {
        Matcher size = SIZE.matcher(line);
        if (size.matches()) {
          images.add(new String(in.readNBytes(Integer.parseInt(size.group(1))), UTF_8));
          return true;
        }
      }
      return false;
    }

    /** Reads and records the next line; empty at the end of the connection. */
    String takeLine() throws IOException {
      ByteArrayOutputStream line = new ByteArrayOutputStream();
      for (int b = in.read(); b >= 0 && b != '\n'; b = in.read()) {
        line.write(b);
      }
      String text = line.toString(UTF_8);
      if (!text.isEmpty()) {
        commands.add(text);
      }
      return text;
    }

    /** Skips {@code count} bytes. */
    void takeBytes(int count) throws IOException {
      in.skipNBytes(count);
    }

    /** Reads everything until the client's half-close. */
    String takeRest() throws IOException {
      return new String(in.readAllBytes(), UTF_8);
    }

    void say(String line) throws IOException {
      out.write((line + "\n").getBytes(UTF_8));
      out.flush();
    }

    void sayComplete(int seq) throws IOException {
      say(
          "{\"seq\":%d,\"name\":\"%d\",\"status\":\"complete\",\"counts\":{},\"analyses\":{}}"
              .formatted(seq, seq));
    }

    void sayRejected(int seq, String code, String more) throws IOException {
      say(
          "{\"seq\":%d,\"status\":\"rejected\",\"code\":\"%s\",\"message\":\"no\"%s}"
              .formatted(seq, code, more));
    }
  }
}
