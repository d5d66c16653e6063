package io.lynceus.benchmarks.cluster;

import io.lynceus.benchmarks.rounds.ProcessUse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A master or slave, started by a launcher, whose output goes to a file. */
final class Daemon implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Duration POLL = Duration.ofMillis(2);

  private final Process process;
  private final Path log;

  private Daemon(Process process, Path log) {
    this.process = process;
    this.log = log;
    // When the benchmark is ended by a signal.
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

  /** Waits for that in its output. */
  Matcher await(Pattern announcement) throws IOException, InterruptedException {
    long giveUp = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      String output = Files.readString(log);
      Matcher matcher = announcement.matcher(output);
      if (matcher.find()) {
        return matcher;
      }
      if (!process.isAlive() || System.nanoTime() > giveUp) {
        throw new IOException("not started, see " + log + ":\n" + output);
      }
      Thread.sleep(POLL.toMillis()); // nobody tells of a line in another process's log
    }
  }

  /** The launcher becomes the JVM, so that the process stays the same. */
  ProcessUse use() throws IOException {
    return ProcessUse.of(process.pid());
  }

  /** Bytes that it has read, from files and connections; see proc(5), {@code rchar}. */
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
      if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
