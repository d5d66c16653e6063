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

/** A client of the task port that sends what it likes. For one thread. */
final class Door implements AutoCloseable {
  private static final int PATIENCE_MILLIS = 60_000;
  private static final int PIECE = 64 << 10;

  private final Socket socket;
  private final BufferedReader lines;
  private Thread sender = new Thread(() -> {});

  Door(int port) throws IOException {
    socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout(PATIENCE_MILLIS);
    lines = new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8));
  }

  void send(byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
  }

  /** Sends while replies are read, so that neither side waits for the other. */
  void sendInBackground(byte[] bytes) {
    sendBy(() -> send(bytes));
  }

  /** Sends a file and then so many times the same byte, as far as the master takes them. */
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
                // The master may have closed: what it said before is what counts.
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

  /** Says that nothing more comes, and reads all lines that do. */
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
