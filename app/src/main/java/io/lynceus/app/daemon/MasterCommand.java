package io.lynceus.app.daemon;

import com.typesafe.config.Config;
import io.lynceus.app.cli.Version;
import io.lynceus.master.MasterConfig;
import io.lynceus.master.MasterDaemon;
import java.io.IOException;
import java.util.function.IntConsumer;
import picocli.CommandLine.Command;

/** {@code lynceus master}. */
@Command(
    name = "master",
    description =
        "Runs the master in the foreground until SIGTERM; then finishes the tasks that it has.",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:stopped in order",
      "2:wrong usage or configuration, or a port that cannot be opened",
      "3:out of memory; ended at once"
    })
public final class MasterCommand extends DaemonCommand {
  MasterCommand() {
    super("master");
  }

  @Override
  AutoCloseable start(Config settings, IntConsumer end) throws IOException {
    return MasterDaemon.start(MasterConfig.from(settings), Version.current());
  }
}
