package io.lynceus.app.watch.ftp;

import io.lynceus.app.cli.Text;
import io.lynceus.common.port.AddressText;
import io.lynceus.common.port.ConnectionLimit;
import io.lynceus.common.port.ConnectionLimit.Permit;
import io.lynceus.master.gateway.access.SignInLimit;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * Listens for cameras that upload by FTP. A thread serves each connection: they are few, and what
 * they do is one thing after the other.
 */
public final class FtpServer implements Closeable {
  private static final int BACKLOG = 64;
  private static final long OVERDUE_MILLIS = 500;

  /** How long uploads that were taken are waited for at the end. */
  private static final Duration LAST_REPLIES = Duration.ofSeconds(5);

  private final FtpConfig config;
  private final FtpUsers users;
  private final PictureTaker taker;
  private final Consumer<String> notes;
  private final ServerSocket listening;
  private final ConnectionLimit limit;
  private final SignInLimit signIns = new SignInLimit(InstantSource.system());
  private final UploadMemory memory;
  private final UploadShelf shelf = new UploadShelf(System::nanoTime);
  private final Set<FtpControl> open = ConcurrentHashMap.newKeySet();
  private final Thread overdue = new Thread(this::closeOverdue, "ftp-overdue");

  private FtpServer(
      FtpConfig config,
      FtpUsers users,
      PictureTaker taker,
      Consumer<String> notes,
      ServerSocket listening) {
    this.config = config;
    this.users = users;
    this.taker = taker;
    this.notes = notes;
    this.listening = listening;
    this.memory = new UploadMemory(config.bounds().heldBytes());
    this.limit =
        new ConnectionLimit(
            config.bounds().connections(),
            config.bounds().perAddress(),
            ConnectionLimit.GivesWay.TO_FEWER,
            System::nanoTime);
  }

  /**
   * Listens from now on.
   *
   * @param notes hears of what goes wrong here
   * @throws IOException when the address cannot be used
   */
  public static FtpServer start(
      FtpConfig config, FtpUsers users, PictureTaker taker, Consumer<String> notes)
      throws IOException {
    ServerSocket listening = new ServerSocket();
    try {
      listening.setReuseAddress(true);
      listening.bind(new InetSocketAddress(config.host(), config.port()), BACKLOG);
    } catch (IOException | IllegalArgumentException e) {
      listening.close();
      throw new IOException(
          "cannot listen on "
              + AddressText.of(config.host(), config.port())
              + ": "
              + e.getMessage(),
          e);
    }
    FtpServer server = new FtpServer(config, users, taker, notes, listening);
    Thread acceptor = new Thread(server::accept, "ftp");
    acceptor.setDaemon(true);
    acceptor.start();
    server.overdue.setDaemon(true);
    server.overdue.start();
    return server;
  }

  /** What clients connect to. */
  public InetSocketAddress address() {
    return (InetSocketAddress) listening.getLocalSocketAddress();
  }

  private void accept() {
    while (!listening.isClosed()) {
      try {
        serve(listening.accept());
      } catch (IOException | OutOfMemoryError e) { // the latter also when there is no more thread
        if (!listening.isClosed()) {
          notes.accept("FTP: a connection cannot be accepted: " + Text.shown("" + e.getMessage()));
          pause();
        }
      }
    }
  }

  /** Without it, the same connection would be tried again and again. */
  private static void pause() {
    try {
      Thread.sleep(200);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Until it is interrupted. */
  private void closeOverdue() {
    try {
      while (true) {
        Thread.sleep(OVERDUE_MILLIS);
        open.forEach(FtpControl::closeOverdue);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void serve(Socket socket) throws IOException {
    FtpControl control = new FtpControl(socket, config.bounds().stall());
    Optional<Permit> permit = limit.acquire(socket.getInetAddress(), control::close);
    if (permit.isEmpty()) {
      try (socket) {
        socket
            .getOutputStream()
            .write("421 too many connections: try again\r\n".getBytes(StandardCharsets.US_ASCII));
      }
      return;
    }
    boolean started = false;
    try {
      socket.setTcpNoDelay(true);
      open.add(control);
      Thread thread = new Thread(() -> serve(control, permit.get()), "ftp-connection");
      thread.setDaemon(true);
      thread.start();
      started = true;
    } finally {
      if (!started) {
        end(control, permit.get());
      }
    }
  }

  private void serve(FtpControl control, Permit permit) {
    try (DataConnection data = new DataConnection(control.client())) {
      Reception reception = new Reception(config.bounds(), memory, shelf);
      new FtpSession(
              config,
              control,
              permit,
              users,
              signIns,
              state ->
                  new UploadCommands(
                      config,
                      control,
                      state,
                      data,
                      reception,
                      new UploadCommands.Sink(taker, shelf)))
          .run();
    } catch (RuntimeException | OutOfMemoryError e) {
      notes.accept("FTP: a connection has failed: " + Text.shown(e.toString()));
    } finally {
      end(control, permit);
    }
  }

  private void end(FtpControl control, Permit permit) {
    control.close();
    open.remove(control);
    permit.release();
  }

  /** The bytes that uploads hold now. */
  long heldBytes() {
    return memory.taken();
  }

  /**
   * Ends all connections. Uploads that wait for their replies get them, if these come within 5 s;
   * others that are under way are lost to their clients, who know it.
   */
  @Override
  public void close() throws IOException {
    close(LAST_REPLIES);
  }

  void close(Duration patience) throws IOException {
    listening.close();
    long end = System.nanoTime() + patience.toNanos();
    try {
      while (open.stream().anyMatch(FtpControl::owesReply) && end - System.nanoTime() > 0) {
        Thread.sleep(10);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    overdue.interrupt();
    open.forEach(FtpControl::close);
  }
}
