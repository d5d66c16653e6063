package io.lynceus.app;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Option;

/** A daemon in the foreground: reads its settings, starts, and stops in order at SIGTERM. */
abstract class DaemonCommand implements Callable<Integer> {
  private final String daemon;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "Settings (HOCON); the commented defaults lie in config/.")
  private @Nullable Path file;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "One setting; goes before file and environment. Can be given again.")
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
   * @return stops it in order, within the time that its settings give
   */
  abstract AutoCloseable start(Config settings) throws IOException;

  @Override
  public final Integer call() throws CommandException, InterruptedException {
    Config settings = Settings.load(daemon, Optional.ofNullable(file), sets);
    AutoCloseable running;
    try {
      running = start(settings);
    } catch (ConfigException | IllegalArgumentException | IOException e) {
      throw new CommandException(CommandException.USAGE, String.valueOf(e.getMessage()), e);
    }
    StopSignal.take().await();
    stop(running);
    return 0;
  }

  private static void stop(AutoCloseable running) {
    try {
      running.close();
    } catch (Exception e) {
      LoggerFactory.getLogger(DaemonCommand.class).warn("the stop was not in order", e);
    }
  }
}
