package io.lynceus.systemtests.hostile;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A task port that answers each question, and each image, with whatever it likes. */
final class HostileMaster implements AutoCloseable {
  private static final Pattern SIZE = Pattern.compile("ANALYZE size=(\\d+).*");

  private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  private final Answer answer;

  /** Writes what the client gets. */
  interface Answer {
    void to(OutputStream client) throws IOException, InterruptedException;
  }

  HostileMaster(Answer answer) throws IOException {
    this.answer = answer;
    daemon(this::accept);
  }

  private static void daemon(Runnable work) {
    Thread thread = new Thread(work, "hostile-master");
    thread.setDaemon(true);
    thread.start();
  }

  String address() {
    return "127.0.0.1:" + server.getLocalPort();
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket client = server.accept();
        daemon(() -> serve(client));
      } catch (IOException e) {
        return;
      }
    }
  }

  private void serve(Socket client) {
    try (client) {
      BufferedReader lines =
          new BufferedReader(
              new InputStreamReader(client.getInputStream(), StandardCharsets.ISO_8859_1));
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        Matcher size = SIZE.matcher(line);
        if (size.matches()) {
          for (long left = Long.parseLong(size.group(1)); left > 0; left -= lines.skip(left)) {
            client.getOutputStream().flush();
          }
        }
        if (!line.equals("STREAM")) {
          answer.to(client.getOutputStream());
        }
      }
    } catch (IOException | InterruptedException e) {
      // The client has had enough.
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
