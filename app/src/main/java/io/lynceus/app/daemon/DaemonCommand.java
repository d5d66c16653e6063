package io.lynceus.app.daemon;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import io.lynceus.app.cli.CommandException;
import io.lynceus.app.cli.EnvironmentNames;
import io.lynceus.app.cli.Settings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Option;

/**
 * Runs a daemon in the foreground: reads its settings, starts it, and stops it in order at SIGTERM
 * or when it asks for that itself.
 */
public abstract class DaemonCommand implements Callable<Integer> {
  /**
   * Out of memory. The JVM uses the same code for a full heap ({@code
   * -XX:+ExitOnOutOfMemoryError}).
   */
  static final int OUT_OF_MEMORY = 3;

  /** A slave that outgrew its memory bound and has drained. */
  static final int OUTGROWN = 4;

  private final String daemon;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "Settings file (HOCON); config/ has the commented defaults.")
  private @Nullable Path file;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "One setting; overrides file and environment. May be repeated.")
  private List<String> sets = new ArrayList<>();

  /**
   * @param daemon {@code master} or {@code slave}: the name of its settings
   */
  DaemonCommand(String daemon) {
    this.daemon = daemon;
  }

  /**
   * Starts the daemon.
   *
   * @param end call it with an exit code to have the daemon stopped in order
   * @return closing it stops the daemon in order, within the time that its settings allow
   */
  abstract AutoCloseable start(Config settings, IntConsumer end) throws IOException;

  /** The user's settings file; empty where there is none. */
  final Optional<Path> settingsFile() {
    return Optional.ofNullable(file);
  }

  @Override
  public final Integer call() throws CommandException, InterruptedException, ExecutionException {
    Config settings = Settings.load(daemon, settingsFile(), sets);
    try {
      LogSettings.apply(settings);
    } catch (ConfigException | IllegalArgumentException e) {
      throw new CommandException(CommandException.USAGE, String.valueOf(e.getMessage()), e);
    }
    Logger log = LoggerFactory.getLogger(DaemonCommand.class); // not before the log's settings
    EnvironmentNames.withoutEffect(System.getenv()).forEach(log::warn);
    Thread.setDefaultUncaughtExceptionHandler(new UncaughtExceptionLogger());
    CompletableFuture<Integer> exitCode = new CompletableFuture<>();
    AutoCloseable running;
    try {
      running = start(settings, exitCode::complete);
    } catch (ConfigException | IllegalArgumentException | IOException e) {
      throw new CommandException(CommandException.USAGE, String.valueOf(e.getMessage()), e);
    }
    StopSignal.take(() -> exitCode.complete(0));
    SystemdNotice systemd = new SystemdNotice();
    systemd.ready();
    int code = exitCode.get();
    systemd.stopping();
    stop(running);
    return code;
  }

  private static void stop(AutoCloseable running) {
    try {
      running.close();
    } catch (Exception e) { // AutoCloseable declares it; the process ends in any case.
      LoggerFactory.getLogger(DaemonCommand.class).warn("the daemon did not stop in order", e);
    }
  }
}
