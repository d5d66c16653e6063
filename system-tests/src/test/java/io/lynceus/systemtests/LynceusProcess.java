package io.lynceus.systemtests;

import static org.awaitility.Awaitility.await;

import io.lynceus.cluster.MasterPorts;
import io.lynceus.model.TestJvm;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The command in a process of its own, with a small heap; all that it says goes to a file. */
public final class LynceusProcess implements AutoCloseable {
  private static final long SIGINT_BIT = 1 << (2 - 1);

  private final Process process;
  private final Path output;

  private LynceusProcess(Process process, Path output) {
    this.process = process;
    this.output = output;
  }

  /** Runs it with these variables only, and its state in that folder. */
  public static LynceusProcess start(
      Path folder, Map<String, String> environment, String... arguments) throws IOException {
    Path output = Files.createTempFile(folder, "output", ".txt");
    ProcessBuilder builder =
        command(arguments).redirectErrorStream(true).redirectOutput(output.toFile());
    builder.environment().put("XDG_STATE_HOME", folder.toString());
    builder.environment().putAll(environment);
    return new LynceusProcess(builder.start(), output);
  }

  /** What runs it, with none of the user's variables. */
  public static ProcessBuilder command(String... arguments) {
    List<String> command = new ArrayList<>();
    if (isDeafToInterrupts()) {
      command.addAll(List.of("env", "--default-signal=INT"));
    }
    command.addAll(TestJvm.command());
    command.addAll(List.of("-Xmx256m", "-cp", System.getProperty("java.class.path")));
    command.add("io.lynceus.app.Lynceus");
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().keySet().removeIf(name -> name.startsWith("LYNCEUS_"));
    return builder;
  }

  /** Whether SIGINT is ignored, as in what a script starts in the background. */
  private static boolean isDeafToInterrupts() {
    try (Stream<String> lines = Files.lines(Path.of("/proc/self/status"))) {
      return lines
          .filter(line -> line.startsWith("SigIgn:"))
          .map(line -> line.substring("SigIgn:".length()).strip())
          .anyMatch(mask -> (Long.parseUnsignedLong(mask, 16) & SIGINT_BIT) != 0);
    } catch (IOException e) {
      return false; // the system is not Linux
    }
  }

  /** The ports of a master, once it listens. */
  public MasterPorts ports() {
    return await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> MasterPorts.in(said()), Optional::isPresent)
        .orElseThrow();
  }

  /** Asks it to end in order. */
  void terminate() {
    process.destroy();
  }

  String commandLine() {
    return process.info().commandLine().orElse("");
  }

  /** Waits for its end and returns the exit code. */
  public int exitCode(Duration atMost) throws InterruptedException, IOException {
    if (!process.waitFor(atMost.toMillis(), TimeUnit.MILLISECONDS)) {
      throw new AssertionError("still running after " + atMost + ": " + said());
    }
    return process.exitValue();
  }

  public String said() throws IOException {
    return Files.readString(output, StandardCharsets.UTF_8);
  }

  public long saidBytes() throws IOException {
    return Files.size(output);
  }

  /** Kills it and what it has started, which would outlive it. */
  @Override
  public void close() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly().onExit().join();
  }
}
