package io.lynceus.systemtests.link;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** A relay between slaves and a master that can be cut, as by a crash, or be made silent. */
final class BreakableLink implements AutoCloseable {
  private final InetSocketAddress master;
  private final ServerSocket listening;
  private final List<Socket> sockets = new CopyOnWriteArrayList<>();
  private final ByteArrayOutputStream sentBySlaves = new ByteArrayOutputStream();
  private final AtomicInteger connections = new AtomicInteger();
  private volatile boolean silent;

  BreakableLink(InetSocketAddress master) throws IOException {
    this.master = master;
    this.listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    run(this::accept);
  }

  int port() {
    return listening.getLocalPort();
  }

  /** Connections that slaves have made so far. */
  int connections() {
    return connections.get();
  }

  /** Stops relaying without closing the connections. */
  void fallSilent() {
    silent = true;
  }

  /** All bytes that slaves have sent so far. */
  byte[] sentBySlaves() {
    return sentBySlaves.toByteArray();
  }

  /** Resets all connections, as the kernel does for a process that was killed. */
  void cut() throws IOException {
    for (Socket socket : sockets) {
      socket.setSoLinger(true, 0);
      socket.close();
    }
    sockets.clear();
  }

  @Override
  public void close() throws IOException {
    listening.close();
    cut();
  }

  private void accept() throws IOException {
    while (true) {
      Socket slaveSide = listening.accept();
      connections.incrementAndGet();
      Socket masterSide = new Socket(master.getAddress(), master.getPort());
      sockets.add(slaveSide);
      sockets.add(masterSide);
      run(() -> copy(slaveSide, masterSide, sentBySlaves));
      run(() -> copy(masterSide, slaveSide, OutputStream.nullOutputStream()));
    }
  }

  private void copy(Socket from, Socket to, OutputStream record) throws IOException {
    InputStream in = from.getInputStream();
    OutputStream out = to.getOutputStream();
    byte[] buffer = new byte[1 << 16];
    for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
      if (!silent) {
        out.write(buffer, 0, read);
        record.write(buffer, 0, read);
      }
    }
    if (!silent) {
      to.shutdownOutput();
    }
  }

  private interface IoAction {
    void run() throws IOException;
  }

  private static void run(IoAction task) {
    Thread thread =
        new Thread(
            () -> {
              try {
                task.run();
              } catch (IOException e) {
                // The connection was cut.
              }
            });
    thread.setDaemon(true);
    thread.start();
  }
}
