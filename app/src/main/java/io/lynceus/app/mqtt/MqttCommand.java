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
    footerHeading = "%nExamples:%n",
    footer = "  lynceus mqtt test --config /etc/lynceus/master.conf")
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
