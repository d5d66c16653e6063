package io.lynceus.app;

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

/**
 * A task port that replies to images, questions and ends of streams with prepared lines in turn.
 */
public final class ScriptedMaster implements Closeable {
  public static final String COMPLETE =
      "{\"seq\":1,\"status\":\"complete\",\"image\":{\"format\":\"png\",\"width\":40,\"height\":20,"
          + "\"bytes\":9,\"sha256\":\""
          + "0".repeat(64)
          + "\"},\"counts\":{\"person\":1},"
          + "\"analyses\":{\"objects\":{\"status\":\"ok\",\"model\":\"m\",\"detections\":"
          + "[{\"label\":\"person\",\"score\":0.9,\"box\":[1,2,30,10]}]}}}";
  public static final String PARTIAL =
      "{\"seq\":1,\"status\":\"partial\",\"counts\":{\"face\":null},\"analyses\":{\"faces\":"
          + "{\"status\":\"timeout\",\"message\":\"too late\"}}}";
  public static final String REJECTED =
      "{\"seq\":1,\"status\":\"rejected\",\"code\":\"TRUNCATED\",\"message\":\"send it whole\"}";
  public static final String UNAUTHORIZED =
      "{\"seq\":1,\"status\":\"rejected\",\"code\":\"UNAUTHORIZED\",\"message\":\"AUTH first\"}";

  private static final Pattern SIZE = Pattern.compile("ANALYZE size=(\\d+).*");

  public final List<String> commands = new CopyOnWriteArrayList<>();
  private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  private final List<String> lines;
  private volatile String labels = "";
  private volatile String cameras = "";

  public ScriptedMaster(String... lines) throws IOException {
    this.lines = List.of(lines);
    Thread acceptor = new Thread(this::accept, "scripted-master");
    acceptor.setDaemon(true);
    acceptor.start();
  }

  /** The answer to each LABELS, beside the prepared lines. */
  public void tellLabels(String line) {
    labels = line;
  }

  /** The answer to each CAMERAS, beside the prepared lines. */
  public void tellCameras(String line) {
    cameras = line;
  }

  public String address() {
    return "127.0.0.1:" + server.getLocalPort();
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket socket = server.accept();
        Thread thread = new Thread(() -> serve(socket), "scripted-master-connection");
        thread.setDaemon(true);
        thread.start();
      } catch (IOException e) {
        return;
      }
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      InputStream in = new BufferedInputStream(socket.getInputStream());
      OutputStream out = socket.getOutputStream();
      int sent = 0;
      for (String line = line(in); !line.isEmpty(); line = line(in)) {
        commands.add(line);
        Matcher size = SIZE.matcher(line);
        boolean image = size.matches();
        if (image) {
          in.skipNBytes(Integer.parseInt(size.group(1)));
        }
        String prepared = line.equals("LABELS") ? labels : line.equals("CAMERAS") ? cameras : "";
        if (!prepared.isEmpty()) {
          out.write((prepared + "\n").getBytes(UTF_8));
          continue;
        }
        if (sent == lines.size()) {
          return;
        }
        if (image
            || line.matches("STATUS.*|LABELS|CAMERAS|DRAIN .*|RESUME .*|QUARANTINE.*")
            || line.equals("end of stream")) {
          out.write((lines.get(sent++) + "\n").getBytes(UTF_8));
        }
      }
    } catch (IOException e) {
      // The command has gone; the test decides whether it should have.
    }
  }

  private static String line(InputStream in) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int b = in.read(); b >= 0 && b != '\n'; b = in.read()) {
      line.write(b);
    }
    return line.toString(UTF_8);
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
