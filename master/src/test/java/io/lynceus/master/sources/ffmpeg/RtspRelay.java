package io.lynceus.master.sources.ffmpeg;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * An RTSP server on loopback, over TCP (RFC 2326, 10.12): what one client records, others play. It
 * wants a user and a password of those who play, by Basic.
 */
final class RtspRelay implements AutoCloseable {
  private static final String BASIC =
      "Authorization: Basic Z3VhcmQ6cEAgc3MvdzpyZA=="; // guard:p@ ss/w:rd

  private final ServerSocket server;
  private final List<Socket> open = new CopyOnWriteArrayList<>();
  private final List<OutputStream> players = new CopyOnWriteArrayList<>();
  private final CountDownLatch announced = new CountDownLatch(1);
  private volatile String description = "";

  RtspRelay() {
    try {
      server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    daemon(this::accept);
  }

  String url(String user) {
    return "rtsp://" + user + "127.0.0.1:" + server.getLocalPort() + "/stream";
  }

  /** Waits until somebody records. */
  void awaitRecorder() throws InterruptedException {
    if (!announced.await(60, TimeUnit.SECONDS)) {
      throw new IllegalStateException("nobody records");
    }
  }

  private static void daemon(Runnable work) {
    Thread thread = new Thread(work, "rtsp-relay");
    thread.setDaemon(true);
    thread.start();
  }

  private void accept() {
    try {
      while (true) {
        Socket socket = server.accept();
        open.add(socket);
        daemon(() -> serve(socket));
      }
    } catch (IOException e) {
      // The test is over.
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      DataInputStream in = new DataInputStream(socket.getInputStream());
      OutputStream out = socket.getOutputStream();
      while (true) {
        int first = in.readUnsignedByte();
        if (first == '$') {
          relay(in);
        } else {
          answer((char) first + head(in), in, out);
        }
      }
    } catch (IOException e) {
      // It has gone.
    }
  }

  /** A frame of a channel: to all who play. */
  private void relay(DataInputStream in) throws IOException {
    int channel = in.readUnsignedByte();
    int length = in.readUnsignedShort();
    byte[] frame = new byte[4 + length];
    frame[0] = '$';
    frame[1] = (byte) channel;
    frame[2] = (byte) (length >> 8);
    frame[3] = (byte) length;
    in.readFully(frame, 4, length);
    players.removeIf(player -> !isSent(frame, player));
  }

  private static boolean isSent(byte[] frame, OutputStream player) {
    try {
      player.write(frame);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private static String head(DataInputStream in) throws IOException {
    StringBuilder head = new StringBuilder();
    while (!head.toString().endsWith("\r\n\r\n")) {
      head.append((char) in.readUnsignedByte());
    }
    return head.toString();
  }

  private void answer(String head, DataInputStream in, OutputStream out) throws IOException {
    String method = head.substring(0, head.indexOf(' '));
    String extra = "Session: 1\r\n";
    String body = "";
    switch (method) {
      case "ANNOUNCE" -> {
        byte[] text = new byte[Integer.parseInt(header(head, "Content-Length"))];
        in.readFully(text);
        description = new String(text, UTF_8);
        announced.countDown();
      }
      case "DESCRIBE" -> {
        if (!head.contains(BASIC)) {
          respond(out, "401 Unauthorized", head, "WWW-Authenticate: Basic realm=\"cam\"\r\n", "");
          return;
        }
        body = description;
        extra = "Content-Type: application/sdp\r\nContent-Base: " + url("") + "/\r\n";
      }
      case "SETUP" -> extra += "Transport: " + header(head, "Transport") + "\r\n";
      case "OPTIONS" ->
          extra = "Public: OPTIONS, DESCRIBE, SETUP, PLAY, ANNOUNCE, RECORD, TEARDOWN\r\n";
      default -> {}
    }
    respond(out, "200 OK", head, extra, body);
    if (method.equals("PLAY")) {
      players.add(out);
    }
  }

  private static void respond(
      OutputStream out, String status, String head, String extra, String body) throws IOException {
    String text =
        "RTSP/1.0 %s\r\nCSeq: %s\r\n%sContent-Length: %d\r\n\r\n%s"
            .formatted(status, header(head, "CSeq"), extra, body.length(), body);
    out.write(text.getBytes(UTF_8));
  }

  private static String header(String head, String name) {
    return head.lines()
        .filter(line -> line.startsWith(name + ":"))
        .map(line -> line.substring(name.length() + 1).strip())
        .findFirst()
        .orElse("");
  }

  @Override
  public void close() throws IOException {
    server.close();
    for (Socket socket : open) {
      socket.close();
    }
  }
}
