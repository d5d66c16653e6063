package io.lynceus.app;

import com.typesafe.config.Config;
import io.lynceus.slave.SlaveConfig;
import io.lynceus.slave.SlaveDaemon;
import java.io.IOException;
import java.util.function.IntConsumer;
import picocli.CommandLine.Command;

/** {@code lynceus slave}. */
@Command(name = "slave", description = "Runs a slave in the foreground until SIGTERM; then drains.")
final class SlaveCommand extends DaemonCommand {
  SlaveCommand() {
    super("slave");
  }

  @Override
  AutoCloseable start(Config settings, IntConsumer end) throws IOException {
    return SlaveDaemon.start(
        SlaveConfig.from(settings, Version.current()), () -> end.accept(OUTGROWN));
  }
}
