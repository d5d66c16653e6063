package io.lynceus.benchmarks.cluster;

import io.lynceus.client.ClientConfig;
import io.lynceus.client.TaskClient;
import io.lynceus.cluster.ReferenceImages;
import io.lynceus.model.Analysis;
import io.lynceus.model.Ask;
import io.lynceus.model.Reply;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A master and slaves on free ports, started by a launcher. */
public final class Daemons implements AutoCloseable {
  private static final Pattern LISTENING =
      Pattern.compile("listening tasks=\\S*?:(\\d+) slaves=\\S*?:(\\d+)");
  private static final Pattern READY = Pattern.compile("\\bready: ");
  private static final String HOST = "127.0.0.1";
  private static final int SECRET_BYTES = 24;

  /** After these images the JVMs have compiled the hot code, as in long-running daemons. */
  private static final int WARM_UP_CHEAP_IMAGES = 12_000;

  private static final int WARM_UP_IMAGES = 200;

  private static final int WARM_UP_WINDOW = 32;

  private final Path launcher;
  private final Path logs;
  private final Map<String, String> environment;
  private final Daemon master;
  private final String slavesPort;
  private final List<Daemon> slaves = new ArrayList<>();
  private ClientConfig client;

  private Daemons(Path launcher, Path logs, List<String> settings)
      throws IOException, InterruptedException {
    this.launcher = launcher;
    this.logs = logs;
    byte[] random = new byte[SECRET_BYTES];
    new Random().nextBytes(random);
    environment =
        Map.of(
            "LYNCEUS_SECRET", HexFormat.of().formatHex(random), "XDG_STATE_HOME", logs.toString());
    List<String> all = new ArrayList<>(List.of("tasks.port=0", "slaves.port=0", "http.port=0"));
    all.addAll(settings);
    master =
        Daemon.start(launcher, arguments("master", all), environment, logs.resolve("master.log"));
    try {
      Matcher listening = master.await(LISTENING);
      client = new ClientConfig(HOST, Integer.parseInt(listening.group(1)));
      slavesPort = listening.group(2);
    } catch (IOException | InterruptedException e) {
      master.close();
      throw e;
    }
  }

  /**
   * Starts the daemons, waits until all are ready, and warms them up.
   *
   * @param launcher {@code lynceus} of this build or of another
   * @param settings settings of the slaves besides names and ports: {@code KEY=VALUE}
   */
  public static Daemons start(Path launcher, int slaves, String... settings)
      throws IOException, InterruptedException {
    Path logs = Files.createTempDirectory("lynceus-benchmark-");
    return new Daemons(launcher.toAbsolutePath(), logs, List.of()).with(slaves, settings);
  }

  /** Starts them with TLS on all connections. */
  static Daemons startWithTls(Path launcher, int slaves) throws IOException, InterruptedException {
    Path logs = Files.createTempDirectory("lynceus-benchmark-");
    Certificate own = Certificate.make(logs);
    List<String> settings = new ArrayList<>();
    for (String port : List.of("tasks", "slaves")) {
      settings.add(port + ".tls.certificate=" + own.certificate());
      settings.add(port + ".tls.key=" + own.key());
    }
    Daemons cluster = new Daemons(launcher.toAbsolutePath(), logs, settings);
    cluster.client = cluster.client.withTls(Optional.of(own.trusted()));
    return cluster.with(slaves, "master.tls.enabled=true", "master.tls.ca=" + own.certificate());
  }

  private Daemons with(int number, String... settings) throws IOException, InterruptedException {
    try {
      for (int i = 1; i <= number; i++) {
        slaves.add(startSlave("slave-" + i, settings));
      }
      warmUp(WARM_UP_CHEAP_IMAGES, List.of(Analysis.EDGES, Analysis.CORNERS));
      warmUp(WARM_UP_IMAGES, Analysis.STANDARD);
      return this;
    } catch (IOException | InterruptedException e) {
      close();
      throw e;
    }
  }

  private void warmUp(int number, List<Analysis> analyses)
      throws IOException, InterruptedException {
    Ask options = Ask.DEFAULT.withAnalyses(analyses);
    ReferenceImages images = new ReferenceImages();
    try (TaskClient connection = TaskClient.connect(client.withWindow(WARM_UP_WINDOW))) {
      List<CompletableFuture<Reply>> replies = new ArrayList<>();
      for (int i = 0; i < number; i++) {
        replies.add(connection.submit(images.apply(i), options));
      }
      CompletableFuture.allOf(replies.toArray(CompletableFuture[]::new)).join();
    }
  }

  /** Starts another slave and waits until it is ready; the caller closes it. */
  Daemon startSlave(String name, String... settings) throws IOException, InterruptedException {
    List<String> all =
        new ArrayList<>(List.of("name=" + name, "master.port=" + slavesPort, "http.port=0"));
    all.addAll(List.of(settings));
    Daemon slave =
        Daemon.start(launcher, arguments("slave", all), environment, logs.resolve(name + ".log"));
    try {
      slave.await(READY);
      return slave;
    } catch (IOException | InterruptedException e) {
      slave.close();
      throw e;
    }
  }

  private static List<String> arguments(String subcommand, List<String> settings) {
    List<String> arguments = new ArrayList<>(List.of(subcommand));
    settings.forEach(setting -> arguments.addAll(List.of("--set", setting)));
    return arguments;
  }

  /** How clients reach the master. */
  public ClientConfig client() {
    return client;
  }

  Daemon master() {
    return master;
  }

  List<Daemon> slaves() {
    return slaves;
  }

  @Override
  public void close() {
    slaves.forEach(Daemon::close);
    master.close();
  }
}
