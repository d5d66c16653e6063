package io.lynceus.app.watch.ftp;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.lynceus.common.tls.ServerTls;
import java.io.Closeable;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The control connection: lines in, replies out. For the thread of its session; any thread may
 * close it, and one calls {@link #closeOverdue} now and then: a socket's timeout is for each of its
 * reads, of which TLS may need many, and writes have none.
 */
final class FtpControl implements Closeable {
  static final int LONGEST_LINE = 2048;

  /** To find out whether a client is gone, without waiting for one that is not. */
  private static final int GLANCE_MILLIS = 50;

  private final Socket plain;
  private final Duration limit;
  private Socket socket;
  private volatile @Nullable Due due;
  private volatile boolean owesReply;
  private final byte[] buffer = new byte[LONGEST_LINE];
  private int filled;
  private boolean ended;

  /**
   * @param limit how long the client may take to read a reply
   */
  FtpControl(Socket connected, Duration limit) {
    plain = connected;
    socket = connected;
    this.limit = limit;
  }

  /** What is closed if it takes longer. */
  private record Due(long end, Socket socket) {
    static Due in(Duration time, Socket socket) {
      return new Due(System.nanoTime() + time.toNanos(), socket);
    }
  }

  /** Closes what takes too long now. Any thread may call it. */
  void closeOverdue() {
    Due now = due;
    if (now != null && System.nanoTime() - now.end() > 0) {
      close(now.socket());
    }
  }

  /** Whether a picture was taken whose reply is not sent. Any thread may call it. */
  boolean owesReply() {
    return owesReply;
  }

  void owesReply(boolean now) {
    owesReply = now;
  }

  InetAddress client() {
    return plain.getInetAddress();
  }

  InetAddress local() {
    return plain.getLocalAddress();
  }

  boolean isEncrypted() {
    return socket != plain;
  }

  /** A line is too long, or comes too slowly: the connection is over. */
  static final class BadLineException extends IOException {
    private static final long serialVersionUID = 1L;

    BadLineException(String message) {
      super(message);
    }
  }

  /**
   * The next line without its end; null when the client has closed the connection.
   *
   * @param idle how long to wait for its first byte
   * @param whole how long the line may then take
   * @throws SocketTimeoutException when the client is silent
   */
  @Nullable String readLine(Duration idle, Duration whole) throws IOException {
    long end = System.nanoTime() + (filled > 0 ? whole : idle).toNanos();
    int seen = 0;
    while (true) {
      for (; seen < filled; seen++) {
        if (buffer[seen] == '\n') {
          return takeLine(seen);
        }
      }
      if (filled == buffer.length) {
        throw new BadLineException("a line is too long");
      }
      boolean first = filled == 0;
      if (!receive(end)) {
        return null;
      }
      if (first) {
        end = System.nanoTime() + whole.toNanos();
      }
    }
  }

  private String takeLine(int newline) {
    int length = newline > 0 && buffer[newline - 1] == '\r' ? newline - 1 : newline;
    String line = text(ByteBuffer.wrap(buffer, 0, length));
    filled -= newline + 1;
    System.arraycopy(buffer, newline + 1, buffer, 0, filled);
    return line;
  }

  /** UTF-8, or what old cameras send: then each byte is a character. Telnet's codes are dropped. */
  private static String text(ByteBuffer bytes) {
    while (bytes.hasRemaining() && (bytes.get(bytes.position()) & 0xff) >= 0xf0) {
      bytes.position(bytes.position() + 1); // IAC IP, IAC DM in front of ABOR
    }
    try {
      return UTF_8.newDecoder().decode(bytes.duplicate()).toString();
    } catch (CharacterCodingException e) {
      return ISO_8859_1.decode(bytes).toString();
    }
  }

  private boolean receive(long end) throws IOException {
    if (ended) {
      return false;
    }
    // What has come in time counts, even if this thread is late: the least is 1 ms.
    long left = Math.max(1, (end - System.nanoTime()) / 1_000_000);
    socket.setSoTimeout((int) Math.min(left, Integer.MAX_VALUE));
    InputStream in = socket.getInputStream();
    due = Due.in(limit.plusMillis(left), plain);
    int got;
    try {
      got = in.read(buffer, filled, buffer.length - filled);
    } finally {
      due = null;
    }
    ended = got < 0;
    filled += Math.max(0, got);
    return got >= 0;
  }

  /** Whether the client has closed the connection, as one does that was killed. */
  boolean isGone() {
    try {
      if (filled == 0 && !ended) {
        receive(System.nanoTime() + Duration.ofMillis(GLANCE_MILLIS).toNanos());
      }
      return ended;
    } catch (SocketTimeoutException e) {
      return false;
    } catch (IOException e) {
      return true;
    }
  }

  /** Sends a reply, of one line. */
  void reply(int code, String text) throws IOException {
    write(code + " " + text + "\r\n");
  }

  /** Sends a reply of several lines. */
  void replyLines(int code, String first, Iterable<String> lines, String last) throws IOException {
    StringBuilder all = new StringBuilder(code + "-" + first + "\r\n");
    lines.forEach(line -> all.append(' ').append(line).append("\r\n"));
    write(all.append(code).append(' ').append(last).append("\r\n").toString());
  }

  private void write(String text) throws IOException {
    due = Due.in(limit, plain);
    try {
      socket.getOutputStream().write(text.getBytes(UTF_8));
      socket.getOutputStream().flush();
    } finally {
      due = null;
    }
  }

  /**
   * Goes on with TLS. What the client has sent in the clear behind its AUTH was perhaps put there
   * by another, and ends the connection (RFC 4217 has no such bytes).
   */
  void encrypt(ServerTls tls, Duration handshake) throws IOException {
    if (filled > 0) {
      throw new BadLineException("there were bytes behind AUTH");
    }
    plain.setSoTimeout((int) handshake.toMillis());
    socket = encrypted(plain, Optional.of(tls), handshake);
  }

  /** This or a data connection with TLS over it, if that is wanted. */
  Socket encrypted(Socket connected, Optional<ServerTls> tls, Duration handshake)
      throws IOException {
    if (tls.isEmpty()) {
      return connected;
    }
    due = Due.in(handshake, connected);
    try {
      return tls.get().over(connected);
    } finally {
      due = null;
    }
  }

  /**
   * What a connection brings, each read within a time: TLS gives nothing before a record of it is
   * whole, and its bytes may come one by one, each within the socket's timeout.
   *
   * @param connected is closed when a read takes longer
   */
  InputStream timed(Socket connected, InputStream in, Duration read) {
    return new FilterInputStream(in) {
      @Override
      public int read(byte[] bytes, int offset, int length) throws IOException {
        due = Due.in(read, connected);
        try {
          return super.read(bytes, offset, length);
        } finally {
          due = null;
        }
      }
    };
  }

  @Override
  public void close() {
    close(plain);
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      // It is given up anyway.
    }
  }
}
