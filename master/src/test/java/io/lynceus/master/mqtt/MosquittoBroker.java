package io.lynceus.master.mqtt;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/** Debian's mosquitto on a free loopback port, in a folder of its own. */
public final class MosquittoBroker implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final List<Path> PLACES =
      List.of(Path.of("/usr/sbin/mosquitto"), Path.of("/usr/local/sbin/mosquitto"));

  private final Path folder;
  private final int port;
  private final List<Process> others = new ArrayList<>();
  private Process process;

  private MosquittoBroker(Path folder, int port) {
    this.folder = folder;
    this.port = port;
  }

  /** Whether broker and clients are on this machine. */
  public static boolean isThere() {
    return program().isPresent() && Files.isExecutable(Path.of("/usr/bin/mosquitto_sub"));
  }

  private static Optional<Path> program() {
    return PLACES.stream().filter(Files::isExecutable).findFirst();
  }

  /**
   * Starts it.
   *
   * @param settings lines of its configuration, beside port and place
   */
  public static MosquittoBroker start(Path folder, String... settings) throws IOException {
    int port;
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    MosquittoBroker broker = new MosquittoBroker(folder, port);
    List<String> lines = new ArrayList<>();
    if (System.getProperty("user.name").equals("root")) {
      lines.add("user root"); // else it would become one that cannot read these files
    }
    lines.add("listener " + port + " 127.0.0.1");
    lines.addAll(List.of(settings));
    Files.write(folder.resolve("mosquitto.conf"), lines);
    broker.startAgain();
    return broker;
  }

  /** Starts it on the same port, and waits until it listens. */
  public void startAgain() throws IOException {
    process =
        new ProcessBuilder(
                program().orElseThrow().toString(),
                "-c",
                folder.resolve("mosquitto.conf").toString())
            .redirectErrorStream(true)
            .redirectOutput(
                ProcessBuilder.Redirect.appendTo(folder.resolve("mosquitto.log").toFile()))
            .start();
    Awaitility.await().atMost(PATIENCE).until(this::listens);
  }

  private boolean listens() {
    if (!process.isAlive()) {
      throw new IllegalStateException("mosquitto has ended: " + read("mosquitto.log"));
    }
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1000);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  public int port() {
    return port;
  }

  /** Ends it as a crash would. */
  public void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /**
   * Starts mosquitto_sub for all topics, and waits until it hears.
   *
   * @param file in the folder, with its lines
   */
  public void hear(String file, String format, String... options) throws IOException {
    others.add(
        client(
            file,
            "mosquitto_sub",
            Stream.concat(Stream.of("-q", "1", "-t", "#", "-F", format), Stream.of(options))));
    awaitMarker(file, "begin");
  }

  /** Waits until the one who hears has heard all that the broker had before. */
  public void awaitMarker(String file, String marker) {
    Awaitility.await()
        .atMost(PATIENCE)
        .until(
            () -> {
              say("marker", marker);
              return read(file).contains(marker);
            });
  }

  /** Publishes by mosquitto_pub. */
  public void say(String topic, String text, String... options)
      throws IOException, InterruptedException {
    Process said =
        client(
            "pub.log",
            "mosquitto_pub",
            Stream.concat(Stream.of("-q", "1", "-t", topic, "-m", text), Stream.of(options)));
    said.waitFor();
  }

  private Process client(String file, String program, Stream<String> options) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of("/usr/bin/" + program, "-h", "127.0.0.1", "-p", Integer.toString(port)));
    options.forEach(command::add);
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(folder.resolve(file).toFile()))
        .start();
  }

  /** What is in a file of the folder so far. */
  public String read(String file) {
    try {
      Path path = folder.resolve(file);
      return Files.exists(path) ? Files.readString(path) : "";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The lines that were heard so far, but the markers. */
  public List<String> lines(String file) {
    return read(file).lines().filter(line -> !(" " + line).contains(" marker ")).toList();
  }

  @Override
  public void close() throws IOException {
    try {
      for (Process each : others) {
        each.destroyForcibly().waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS);
      }
      kill();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
