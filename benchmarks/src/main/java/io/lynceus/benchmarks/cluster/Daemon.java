package io.lynceus.benchmarks.cluster;

import io.lynceus.benchmarks.rounds.ProcessUse;
import io.lynceus.cluster.Poll;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A master or slave started by a launcher; its output goes to a file. */
final class Daemon implements AutoCloseable {
  private static final Duration TIMEOUT = Duration.ofSeconds(60);
  private static final Duration POLL = Duration.ofMillis(2);

  private final Process process;
  private final Path log;

  private Daemon(Process process, Path log) {
    this.process = process;
    this.log = log;
    // For the case that a signal ends the benchmark.
    Runtime.getRuntime().addShutdownHook(new Thread(process::destroy));
  }

  static Daemon start(
      Path launcher, List<String> arguments, Map<String, String> environment, Path log)
      throws IOException {
    ProcessBuilder builder = new ProcessBuilder(launcher.toString());
    builder.command().addAll(arguments);
    builder.environment().keySet().removeIf(set -> set.startsWith("LYNCEUS_"));
    builder.environment().putAll(environment);
    builder.redirectErrorStream(true).redirectOutput(log.toFile());
    return new Daemon(builder.start(), log);
  }

  /** Waits until its output matches. */
  Matcher await(Pattern announcement) throws IOException, InterruptedException {
    Matcher matcher = announcement.matcher("");
    Poll.until(
        POLL, TIMEOUT, () -> matcher.reset(Files.readString(log)).find() || !process.isAlive());
    if (!matcher.reset(Files.readString(log)).find()) {
      throw new IOException("not started, see " + log + ":\n" + Files.readString(log));
    }
    return matcher;
  }

  /** What the process has used. The launcher is replaced by the JVM, so the process is the same. */
  ProcessUse use() throws IOException {
    return ProcessUse.of(process.pid());
  }

  /** The bytes that it has read from files and connections; see proc(5), {@code rchar}. */
  long bytesRead() throws IOException {
    return Files.readAllLines(Path.of("/proc", Long.toString(process.pid()), "io")).stream()
        .filter(line -> line.startsWith("rchar:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
        .findFirst()
        .orElse(0);
  }

  long pid() {
    return process.pid();
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(TIMEOUT.toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
