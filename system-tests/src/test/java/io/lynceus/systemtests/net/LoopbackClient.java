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

/** A client like netcat, from any address of the loopback network. For one thread. */
final class LoopbackClient implements AutoCloseable {
  private static final int TIMEOUT_MILLIS = 60_000;

  private final Socket socket = new Socket();
  private final BufferedReader lines;

  LoopbackClient(int port) throws IOException {
    this(1, port);
  }

  /**
   * @param host 1 to 254, the last byte of the client's address 127.0.0.x
   */
  LoopbackClient(int host, int port) throws IOException {
    socket.bind(new InetSocketAddress(address(host), 0));
    socket.setTcpNoDelay(true);
    socket.setSoTimeout(TIMEOUT_MILLIS);
    socket.connect(new InetSocketAddress(address(1), port), TIMEOUT_MILLIS);
    lines = new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8));
  }

  static InetAddress address(int host) throws UnknownHostException {
    return InetAddress.getByAddress(new byte[] {127, 0, 0, (byte) host});
  }

  LoopbackClient send(String text) throws IOException {
    return send(text.getBytes(UTF_8));
  }

  LoopbackClient send(byte[] bytes) throws IOException {
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

  /** Resets the connection. */
  void reset() throws IOException {
    socket.setSoLinger(true, 0);
    socket.close();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
