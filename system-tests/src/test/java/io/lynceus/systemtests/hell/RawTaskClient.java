package io.lynceus.systemtests.hell;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.lynceus.model.Reply;
import io.lynceus.model.image.ImageParts;
import io.lynceus.protocol.reply.ReplyJson;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A client of the task port that sends arbitrary bytes. For one thread. */
final class RawTaskClient implements AutoCloseable {
  private static final int TIMEOUT_MILLIS = 60_000;
  private static final int PIECE = 64 << 10;

  private final Socket socket;
  private final BufferedReader lines;
  private Thread sender = new Thread(() -> {});

  RawTaskClient(int port) throws IOException {
    socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout(TIMEOUT_MILLIS);
    lines = new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8));
  }

  void send(byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
  }

  /** Sends on another thread while replies are read, so that neither side waits for the other. */
  void sendInBackground(byte[] bytes) {
    sendBy(() -> send(bytes));
  }

  /** Sends a file and then one byte over and over, until the master closes. */
  void sendEndlessly(byte[] file, byte then, long times) {
    byte[] piece = new byte[PIECE];
    Arrays.fill(piece, then);
    sendBy(
        () -> {
          send(file);
          for (long sent = 0; sent < times; sent += piece.length) {
            send(piece);
          }
        });
  }

  private void sendBy(Sending sending) {
    sender =
        new Thread(
            () -> {
              try {
                sending.send();
              } catch (IOException e) {
                // The master may have closed; its replies so far count.
              }
            },
            "sender");
    sender.setDaemon(true);
    sender.start();
  }

  private interface Sending {
    void send() throws IOException;
  }

  /** Sends a file of known size and waits for its reply. */
  Reply sized(byte[] file) throws IOException {
    byte[] command = ("ANALYZE size=" + file.length + "\n").getBytes(UTF_8);
    send(ImageParts.concat(command, file));
    return reply();
  }

  Reply reply() throws IOException {
    String line = lines.readLine();
    if (line == null) {
      throw new IOException("closed without a reply");
    }
    return ReplyJson.read(line).reply();
  }

  /** Half-closes the connection and reads all remaining lines. */
  List<String> restAfterHalfClose() throws IOException {
    socket.shutdownOutput();
    return rest();
  }

  /** Reads until the master closes. */
  List<String> rest() throws IOException {
    List<String> rest = new ArrayList<>();
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      rest.add(line);
    }
    return rest;
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
