package io.lynceus.app;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A daemon of this same build in a JVM of its own, whose output goes to a log file while one line
 * of it is waited for. Used by the thread that made it.
 */
final class ChildProcess implements AutoCloseable {
  private static final int FIRST_WITH_NATIVE_ACCESS = 22;
  private static final Duration STOP_PATIENCE = Duration.ofSeconds(10);

  private final String name;
  private final Process process;
  private final Path log;
  private volatile String lastLine = "no output";
  private final CompletableFuture<Matcher> announced = new CompletableFuture<>();

  private ChildProcess(String name, Process process, Path log) {
    this.name = name;
    this.process = process;
    this.log = log;
  }

  /**
   * Starts a subcommand.
   *
   * @param environment added to this process's own; the place for secrets, which a command line is
   *     not
   * @param announcement what its output says when it is up
   */
  static ChildProcess start(
      String name,
      List<String> arguments,
      Map<String, String> environment,
      Path log,
      Pattern announcement)
      throws IOException {
    ProcessHandle.Info self = ProcessHandle.current().info();
    List<String> command = new ArrayList<>();
    command.add(
        self.command().orElse(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
    command.addAll(options());
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Lynceus.class.getName()));
    command.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().putAll(environment);
    ChildProcess child = new ChildProcess(name, builder.start(), log);
    Thread reader = new Thread(() -> child.copyOutput(announcement), "output-of-" + name);
    reader.setDaemon(true);
    reader.start();
    return child;
  }

  /** This JVM's own, and what its jar's manifest says, which counts only with {@code -jar}. */
  private static List<String> options() {
    List<String> options = new ArrayList<>();
    for (String option : ManagementFactory.getRuntimeMXBean().getInputArguments()) {
      if (!option.startsWith("-agentlib")) { // a debugger's port cannot be shared
        options.add(option);
      }
    }
    if (Runtime.version().feature() >= FIRST_WITH_NATIVE_ACCESS) {
      options.add("--enable-native-access=ALL-UNNAMED");
    }
    return options;
  }

  /**
   * Waits for the announcement.
   *
   * @throws IOException when the process ends before, or it takes longer than {@code patience}
   */
  Matcher awaitAnnouncement(Duration patience) throws IOException, InterruptedException {
    try {
      return announced.get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw new IOException(name + " did not start: " + lastLine, e);
    } catch (TimeoutException e) {
      throw new IOException(
          name + " was not ready within " + patience.toSeconds() + " s; its log is " + log, e);
    }
  }

  ProcessHandle handle() {
    return process.toHandle();
  }

  private void copyOutput(Pattern announcement) {
    try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
        BufferedWriter file = Files.newBufferedWriter(log)) {
      for (String line = out.readLine(); line != null; line = out.readLine()) {
        file.write(line);
        file.newLine();
        file.flush();
        lastLine = line;
        Matcher matcher = announcement.matcher(line);
        if (matcher.find()) {
          announced.complete(matcher);
        }
      }
    } catch (IOException e) {
      announced.completeExceptionally(e);
    }
    announced.completeExceptionally(new IOException(lastLine));
  }

  /** Ends the process: first politely, then not. */
  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(STOP_PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
