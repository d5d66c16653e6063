package io.lynceus.app;

import io.lynceus.client.ClientConfig;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The option that says which master, shared by the subcommands that ask one. */
final class MasterAddress {
  private static final String DEFAULT = "127.0.0.1:" + ClientConfig.DEFAULT_PORT;

  @Spec(Spec.Target.MIXEE)
  @SuppressWarnings("NullAway.Init") // picocli sets it before anything else is called
  private CommandSpec command;

  @Option(
      names = "--master",
      paramLabel = "HOST:PORT",
      defaultValue = "${env:LYNCEUS_MASTER:-" + DEFAULT + "}",
      description = {
        "The master's task port (default: environment LYNCEUS_MASTER, else " + DEFAULT + ").",
        "A token that the master asks for is taken from the environment LYNCEUS_TOKEN."
      })
  private String address = DEFAULT;

  /** How to reach it, with the token of the environment. */
  ClientConfig config(Map<String, String> environment) {
    int colon = address.lastIndexOf(':');
    String host = colon < 0 ? "" : address.substring(0, colon);
    if (host.startsWith("[") && host.endsWith("]")) {
      host = host.substring(1, host.length() - 1);
    }
    try {
      int port = Integer.parseInt(address.substring(colon + 1));
      return new ClientConfig(host, port)
          .withToken(
              Optional.ofNullable(environment.get("LYNCEUS_TOKEN")).filter(t -> !t.isEmpty()));
    } catch (IllegalArgumentException e) {
      throw new ParameterException(
          command.commandLine(),
          "--master is HOST:PORT, such as " + DEFAULT + ", not '" + address + "'",
          e);
    }
  }
}
