package io.lynceus.app.watch.ftp;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * How the next data connection comes about: the client connects to a port, or this side to the
 * client. Only the client's own address counts, so that nobody can be made to send to, or be sent
 * by, a third one. For one thread.
 */
final class DataConnection implements Closeable {
  private final InetAddress client;
  private @Nullable ServerSocket listening;
  private @Nullable InetSocketAddress target;

  /**
   * @param client its address on the control connection
   */
  DataConnection(InetAddress client) {
    this.client = client;
  }

  /**
   * Listens for the client.
   *
   * @return the port
   * @throws IOException when all ports are in use
   */
  int listen(InetAddress local, FtpConfig.Passive ports) throws IOException {
    close();
    int count = ports.last() - ports.first() + 1;
    int start = ThreadLocalRandom.current().nextInt(count);
    IOException last = new IOException("no port");
    for (int i = 0; i < count; i++) {
      int port = ports.first() + (start + i) % count;
      try {
        ServerSocket socket = new ServerSocket();
        try {
          socket.bind(new InetSocketAddress(local, port), 4);
        } catch (IOException e) {
          socket.close();
          throw e;
        }
        listening = socket;
        return socket.getLocalPort();
      } catch (IOException e) {
        last = e;
      }
    }
    throw last;
  }

  /**
   * Connects to the client when the time has come.
   *
   * @return false when the address is not the client's own, or the port below 1024
   */
  boolean connectTo(InetAddress address, int port) {
    close();
    if (!address.equals(client) || port < 1024) {
      return false;
    }
    target = new InetSocketAddress(address, port);
    return true;
  }

  boolean isPrepared() {
    return listening != null || target != null;
  }

  /** Opens it, once for each preparation. Until TLS is over it, {@code limit} is its timeout. */
  Socket open(Duration limit) throws IOException {
    ServerSocket port = listening;
    InetSocketAddress address = target;
    listening = null;
    target = null;
    if (address != null) {
      Socket socket = new Socket();
      try {
        socket.connect(address, (int) limit.toMillis());
        socket.setSoTimeout((int) limit.toMillis());
        return socket;
      } catch (IOException e) {
        socket.close();
        throw e;
      }
    }
    if (port == null) {
      throw new IOException("PASV or PORT first");
    }
    try (port) {
      return accept(port, limit);
    }
  }

  private Socket accept(ServerSocket port, Duration limit) throws IOException {
    long end = System.nanoTime() + limit.toNanos();
    while (true) {
      long left = (end - System.nanoTime()) / 1_000_000;
      if (left <= 0) {
        throw new SocketTimeoutException("the client does not connect");
      }
      port.setSoTimeout((int) left);
      Socket socket = port.accept();
      if (socket.getInetAddress().equals(client)) {
        socket.setSoTimeout((int) limit.toMillis());
        return socket;
      }
      socket.close();
    }
  }

  @Override
  public void close() {
    target = null;
    if (listening != null) {
      try {
        listening.close();
      } catch (IOException e) {
        // It is given up anyway.
      }
      listening = null;
    }
  }
}
