package io.lynceus.app.archive;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.lynceus.app.cli.CommandException;
import io.lynceus.app.cli.Display;
import io.lynceus.app.cli.FileLink;
import io.lynceus.app.cli.Style;
import io.lynceus.app.cli.Text;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The process that runs on Spark's driver: shows what it says, and ends with it. What Spark writes
 * goes into a log file, which stays when the run fails.
 */
final class SparkProcess {
  /** How long the driver may take to end its executors. */
  private static final long PATIENCE_SECONDS = 20;

  private static final ObjectMapper JSON = new ObjectMapper();

  private final List<String> line;
  private final Map<String, String> secrets;
  private final Display display;
  private final Style style;
  private final AtomicBoolean interrupted = new AtomicBoolean();
  private @Nullable String error;

  /**
   * @param line the command line
   * @param secrets variables for its environment
   * @param style of standard error, where the bar is
   */
  SparkProcess(List<String> line, Map<String, String> secrets, Display display, Style style) {
    this.line = line;
    this.secrets = secrets;
    this.display = display;
    this.style = style;
  }

  /**
   * Runs it to its end. When this process is told to end, that one is ended first.
   *
   * @return its exit code: 0 or 4
   * @throws CommandException with the other exit codes, and why
   */
  int run() throws CommandException, InterruptedException {
    Path log;
    Process process;
    try {
      log = Files.createTempFile("lynceus-archive-", ".log");
      ProcessBuilder builder = new ProcessBuilder(line).redirectError(log.toFile());
      builder.environment().putAll(secrets);
      process = builder.start();
      process.getOutputStream().close();
    } catch (IOException e) {
      throw new CommandException(
          CommandException.USAGE, "Spark cannot be started: " + e.getMessage(), e);
    }
    Thread ending = new Thread(() -> end(process, log), "end-of-spark");
    Runtime.getRuntime().addShutdownHook(ending);
    try {
      listen(process);
      int exitCode = process.waitFor();
      return interrupted.get() ? exitCode : ended(exitCode, log); // the hook has said why
    } finally {
      if (!interrupted.get()) {
        Runtime.getRuntime().removeShutdownHook(ending);
      }
    }
  }

  /** In a hook of the JVM's end: by Ctrl-C, the other process has been told as well. */
  private void end(Process process, Path log) {
    interrupted.set(true);
    if (!process.isAlive()) {
      return;
    }
    process.destroy();
    display.note("lynceus: the run is stopped; what is written stays: run it again to go on");
    try {
      if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
      Files.deleteIfExists(log);
    } catch (InterruptedException e) {
      process.destroyForcibly();
    } catch (IOException e) {
      // It lies in the folder for temporary files.
    }
  }

  private void listen(Process process) throws CommandException {
    try (BufferedReader lines = process.inputReader(UTF_8)) {
      for (String said = lines.readLine(); said != null; said = lines.readLine()) {
        heard(said);
      }
    } catch (IOException e) {
      if (interrupted.get()) {
        return; // who ends a process closes its streams
      }
      process.destroy();
      throw new CommandException(
          CommandException.UNREACHABLE, "Spark's process was lost: " + e.getMessage(), e);
    }
  }

  /** Passes over what is not of our program: Spark's scripts may say something, too. */
  private void heard(String said) {
    JsonNode object;
    try {
      object = JSON.readTree(said);
    } catch (JsonProcessingException e) {
      return;
    }
    if (object == null) {
      return;
    }
    if (object.hasNonNull("note")) {
      showError(); // it was not the last word: with --watch the run goes on
      display.line(Text.shown(object.get("note").asText()));
    } else if (object.hasNonNull("report")) {
      display.line("report: " + place(object.get("report").asText()));
    } else if (object.hasNonNull("error")) {
      showError();
      error = Text.shown(object.get("error").asText());
    } else if (object.hasNonNull("progress")) {
      display.show(ArchiveLine.of(object.get("progress"), style.columns()));
    }
  }

  private void showError() {
    if (error != null) {
      display.note("lynceus: " + error);
      error = null;
    }
  }

  private String place(String uri) {
    try {
      URI address = URI.create(uri);
      if ("file".equals(address.getScheme())) {
        return FileLink.to(Path.of(address), style);
      }
    } catch (IllegalArgumentException e) {
      // As it is.
    }
    return Text.shown(uri);
  }

  private int ended(int exitCode, Path log) throws CommandException {
    String why = error;
    boolean known =
        exitCode == 0 || exitCode == CommandException.USAGE || exitCode == CommandException.AGAIN;
    try {
      if (why == null && exitCode == 0) {
        Files.deleteIfExists(log);
        return 0;
      }
      if (why != null && known) {
        Files.deleteIfExists(log);
        throw new CommandException(exitCode, why);
      }
      throw new CommandException(
          CommandException.UNREACHABLE,
          "%s; Spark's log is %s"
              .formatted(
                  why == null ? "Spark has ended with exit code " + exitCode + lastLine(log) : why,
                  Text.shown(log)));
    } catch (IOException e) {
      throw new CommandException(
          CommandException.UNREACHABLE, why == null ? "Spark's log is lost: " + e : why, e);
    }
  }

  /** What it has said last, without the lines of a stack trace. */
  private static String lastLine(Path log) throws IOException {
    try (Stream<String> lines = Files.lines(log, ISO_8859_1)) {
      return lines
          .filter(text -> !text.isBlank() && !text.startsWith("\t"))
          .reduce((first, last) -> last)
          .map(text -> ": " + text)
          .orElse("");
    }
  }
}
