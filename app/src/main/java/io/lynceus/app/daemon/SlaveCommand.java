package io.lynceus.app.daemon;

import com.typesafe.config.Config;
import io.lynceus.app.cli.Version;
import io.lynceus.slave.SlaveConfig;
import io.lynceus.slave.SlaveDaemon;
import java.io.IOException;
import java.util.function.IntConsumer;
import picocli.CommandLine.Command;

/** {@code lynceus slave}. */
@Command(
    name = "slave",
    header = "Runs a slave, which analyses pictures",
    description = "Runs a slave in the foreground until SIGTERM; then drains.",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:stopped in order",
      "2:wrong usage or configuration, or something that it needs is missing",
      "3:out of memory; ended at once",
      "4:grew past limits.resident-bytes; drained first"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  lynceus slave --set master.host=10.0.0.5",
      "  lynceus slave --config /etc/lynceus/slave.conf",
      "  lynceus slave --set name=vision7-1 --set threads=2"
    })
public final class SlaveCommand extends DaemonCommand {
  SlaveCommand() {
    super("slave");
  }

  @Override
  AutoCloseable start(Config settings, IntConsumer end) throws IOException {
    return SlaveDaemon.start(
        SlaveConfig.from(settings, Version.current()), () -> end.accept(OUTGROWN));
  }
}
