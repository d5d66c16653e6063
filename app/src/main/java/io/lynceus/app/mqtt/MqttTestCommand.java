package io.lynceus.app.mqtt;

import com.typesafe.config.ConfigException;
import io.lynceus.app.cli.CommandException;
import io.lynceus.app.cli.Settings;
import io.lynceus.app.cli.Text;
import io.lynceus.master.mqtt.BrokerProbe;
import io.lynceus.master.mqtt.BrokerProbe.ProbeException;
import io.lynceus.master.mqtt.MqttConfig;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code lynceus mqtt test}. */
@Command(
    name = "test",
    mixinStandardHelpOptions = true,
    header = "Connects to the broker as the master would",
    description = {
      "Connects to the broker of the master's settings, publishes a message and reads it back, and"
          + " says of each step what came of it. Needs no running master, and leaves nothing at the"
          + " broker.",
      "Its client id is that of the master with -test behind it, so that a running master stays"
          + " connected."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:the broker takes what a master would tell it",
      "1:the broker refuses the user, or what a master would tell it",
      "2:wrong usage or configuration",
      "3:the broker cannot be reached"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  lynceus mqtt test",
      "  lynceus mqtt test --config /etc/lynceus/master.conf",
      "  lynceus mqtt test --set mqtt.url=mqtt://10.0.0.5"
    })
final class MqttTestCommand implements Callable<Integer> {
  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it before calling
  private CommandSpec command;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "The master's settings file (HOCON).")
  private @Nullable Path file;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "One setting; overrides file and environment. May be repeated.")
  private List<String> sets = new ArrayList<>();

  @Override
  public Integer call() throws CommandException, InterruptedException {
    MqttConfig config = config();
    PrintWriter out = command.commandLine().getOut();
    try {
      BrokerProbe.run(
          config,
          (step, result) ->
              out.println(String.format(Locale.ROOT, "%-10s %s", step, Text.shown(result))));
    } catch (ProbeException e) {
      out.flush();
      throw new CommandException(
          e.isRefusal() ? CommandException.INCOMPLETE : CommandException.UNREACHABLE,
          String.valueOf(e.getMessage()));
    } catch (IOException e) {
      throw new CommandException(CommandException.USAGE, String.valueOf(e.getMessage()), e);
    }
    out.println("the master can tell this broker of cameras and events");
    return 0;
  }

  private MqttConfig config() throws CommandException {
    try {
      MqttConfig config =
          MqttConfig.from(
              Settings.load("master", Optional.ofNullable(file), sets).getConfig("mqtt"));
      if (config.broker().isEmpty()) {
        throw new CommandException(
            CommandException.USAGE,
            "mqtt.url is not set: name the broker there, such as mqtt://10.0.0.5, or by --set");
      }
      return config;
    } catch (ConfigException | IllegalArgumentException e) {
      throw new CommandException(CommandException.USAGE, String.valueOf(e.getMessage()), e);
    }
  }
}
