package io.lynceus.app.cli;

import io.lynceus.client.ClientConfig;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Option;

/** A subcommand that asks a master by HTTP. */
public abstract class HttpCommand extends RemoteCommand {
  private static final int DEFAULT_PORT = 7080;

  @Option(
      names = "--http",
      paramLabel = "HOST:PORT",
      defaultValue = "${env:LYNCEUS_HTTP:-}",
      description =
          "The master's HTTP port (default: environment LYNCEUS_HTTP, else port 7080 of the host"
              + " of --master).")
  private String address = "";

  /**
   * @param environment the process's, or one in its place
   */
  protected HttpCommand(Map<String, String> environment) {
    super(environment);
  }

  /** The master, with the clients' token. */
  protected final HttpMaster http() throws CommandException {
    return HttpMaster.of(List.of(at(master())), false);
  }

  /** The master, with the administrators' token. */
  protected final HttpMaster httpOfAdministrators() throws CommandException {
    return HttpMaster.of(masterOfAdministrators().stream().map(this::at).toList(), true);
  }

  private ClientConfig at(ClientConfig master) {
    if (address.isEmpty()) {
      return master.at(master.host(), DEFAULT_PORT);
    }
    int colon = address.lastIndexOf(':');
    String host = colon < 0 ? address : address.substring(0, colon);
    if (host.startsWith("[") && host.endsWith("]")) {
      host = host.substring(1, host.length() - 1);
    }
    try {
      return master.at(host, Integer.parseInt(address.substring(colon + 1)));
    } catch (IllegalArgumentException e) {
      throw usage("--http is HOST:PORT, such as 127.0.0.1:7080, not '" + address + "'");
    }
  }
}
