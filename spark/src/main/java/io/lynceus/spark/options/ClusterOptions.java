package io.lynceus.spark.options;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.lynceus.client.ClientConfig;
import io.lynceus.common.tls.TlsFiles;
import io.lynceus.spark.plan.Workers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How executors reach the Lynceus cluster that looks. The options are those of submit. */
public final class ClusterOptions {
  static final int MOST_WINDOW = 1000;

  private static final int MOST_TOKEN_BYTES = 4096;

  @Option(
      names = "--cluster",
      paramLabel = "HOST:PORT",
      description =
          "Have this Lynceus cluster look: its master's task port. A token is taken from"
              + " LYNCEUS_TOKEN, or from the file that LYNCEUS_TOKEN_FILE names.")
  private String address = "";

  @Option(
      names = "--window",
      paramLabel = "N",
      defaultValue = "8",
      description =
          "For --cluster: pictures that each Spark task has under way, 1 to 1000 (default: 8).")
  private int window;

  @Option(names = "--tls", description = "Use TLS; needed if the master has tasks.tls.")
  private boolean tls;

  @Option(
      names = "--ca",
      paramLabel = "FILE",
      description =
          "The CA of the master's certificate, PEM (default: the CAs that Java trusts). Files are"
              + " those of each machine with an executor, and of the driver's.")
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

  boolean isNamed() {
    return !address.isEmpty();
  }

  int window() {
    return window;
  }

  /**
   * Without a cluster, TLS means nothing.
   *
   * @throws IllegalArgumentException when an option asks for it
   */
  void requireNoTls() {
    if (tls().isPresent()) {
      throw new IllegalArgumentException(
          "--tls, --ca, --certificate, --key and --no-verify-host need --cluster HOST:PORT");
    }
  }

  /**
   * The cluster.
   *
   * @param environment has its token
   * @throws IllegalArgumentException naming the option that is wrong
   */
  Workers.Cluster workers(Map<String, String> environment) {
    int colon = address.lastIndexOf(':');
    boolean portless = colon < 0 || address.endsWith("]");
    String host = portless ? address : address.substring(0, colon);
    int port;
    try {
      port = portless ? ClientConfig.DEFAULT_PORT : Integer.parseInt(address.substring(colon + 1));
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("--cluster is HOST:PORT, not '" + address + "'", e);
    }
    if (port < 1 || port > 65_535) {
      throw new IllegalArgumentException("the port of --cluster is 1 to 65535, not " + port);
    }
    return new Workers.Cluster(
        host.replaceAll("[\\[\\]]", ""), port, token(environment), tls().orElse(null), window);
  }

  private Optional<Workers.Tls> tls() {
    boolean wanted = tls || anyHost || !ca.isEmpty() || !certificate.isEmpty() || !key.isEmpty();
    if (!wanted) {
      return Optional.empty();
    }
    TlsFiles.of("--", certificate, key, ca); // both of a pair, or an exception that says so
    return Optional.of(new Workers.Tls(ca, certificate, key, !anyHost));
  }

  private static String token(Map<String, String> environment) {
    String token = environment.getOrDefault("LYNCEUS_TOKEN", "");
    @Nullable String file = environment.get("LYNCEUS_TOKEN_FILE");
    if (!token.isEmpty() || file == null || file.isEmpty()) {
      return token;
    }
    try (var in = Files.newInputStream(Path.of(file))) {
      String text = new String(in.readNBytes(MOST_TOKEN_BYTES), UTF_8).strip();
      if (text.isEmpty()) {
        throw new IllegalArgumentException("LYNCEUS_TOKEN_FILE: " + file + " is empty");
      }
      return text;
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "LYNCEUS_TOKEN_FILE: %s cannot be read (%s)"
              .formatted(file, e.getClass().getSimpleName()),
          e);
    }
  }
}
