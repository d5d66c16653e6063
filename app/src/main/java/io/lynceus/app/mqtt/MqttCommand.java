package io.lynceus.app.mqtt;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code lynceus mqtt}. */
@Command(
    name = "mqtt",
    mixinStandardHelpOptions = true,
    header = "Tries the connection to the MQTT broker",
    description = "Tries whether a master with these settings can tell the MQTT broker.",
    subcommands = MqttTestCommand.class,
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
public final class MqttCommand implements Runnable {
  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it before calling
  private CommandSpec command;

  /** Runs when no subcommand is given. */
  @Override
  public void run() {
    throw new ParameterException(command.commandLine(), "say mqtt test");
  }
}
