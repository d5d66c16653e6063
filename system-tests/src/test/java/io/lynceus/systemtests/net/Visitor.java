package io.lynceus.systemtests.net;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.lynceus.model.Reply;
import io.lynceus.protocol.reply.MalformedReplyException;
import io.lynceus.protocol.reply.ReplyJson;
import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnknownHostException;

/** A client like netcat, from any address of the loopback network. Used by one thread. */
final class Visitor implements AutoCloseable {
  private static final int PATIENCE_MILLIS = 60_000;

  private final Socket socket = new Socket();
  private final BufferedReader lines;

  Visitor(int port) throws IOException {
    this(1, port);
  }

  /**
   * @param host 1 to 254, the last byte of its address 127.0.0.x
   */
  Visitor(int host, int port) throws IOException {
    socket.bind(new InetSocketAddress(address(host), 0));
    socket.setTcpNoDelay(true);
    socket.setSoTimeout(PATIENCE_MILLIS);
    socket.connect(new InetSocketAddress(address(1), port), PATIENCE_MILLIS);
    lines = new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8));
  }

  static InetAddress address(int host) throws UnknownHostException {
    return InetAddress.getByAddress(new byte[] {127, 0, 0, (byte) host});
  }

  Visitor send(String text) throws IOException {
    return send(text.getBytes(UTF_8));
  }

  Visitor send(byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
    return this;
  }

  Reply reply() throws IOException, MalformedReplyException {
    String line = lines.readLine();
    if (line == null) {
      throw new EOFException("the master closed the connection");
    }
    return ReplyJson.read(line).reply();
  }

  /** Goes away without a word to its peer's program: the connection is reset. */
  void reset() throws IOException {
    socket.setSoLinger(true, 0);
    socket.close();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
