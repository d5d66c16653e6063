package io.lynceus.cluster;

import java.io.BufferedReader;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A daemon of this build in a JVM of its own. Its output goes to a log file and is searched for the
 * line that says that it is up. Thread-safe.
 */
public final class ClusterProcess implements AutoCloseable {
  private static final Set<String> KEPT_VARIABLES =
      Set.of(
          "LYNCEUS_NATIVE_DIR",
          "LYNCEUS_MODELS_DIR",
          "LYNCEUS_MODELS_RECEIVED_DIR",
          "LYNCEUS_THREADS");

  private static final int FIRST_WITH_NATIVE_ACCESS = 22;
  private static final Duration STOP_TIMEOUT = Duration.ofSeconds(10);
  private static final Duration LAST_LINES = Duration.ofSeconds(1);
  private static final Duration POLL = Duration.ofMillis(20);

  private final String name;
  private final Process process;
  private final Path log;
  private final CompletableFuture<Matcher> announced = new CompletableFuture<>();
  private final Thread reader;
  private volatile String lastLine = "no output";
  private final AtomicBoolean asked = new AtomicBoolean();
  private volatile boolean stopped;

  private ClusterProcess(String name, Process process, Path log, Pattern announcement) {
    this.name = name;
    this.process = process;
    this.log = log;
    this.reader = new Thread(() -> copyOutput(announcement), "output-of-" + name);
    reader.setDaemon(true);
  }

  /**
   * Starts a subcommand.
   *
   * @param arguments precede those of the plan's settings
   * @param log the file to append to
   * @param announcement matches the output line that says that the daemon is up
   */
  static ClusterProcess start(
      String name, ProcessPlan plan, List<String> arguments, Path log, Pattern announcement)
      throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command(plan, arguments)).redirectErrorStream(true);
    // Variables that the user has set for another cluster, such as its secret, must not reach this
    // one.
    builder
        .environment()
        .keySet()
        .removeIf(set -> set.startsWith("LYNCEUS_") && !KEPT_VARIABLES.contains(set));
    builder.environment().putAll(plan.environment());
    ClusterProcess child = new ClusterProcess(name, builder.start(), log, announcement);
    child.reader.start();
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
   * This JVM's own options, plus those of the jar's manifest, which count only with {@code -jar}.
   * Agents are left out: a debugger's port cannot be shared, nor a coverage file that several
   * processes write.
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

  /** The name in the plan: {@code master}, {@code slave-1}. */
  public String name() {
    return name;
  }

  /** The JVM's process id. */
  public long pid() {
    return jvm().pid();
  }

  /** Whether the process is running. */
  public boolean isAlive() {
    return process.isAlive();
  }

  /** Kills the process at once (SIGKILL). */
  public void kill() {
    jvm().destroyForcibly();
  }

  /** Asks the process to end in order (SIGTERM), once: at a second one daemons end at once. */
  public void terminate() {
    if (!asked.getAndSet(true)) {
      jvm().destroy();
    }
  }

  /** Freezes the process (SIGSTOP): it keeps its connections and falls silent. */
  public void stop() throws IOException, InterruptedException {
    stopped = true;
    signal("STOP");
  }

  /** Resumes the process (SIGCONT). */
  public void resume() throws IOException, InterruptedException {
    signal("CONT");
    stopped = false;
  }

  private void signal(String signal) throws IOException, InterruptedException {
    Process kill = // the shell's built-in: not every system has the program
        new ProcessBuilder("sh", "-c", "kill -$0 $1", signal, Long.toString(pid())).start();
    if (kill.waitFor() != 0) {
      throw new IOException(name + " cannot be sent SIG" + signal + "; is it still running?");
    }
  }

  /**
   * The JVM itself: some commands of the plan's prefix stay its parent, most are replaced by it. A
   * slave's JVM may have a child, which starts later.
   */
  private ProcessHandle jvm() {
    try (Stream<ProcessHandle> below = process.descendants()) {
      return Stream.concat(Stream.of(process.toHandle()), below)
          .filter(each -> each.info().command().orElse("").endsWith("java"))
          .min(Comparator.comparing(each -> each.info().startInstant().orElse(Instant.MAX)))
          .orElse(process.toHandle());
    }
  }

  /**
   * Waits for the end of the process.
   *
   * @return its exit code; 128 plus the signal's number if a signal ended it
   * @throws IOException after {@code timeout}
   */
  public int awaitExit(Duration timeout) throws IOException, InterruptedException {
    if (!process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
      throw new IOException(name + " is still running after " + timeout);
    }
    return process.exitValue();
  }

  /** Completed with the exit code when the process has ended. */
  public CompletableFuture<Integer> end() {
    return process.onExit().thenApply(Process::exitValue);
  }

  /**
   * Waits for the line that says that the daemon is up.
   *
   * @throws IOException when the process ends before that, or after {@code timeout}
   */
  public Matcher awaitAnnouncement(Duration timeout) throws IOException, InterruptedException {
    try {
      return announced.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw new IOException(name + " did not start: " + lastLine, e);
    } catch (TimeoutException e) {
      throw new IOException(
          name + " was not ready within " + timeout.toSeconds() + " s; its log is " + log, e);
    }
  }

  /** The file with the output of all processes of this name. */
  public Path log() {
    return log;
  }

  /** The number of log lines that contain the pattern. */
  public long countLines(Pattern pattern) throws IOException {
    if (!Files.exists(log)) {
      return 0;
    }
    try (Stream<String> lines = Files.lines(log)) {
      return lines.filter(line -> pattern.matcher(line).find()).count();
    }
  }

  /**
   * Waits until at least {@code lines} log lines contain the pattern.
   *
   * @throws IOException after {@code timeout}
   */
  public void awaitLines(Pattern pattern, long lines, Duration timeout)
      throws IOException, InterruptedException {
    if (!Poll.until(POLL, timeout, () -> countLines(pattern) >= lines)) {
      throw new IOException("fewer than " + lines + " lines with " + pattern + " in " + log);
    }
  }

  /**
   * Writes a line to the log. Errors, such as a full disk, are ignored: a process whose output is
   * not read would hang.
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

  /** Ends the process in order, or kills it after 10 s. */
  @Override
  public void close() {
    if (stopped) {
      kill(); // a frozen process takes no other signal
    }
    terminate();
    try {
      if (!process.waitFor(STOP_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)) {
        kill();
      }
      reader.join(LAST_LINES.toMillis()); // this process may end now, and its threads with it
    } catch (InterruptedException e) {
      kill();
      Thread.currentThread().interrupt();
    }
  }
}
