package io.lynceus.app.watch.ftp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A client of FTP that says what the test tells it to. */
final class FtpTalk implements Closeable {
  private static final Pattern PORT = Pattern.compile("229 .*\\|\\|\\|(\\d+)\\|\\)");
  final Socket socket;
  private final BufferedReader in;

  FtpTalk(InetSocketAddress server) throws IOException {
    this(server, "127.0.0.1");
  }

  /**
   * @param from the client's address
   */
  FtpTalk(InetSocketAddress server, String from) throws IOException {
    socket = new Socket();
    socket.bind(new InetSocketAddress(from, 0));
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), server.getPort()));
    socket.setSoTimeout(60_000);
    in = new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8));
  }

  /** Connects and signs in. */
  static FtpTalk signedIn(InetSocketAddress server) throws IOException {
    FtpTalk talk = new FtpTalk(server);
    talk.expect("220");
    talk.say("USER gate", "331");
    talk.say("PASS right", "230");
    return talk;
  }

  /** Sends a line, and returns the reply, which has to begin so. */
  String say(String line, String reply) throws IOException {
    send(line);
    return expect(reply);
  }

  void send(String line) throws IOException {
    socket.getOutputStream().write((line + "\r\n").getBytes(UTF_8));
  }

  String expect(String reply) throws IOException {
    String line = in.readLine();
    assertThat(line).startsWith(reply);
    if (line.length() > 3 && line.charAt(3) == '-') {
      StringBuilder all = new StringBuilder(line);
      String next;
      do {
        next = in.readLine();
        all.append('\n').append(next);
      } while (!next.startsWith(reply + " "));
      return all.toString();
    }
    return line;
  }

  /** A data connection, which the server listens for. */
  Socket data() throws IOException {
    return new Socket(InetAddress.getLoopbackAddress(), dataPort());
  }

  int dataPort() throws IOException {
    Matcher port = PORT.matcher(say("EPSV", "229"));
    assertThat(port.matches()).isTrue();
    return Integer.parseInt(port.group(1));
  }

  /** Uploads bytes; the reply to all of it has to begin so. */
  String store(String command, byte[] bytes, String reply) throws IOException {
    try (Socket data = data()) {
      say(command, "150");
      data.getOutputStream().write(bytes);
    }
    return expect(reply);
  }

  /** Whether the server has closed the connection. */
  boolean isClosed() throws IOException {
    return in.readLine() == null;
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
