package io.lynceus.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.lynceus.common.tls.ClientTls;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A socket to the task port that writes bytes and reads lines. One thread may write while another
 * reads; any thread may call {@link #close}.
 */
final class TaskSocket implements Closeable {
  /** Longer than any reply: several times the edge map of the largest image in Base64. */
  static final int MAX_LINE_BYTES = 64 << 20;

  /** Longer than any answer to a question: several times the state of a thousand slaves. */
  static final int MAX_ANSWER_BYTES = 8 << 20;

  private static final int CHUNK_BYTES = 64 << 10;

  /** A line that has begun comes at this many bytes a second, or it is given up. */
  private static final long LEAST_RATE = 4 << 10;

  /** The TCP socket, below TLS. Closing it interrupts reads and writes at once. */
  private final Socket connected;

  /** The socket to read and write: the TCP socket, or TLS over it. */
  private final Socket socket;

  private final InputStream in;
  private final OutputStream out;
  private final byte[] received = new byte[CHUNK_BYTES];
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();
  private int start;
  private int end;
  private long begunNanos;
  private int longest = MAX_LINE_BYTES;
  private volatile long lastMoveNanos = System.nanoTime();

  private TaskSocket(Socket connected, Socket socket) throws IOException {
    this.connected = connected;
    this.socket = socket;
    this.in = socket.getInputStream();
    this.out = socket.getOutputStream();
  }

  /** Connects, and sends the token if there is one. */
  static TaskSocket open(ClientConfig config) throws MasterUnreachableException {
    Socket socket = new Socket();
    try {
      InetSocketAddress address = new InetSocketAddress(config.host(), config.port());
      if (address.isUnresolved()) {
        throw new IOException("the host name is unknown");
      }
      socket.connect(address, (int) config.connectTimeout().toMillis());
      socket.setOption(StandardSocketOptions.TCP_NODELAY, true);
      TaskSocket connection = new TaskSocket(socket, withTls(socket, config));
      // A quarter of the timeout, so that silence is noticed soon after the timeout is over.
      socket.setSoTimeout((int) Math.max(1, config.replyTimeout().toMillis() / 4));
      Optional<String> token = config.credentials().token();
      if (token.isPresent()) {
        connection.write(Commands.auth(token.get()));
      }
      return connection;
    } catch (IOException e) {
      closeQuietly(socket);
      throw new MasterUnreachableException(
          "cannot reach a master at " + config.address() + ": " + ClientTls.fault(e).getMessage(),
          e);
    }
  }

  /** Asks one question, on a connection of its own. */
  static <T> T ask(ClientConfig config, String question, ReplyLines.Reader<T> reader)
      throws IOException {
    long patience = config.replyTimeout().toNanos();
    try (TaskSocket connection = open(config)) {
      connection.write(question);
      connection.finishOutput();
      String line = connection.readAnswer(() -> patience);
      if (line == null) {
        throw new ConnectionLostException(
            config.address()
                + " closed the connection without an answer: is it the master's task port (7070),"
                + " not that of the slaves (7071)?",
            null);
      }
      return ReplyLines.answer(line, reader);
    }
  }

  private static Socket withTls(Socket connected, ClientConfig config) throws IOException {
    Optional<ClientTls.Settings> tls = config.credentials().tls();
    if (tls.isEmpty()) {
      return connected;
    }
    connected.setSoTimeout((int) config.connectTimeout().toMillis());
    return ClientTls.open(tls.get()).over(connected, config.host(), config.port());
  }

  void write(String command) throws ConnectionLostException {
    byte[] bytes = command.getBytes(UTF_8);
    write(bytes, bytes.length);
  }

  private void write(byte[] bytes, int length) throws ConnectionLostException {
    try {
      out.write(bytes, 0, length);
    } catch (IOException e) {
      throw broken(e);
    }
    moved();
  }

  /**
   * Sends exactly {@code bytes} bytes. A source that is shorter is filled up with zeros, so that a
   * file that shrinks meanwhile spoils only its own reply.
   */
  void write(InputStream source, long bytes) throws ConnectionLostException {
    byte[] chunk = new byte[(int) Math.min(CHUNK_BYTES, bytes)];
    for (long left = bytes; left > 0; ) {
      int wanted = (int) Math.min(chunk.length, left);
      int got = readLeniently(source, chunk, wanted);
      Arrays.fill(chunk, got, wanted, (byte) 0);
      write(chunk, wanted);
      left -= wanted;
    }
  }

  private static int readLeniently(InputStream source, byte[] chunk, int wanted) {
    try {
      return source.readNBytes(chunk, 0, wanted);
    } catch (IOException e) {
      return 0;
    }
  }

  /**
   * Sends the whole source as its bytes arrive.
   *
   * @throws ConnectionLostException when sending fails
   * @throws IOException when the source does
   */
  void writeAll(InputStream source) throws IOException {
    byte[] chunk = new byte[CHUNK_BYTES];
    for (int got; (got = source.read(chunk)) >= 0; ) {
      write(chunk, got);
    }
  }

  /** Half-closes the connection: nothing more will be sent. */
  void finishOutput() throws ConnectionLostException {
    try {
      socket.shutdownOutput();
    } catch (IOException e) {
      throw broken(e);
    }
  }

  /** The line that answers a question, as {@link #readLine} reads it. */
  @Nullable String readAnswer(LongSupplier patienceNanos) throws ConnectionLostException {
    longest = MAX_ANSWER_BYTES;
    return readLine(patienceNanos);
  }

  /**
   * The next line without its LF; null at the end of the connection.
   *
   * @param patienceNanos the longest allowed silence in both directions, and for a line's first
   *     bytes, in nanoseconds; read again from time to time
   */
  @Nullable String readLine(LongSupplier patienceNanos) throws ConnectionLostException {
    while (true) {
      for (int i = start; i < end; i++) {
        if (received[i] == '\n') {
          keep(i);
          start = i + 1;
          String text = line.toString(UTF_8);
          line.reset();
          return text;
        }
      }
      keep(end);
      start = 0;
      end = 0;
      requirePace(patienceNanos);
      if (!receive(patienceNanos)) {
        return null;
      }
    }
  }

  /** A master that sends a byte now and then is not silent, but would keep the client waiting. */
  private void requirePace(LongSupplier patienceNanos) throws ConnectionLostException {
    long now = System.nanoTime();
    if (line.size() == 0) {
      begunNanos = now;
    }
    long late = now - begunNanos - line.size() * (1_000_000_000L / LEAST_RATE);
    if (late > patienceNanos.getAsLong()) {
      throw new ConnectionLostException(
          "the master's line does not end: after " + line.size() + " bytes it comes too slowly",
          null);
    }
  }

  private boolean receive(LongSupplier patienceNanos) throws ConnectionLostException {
    while (true) {
      try {
        int got = in.read(received);
        end = Math.max(0, got);
        moved();
        return got >= 0;
      } catch (SocketTimeoutException e) {
        long idle = System.nanoTime() - lastMoveNanos;
        if (idle > patienceNanos.getAsLong()) {
          throw new ConnectionLostException(
              "the master has been silent for " + idle / 1_000_000_000 + " s", e);
        }
      } catch (IOException e) {
        throw broken(e);
      }
    }
  }

  private void keep(int upTo) throws ConnectionLostException {
    if (line.size() + (upTo - start) > longest) {
      throw new ConnectionLostException(
          "the master's line is longer than any that a master sends", null, true);
    }
    line.write(received, start, upTo - start);
  }

  private static ConnectionLostException broken(IOException cause) {
    return new ConnectionLostException(
        "the connection to the master broke: " + ClientTls.fault(cause).getMessage(), cause);
  }

  /** Restarts the count of silence, since bytes move or are about to. */
  void moved() {
    lastMoveNanos = System.nanoTime();
  }

  @Override
  public void close() {
    closeQuietly(connected);
  }

  private static void closeQuietly(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      // The socket is given up anyway.
    }
  }
}
