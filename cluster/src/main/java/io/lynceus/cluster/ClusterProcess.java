package io.lynceus.cluster;

import java.io.BufferedReader;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A daemon of this same build in a JVM of its own, whose output goes to a log file while one line
 * of it is waited for. May be used by any thread.
 */
public final class ClusterProcess implements AutoCloseable {
  private static final Set<String> KEPT_VARIABLES =
      Set.of("LYNCEUS_NATIVE_DIR", "LYNCEUS_MODELS_DIR", "LYNCEUS_THREADS");

  private static final int FIRST_WITH_NATIVE_ACCESS = 22;
  private static final Duration STOP_PATIENCE = Duration.ofSeconds(10);
  private static final Duration POLL = Duration.ofMillis(20);

  private final String name;
  private final Process process;
  private final Path log;
  private final CompletableFuture<Matcher> announced = new CompletableFuture<>();
  private volatile String lastLine = "no output";
  private volatile boolean stopped;

  private ClusterProcess(String name, Process process, Path log) {
    this.name = name;
    this.process = process;
    this.log = log;
  }

  /**
   * Starts a subcommand.
   *
   * @param arguments go before those of the plan's settings
   * @param log is appended to
   * @param announcement what its output says when it is up
   */
  static ClusterProcess start(
      String name, ProcessPlan plan, List<String> arguments, Path log, Pattern announcement)
      throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command(plan, arguments)).redirectErrorStream(true);
    // What a user has set for a cluster of his own, its secret and its TLS, is not for this one.
    builder
        .environment()
        .keySet()
        .removeIf(set -> set.startsWith("LYNCEUS_") && !KEPT_VARIABLES.contains(set));
    builder.environment().putAll(plan.environment());
    ClusterProcess child = new ClusterProcess(name, builder.start(), log);
    Thread reader = new Thread(() -> child.copyOutput(announcement), "output-of-" + name);
    reader.setDaemon(true);
    reader.start();
    return child;
  }

  private static List<String> command(ProcessPlan plan, List<String> arguments) {
    ProcessHandle.Info self = ProcessHandle.current().info();
    List<String> command = new ArrayList<>(plan.prefix());
    command.add(
        self.command().orElse(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
    command.addAll(ownOptions());
    command.addAll(plan.jvmOptions());
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), plan.mainClass()));
    command.addAll(arguments);
    for (Map.Entry<String, String> setting : plan.settings().entrySet()) {
      command.addAll(List.of("--set", setting.getKey() + "=" + setting.getValue()));
    }
    return command;
  }

  /**
   * This JVM's own, and what its jar's manifest says, which counts only with {@code -jar}. Without
   * its agents: a debugger's port cannot be shared, nor can a file that many processes write, of
   * which some are killed.
   */
  private static List<String> ownOptions() {
    List<String> options = new ArrayList<>();
    for (String option : ManagementFactory.getRuntimeMXBean().getInputArguments()) {
      if (!option.startsWith("-agentlib") && !option.startsWith("-javaagent")) {
        options.add(option);
      }
    }
    if (Runtime.version().feature() >= FIRST_WITH_NATIVE_ACCESS) {
      options.add("--enable-native-access=ALL-UNNAMED");
    }
    return options;
  }

  /** What it is called in the plan: {@code master}, {@code slave-1}. */
  public String name() {
    return name;
  }

  /** The JVM's process id. */
  public long pid() {
    return jvm().pid();
  }

  /** Whether it has not ended. */
  public boolean isAlive() {
    return process.isAlive();
  }

  /** Kills it at once (SIGKILL). */
  public void kill() {
    jvm().destroyForcibly();
  }

  /** Asks it to end in order (SIGTERM). */
  public void terminate() {
    jvm().destroy();
  }

  /** Freezes it (SIGSTOP): it keeps its connections and says nothing more. */
  public void stop() throws IOException, InterruptedException {
    stopped = true;
    signal("STOP");
  }

  /** Lets it go on (SIGCONT). */
  public void resume() throws IOException, InterruptedException {
    signal("CONT");
    stopped = false;
  }

  private void signal(String signal) throws IOException, InterruptedException {
    Process kill = // the shell's own: the program of that name is not everywhere
        new ProcessBuilder("sh", "-c", "kill -$0 $1", signal, Long.toString(pid())).start();
    if (kill.waitFor() != 0) {
      throw new IOException(name + " cannot be sent SIG" + signal + "; does it still run?");
    }
  }

  /** What runs below the plan's prefix: most such commands become the JVM, some stay above it. */
  private ProcessHandle jvm() {
    try (Stream<ProcessHandle> below = process.descendants()) {
      return below
          .filter(child -> child.children().findAny().isEmpty())
          .findFirst()
          .orElse(process.toHandle());
    }
  }

  /**
   * Waits for its end.
   *
   * @return its exit code; 128 and the number of the signal that ended it, if one did
   * @throws IOException when it takes longer than {@code patience}
   */
  public int awaitExit(Duration patience) throws IOException, InterruptedException {
    if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
      throw new IOException(name + " still runs after " + patience);
    }
    return process.exitValue();
  }

  /**
   * Waits for the line that says that it is up.
   *
   * @throws IOException when the process ends before, or it takes longer than {@code patience}
   */
  public Matcher awaitAnnouncement(Duration patience) throws IOException, InterruptedException {
    try {
      return announced.get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw new IOException(name + " did not start: " + lastLine, e);
    } catch (TimeoutException e) {
      throw new IOException(
          name + " was not ready within " + patience.toSeconds() + " s; its log is " + log, e);
    }
  }

  /** The file with all that processes of this name have written. */
  public Path log() {
    return log;
  }

  /** How many lines of the log the pattern is found in. */
  public long countLines(Pattern pattern) throws IOException {
    if (!Files.exists(log)) {
      return 0;
    }
    try (Stream<String> lines = Files.lines(log)) {
      return lines.filter(line -> pattern.matcher(line).find()).count();
    }
  }

  /**
   * Waits until the pattern is found in so many lines of the log.
   *
   * @throws IOException when it takes longer than {@code patience}
   */
  public void awaitLines(Pattern pattern, long lines, Duration patience)
      throws IOException, InterruptedException {
    if (!Poll.until(POLL, patience, () -> countLines(pattern) >= lines)) {
      throw new IOException("not " + lines + " times " + pattern + " in " + log);
    }
  }

  /**
   * Goes on without a log where the disk is full: a process whose output nobody takes would hang.
   */
  private void append(String line) {
    try {
      Files.writeString(
          log, line + System.lineSeparator(), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      lastLine = line + " (and the log cannot be written: " + e.getMessage() + ")";
    }
  }

  private void copyOutput(Pattern announcement) {
    try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = out.readLine(); line != null; line = out.readLine()) {
        lastLine = line;
        append(line);
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
    if (stopped) {
      kill(); // it would not hear anything else
    }
    terminate();
    try {
      if (!process.waitFor(STOP_PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
        kill();
      }
    } catch (InterruptedException e) {
      kill();
      Thread.currentThread().interrupt();
    }
  }
}
