package io.lynceus.benchmarks.dispatch;

import io.lynceus.cluster.Poll;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The processes of one engine. All end with {@link #close} or with this process. For one thread.
 */
final class ChildProcesses implements AutoCloseable {
  /** The address that all processes listen on. */
  static final String LOOPBACK = "127.0.0.1";

  private static final Duration TIMEOUT = Duration.ofSeconds(30);
  private static final Duration POLL = Duration.ofMillis(50);

  private final Path folder;
  private final List<Process> processes = new ArrayList<>();
  private final Thread emergencyStop = new Thread(this::kill, "stop-children");

  /**
   * @param folder the processes' working folder, with a log file for each
   */
  ChildProcesses(Path folder) {
    this.folder = folder;
    Runtime.getRuntime().addShutdownHook(emergencyStop);
  }

  Path folder() {
    return folder;
  }

  /** Finds a port that is free at this moment. */
  static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  /** Starts a program; its output goes to the log file of that name. */
  Process start(String name, List<String> command) throws IOException {
    var log = ProcessBuilder.Redirect.appendTo(folder.resolve(name + ".log").toFile());
    Process process =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectInput(ProcessBuilder.Redirect.INHERIT)
            .redirectOutput(log)
            .redirectError(log)
            .start();
    processes.add(process);
    return process;
  }

  /** Starts a main class of this benchmark in a new JVM. */
  Process startJava(String name, Class<?> main, int... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(ProcessHandle.current().info().command().orElse("java"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    for (int argument : arguments) {
      command.add(Integer.toString(argument));
    }
    return start(name, command);
  }

  /** Starts two processes; returns their process ids. */
  List<Long> startTwice(String name, Class<?> main, int argument) throws IOException {
    return List.of(
        startJava(name + "-1", main, argument).pid(), startJava(name + "-2", main, argument).pid());
  }

  /**
   * Waits until a process listens on the port.
   *
   * @throws IOException after 30 s, or when a process has ended
   */
  void awaitListening(int port) throws IOException, InterruptedException {
    boolean listens =
        Poll.until(
            POLL,
            TIMEOUT,
            () -> {
              if (!processes.stream().allMatch(Process::isAlive)) {
                throw new IOException("a process has ended; see " + folder);
              }
              return listens(port);
            });
    if (!listens) {
      throw new IOException("nothing listens on port " + port + "; see " + folder);
    }
  }

  private static boolean listens(int port) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  @Override
  public void close() {
    processes.forEach(Process::destroy);
    for (Process process : processes) {
      try {
        process.waitFor(3, TimeUnit.SECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    kill();
    Runtime.getRuntime().removeShutdownHook(emergencyStop);
  }

  private void kill() {
    for (Process process : processes) {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
  }
}
