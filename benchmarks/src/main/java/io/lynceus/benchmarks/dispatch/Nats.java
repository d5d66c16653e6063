package io.lynceus.benchmarks.dispatch;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * NATS's text protocol (docs.nats.io) as far as requests to a queue group need it: the client, and
 * a worker as a separate program.
 */
final class Nats implements Dialect {
  private static final byte[] CONNECT =
      "CONNECT {\"verbose\":false,\"pedantic\":false}\r\n".getBytes(US_ASCII);
  private static final byte[] PONG = "PONG\r\n".getBytes(US_ASCII);
  private static final byte[] LINE_END = "\r\n".getBytes(US_ASCII);
  private static final String SUBJECT = "noop";
  private static final String INBOX = "answers";

  @Override
  public void greet(BufferedInput in, OutputStream out) throws IOException {
    out.write(CONNECT);
    out.write(("SUB " + INBOX + " 1\r\n").getBytes(US_ASCII));
    out.flush();
  }

  @Override
  public byte[] request(byte[] image) {
    return publication(SUBJECT + " " + INBOX, image);
  }

  private static byte[] publication(String to, byte[] payload) {
    byte[] line = ("PUB " + to + " " + payload.length + "\r\n").getBytes(US_ASCII);
    return ByteBuffer.allocate(line.length + payload.length + LINE_END.length)
        .put(line)
        .put(payload)
        .put(LINE_END)
        .array();
  }

  @Override
  public void awaitReply(BufferedInput in, OutputStream out) throws IOException {
    message(in, out);
  }

  /** Skips the next message; returns its reply subject. */
  private static String message(BufferedInput in, OutputStream out) throws IOException {
    while (true) {
      String line = in.line();
      if (line.startsWith("MSG ")) {
        List<String> words = List.of(line.split(" ", -1));
        in.skip(Integer.parseInt(words.get(words.size() - 1)) + LINE_END.length);
        return words.get(words.size() - 2);
      } else if (line.equals("PING")) {
        out.write(PONG);
        out.flush(); // with the reply before it, which the next message may depend on
      } else if (line.startsWith("-ERR")) {
        throw new IOException("nats-server says " + line);
      }
    }
  }

  /** A worker that replies to each message with ten bytes. */
  static final class NatsWorker {
    private NatsWorker() {}

    /** Works until the connection ends: {@code PORT}. */
    public static void main(String[] args) throws IOException {
      try (Socket socket =
          new Socket(InetAddress.getLoopbackAddress(), Integer.parseInt(args[0]))) {
        socket.setTcpNoDelay(true);
        BufferedInput in = new BufferedInput(socket.getInputStream());
        OutputStream out = new BufferedOutputStream(socket.getOutputStream());
        out.write(CONNECT);
        out.write(("SUB " + SUBJECT + " workers 1\r\n").getBytes(US_ASCII));
        byte[] reply = publication(INBOX, new byte[10]);
        while (true) {
          if (in.isEmpty()) {
            out.flush();
          }
          message(in, out);
          out.write(reply);
        }
      }
    }
  }
}
