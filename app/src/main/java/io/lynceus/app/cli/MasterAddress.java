package io.lynceus.app.cli;

import io.lynceus.client.ClientConfig;
import io.lynceus.common.tls.ClientTls;
import io.lynceus.common.tls.TlsFiles;
import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The options that say how to reach the master, shared by all subcommands that ask one. */
public final class MasterAddress {
  private static final Pattern ADDRESS = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}");
  private static final String DEFAULT = "127.0.0.1:" + ClientConfig.DEFAULT_PORT;

  @Spec(Spec.Target.MIXEE)
  @SuppressWarnings("NullAway.Init") // picocli sets it before calling anything else
  private CommandSpec command;

  @Option(
      names = "--master",
      paramLabel = "HOST:PORT",
      defaultValue = "${env:LYNCEUS_MASTER:-" + DEFAULT + "}",
      description =
          "The master's task port (default: environment LYNCEUS_MASTER, else "
              + DEFAULT
              + "). If the master requires a token: it is read from the environment variable"
              + " LYNCEUS_TOKEN, or from the file that LYNCEUS_TOKEN_FILE names.")
  private String address = DEFAULT;

  @Option(names = "--tls", description = "Use TLS; needed if the master has tasks.tls.")
  private boolean tls;

  @Option(
      names = "--ca",
      paramLabel = "FILE",
      description = "The CA of the master's certificate, PEM (default: the CAs that Java trusts).")
  private String ca = "";

  @Option(
      names = "--certificate",
      paramLabel = "FILE",
      description = "The client's certificate, PEM, if the master requires one.")
  private String certificate = "";

  @Option(names = "--key", paramLabel = "FILE", description = "Its private key, PEM, PKCS #8.")
  private String key = "";

  @Option(
      names = "--no-verify-host",
      description = "Accept the CA's certificates for any name or address.")
  private boolean anyHost;

  /** Whether a master was named, by the option or in the environment. */
  public boolean isNamed(Map<String, String> environment) {
    return command.commandLine().getParseResult().hasMatchedOption("--master")
        || environment.containsKey("LYNCEUS_MASTER");
  }

  /** How to reach the master, with the token of the environment. */
  public ClientConfig config(Map<String, String> environment) throws CommandException {
    return address()
        .withToken(Settings.secret("LYNCEUS_TOKEN", "LYNCEUS_TOKEN_FILE", environment))
        .withTls(tls());
  }

  /**
   * How to reach the master as an administrator: one configuration for each token that may be
   * right, to be tried in this order. If no token is found, one configuration without a token. A
   * token from a file of this machine is only sent to this machine.
   */
  public List<ClientConfig> ofAdministrators(Map<String, String> environment)
      throws CommandException {
    ClientConfig client = config(environment);
    Optional<String> given =
        Settings.secret("LYNCEUS_ADMIN_TOKEN", "LYNCEUS_ADMIN_TOKEN_FILE", environment);
    if (given.isPresent()) {
      return List.of(client.withToken(given));
    }
    List<ClientConfig> all = new ArrayList<>();
    if (client.credentials().token().isPresent()) {
      all.add(client);
    }
    if (isThisMachine(client.host())) {
      tokensOfThisMachine(environment)
          .forEach(token -> all.add(client.withToken(Optional.of(token))));
    }
    return all.isEmpty() ? List.of(client) : all;
  }

  private List<String> tokensOfThisMachine(Map<String, String> environment) {
    List<String> tokens = new ArrayList<>();
    try {
      AdminTokenFile.ofUser(environment).read().ifPresent(tokens::add);
    } catch (IOException e) {
      command.commandLine().getErr().println("lynceus: " + e.getMessage());
    }
    if (!environment.containsKey("XDG_STATE_HOME")) {
      try {
        AdminTokenFile.ofService().read().ifPresent(tokens::add);
      } catch (IOException e) {
        // It is for root.
      }
    }
    return tokens;
  }

  /** Other names than localhost are not looked up: another answer could follow when it counts. */
  private static boolean isThisMachine(String host) {
    if (host.equalsIgnoreCase("localhost")) {
      return true;
    }
    try {
      InetAddress address =
          host.contains(":") || ADDRESS.matcher(host).matches()
              ? InetAddress.getByName(host)
              : null;
      return address != null
          && (address.isLoopbackAddress() || NetworkInterface.getByInetAddress(address) != null);
    } catch (IOException e) {
      return false;
    }
  }

  private Optional<ClientTls.Settings> tls() {
    try {
      TlsFiles files = TlsFiles.of("--", certificate, key, ca);
      if (tls || anyHost || !files.isEmpty()) {
        return Optional.of(new ClientTls.Settings(files, !anyHost));
      }
      return Optional.empty();
    } catch (IllegalArgumentException e) {
      throw new ParameterException(command.commandLine(), String.valueOf(e.getMessage()), e);
    }
  }

  private ClientConfig address() {
    int colon = address.lastIndexOf(':');
    String host = colon < 0 ? "" : address.substring(0, colon);
    if (host.startsWith("[") && host.endsWith("]")) {
      host = host.substring(1, host.length() - 1);
    } else if (host.indexOf(':') >= 0) {
      throw new ParameterException(
          command.commandLine(),
          "--master: an IPv6 address stands in brackets, such as [::1]:7070, not '"
              + address
              + "'");
    }
    try {
      int port = Integer.parseInt(address.substring(colon + 1));
      return new ClientConfig(host, port);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(
          command.commandLine(),
          "--master is HOST:PORT, such as " + DEFAULT + ", not '" + address + "'",
          e);
    }
  }
}
