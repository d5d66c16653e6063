package io.lynceus.benchmarks.outage;

import io.lynceus.cluster.Poll;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Mosquitto on a free port of loopback, which can be killed and started again. */
final class Broker implements AutoCloseable {
  private static final List<Path> PLACES =
      List.of(Path.of("/usr/sbin/mosquitto"), Path.of("/usr/local/sbin/mosquitto"));
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Duration POLL = Duration.ofMillis(20);

  private final Path folder;
  private final int port;
  private Process process;

  private Broker(Path folder, int port, Process process) {
    this.folder = folder;
    this.port = port;
    this.process = process;
  }

  /**
   * Starts it.
   *
   * @throws IOException when it is not installed, or does not start
   */
  static Broker start(Path folder) throws IOException, InterruptedException {
    int port;
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    Files.write(
        folder.resolve("mosquitto.conf"),
        List.of(
            "user " + System.getProperty("user.name"),
            "listener " + port + " 127.0.0.1",
            "allow_anonymous true"));
    Broker broker = new Broker(folder, port, launch(folder));
    broker.awaitPort();
    return broker;
  }

  private static Process launch(Path folder) throws IOException {
    Path program =
        PLACES.stream()
            .filter(Files::isExecutable)
            .findFirst()
            .orElseThrow(() -> new IOException("there is no mosquitto: apt-get install mosquitto"));
    Process started =
        new ProcessBuilder(program.toString(), "-c", folder.resolve("mosquitto.conf").toString())
            .redirectErrorStream(true)
            .redirectOutput(
                ProcessBuilder.Redirect.appendTo(folder.resolve("mosquitto.log").toFile()))
            .start();
    Runtime.getRuntime().addShutdownHook(new Thread(started::destroyForcibly));
    return started;
  }

  private void awaitPort() throws IOException, InterruptedException {
    if (!Poll.until(POLL, PATIENCE, this::listens)) {
      throw new IOException("mosquitto does not listen: see " + folder.resolve("mosquitto.log"));
    }
  }

  private boolean listens() throws IOException {
    if (!process.isAlive()) {
      throw new IOException("mosquitto has ended: see " + folder.resolve("mosquitto.log"));
    }
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1000);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  int port() {
    return port;
  }

  /** Ends it as a crash would. */
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /** Starts it on the same port, and waits until it listens. */
  void startAgain() throws IOException, InterruptedException {
    process = launch(folder);
    awaitPort();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
