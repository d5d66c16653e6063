package io.lynceus.benchmarks.dispatch;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The processes of one engine. All of them end with {@link #close}, or with this process. Used by
 * one thread.
 */
final class Children implements AutoCloseable {
  /** Where all of them listen. */
  static final String LOOPBACK = "127.0.0.1";

  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Duration POLL = Duration.ofMillis(50);

  private final Path folder;
  private final Map<String, String> environment = new HashMap<>();
  private final List<Process> processes = new ArrayList<>();
  private final Thread emergencyStop = new Thread(this::kill, "stop-children");

  /**
   * @param folder where they work and their output goes
   */
  Children(Path folder) {
    this.folder = folder;
    Runtime.getRuntime().addShutdownHook(emergencyStop);
  }

  Path folder() {
    return folder;
  }

  /** For those that are started from now on. */
  void setEnvironment(String variable, String value) {
    environment.put(variable, value);
  }

  /** A port that was free a moment ago. */
  static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  /** Starts a program; its output goes to a file of the name. */
  Process start(String name, List<String> command) throws IOException {
    return start(name, command, ProcessBuilder.Redirect.INHERIT, false);
  }

  /** Starts a program that is spoken to: what it says is on the process's input stream. */
  Process converse(String name, List<String> command) throws IOException {
    return start(name, command, ProcessBuilder.Redirect.PIPE, true);
  }

  private Process start(
      String name, List<String> command, ProcessBuilder.Redirect input, boolean spoken)
      throws IOException {
    var log = ProcessBuilder.Redirect.appendTo(folder.resolve(name + ".log").toFile());
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectInput(input)
            .redirectOutput(spoken ? ProcessBuilder.Redirect.PIPE : log)
            .redirectError(log);
    builder.environment().putAll(environment);
    Process process = builder.start();
    processes.add(process);
    return process;
  }

  /** Starts a main class of this benchmark in a JVM like this one. */
  Process startJava(String name, Class<?> main, int... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(ProcessHandle.current().info().command().orElse("java"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    for (int argument : arguments) {
      command.add(Integer.toString(argument));
    }
    return start(name, command);
  }

  /** Starts two of them; returns their process ids. */
  List<Long> startTwice(String name, Class<?> main, int argument) throws IOException {
    return List.of(
        startJava(name + "-1", main, argument).pid(), startJava(name + "-2", main, argument).pid());
  }

  /**
   * Waits until something listens.
   *
   * @throws IOException when nothing does for 30 s, or a process has ended
   */
  void awaitListening(int port) throws IOException, InterruptedException {
    long giveUp = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      try (Socket socket = new Socket()) {
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        return;
      } catch (IOException e) {
        if (System.nanoTime() > giveUp || !processes.stream().allMatch(Process::isAlive)) {
          throw new IOException("nothing listens on port " + port + "; see " + folder, e);
        }
      }
      Thread.sleep(POLL.toMillis()); // nobody tells that another process listens
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
