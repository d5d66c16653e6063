package io.lynceus.spark;

import io.lynceus.client.ClientConfig;
import io.lynceus.client.TaskClient;
import io.lynceus.model.ClusterStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/**
 * The distribution that the build has made: its libraries, and a master and a slave of it. They are
 * other processes, since their libraries and Spark's do not fit into one.
 */
final class InstalledLynceus implements AutoCloseable {
  private static final Duration TIMEOUT = Duration.ofMinutes(10);
  private static final Pattern LISTENING =
      Pattern.compile("listening tasks=[^\\s:]+:(\\d+) slaves=[^\\s:]+:(\\d+)");

  private final Path folder;
  private final List<Process> processes = new ArrayList<>();
  private ClientConfig client = new ClientConfig("127.0.0.1", 1);
  private String slavesPort = "0";
  private Process master;

  InstalledLynceus(Path folder) {
    this.folder = folder;
  }

  /** The folder of the distribution. */
  static Path home() throws IOException {
    try (Stream<Path> found =
        Files.find(Path.of("../app/target"), 3, (path, file) -> isLib(path))) {
      Path lib =
          found
              .findFirst()
              .orElseThrow(() -> new IOException("there is no distribution in app/target"));
      return lib.toAbsolutePath().normalize().getParent();
    }
  }

  /** The class path of the distribution. */
  static String classPath() throws IOException {
    return home().resolve("lib") + "/*";
  }

  private static boolean isLib(Path path) {
    return path.endsWith("lib") && Files.exists(path.resolve("lynceus-app.jar"));
  }

  /** The jar for spark-submit. */
  static Path bundle() throws IOException {
    return home().resolve("spark/lynceus-spark.jar");
  }

  /** What Spark has on its class path, and nothing of ours. */
  static String sparkClassPath() {
    return Arrays.stream(System.getProperty("java.class.path").split(":"))
        .filter(entry -> entry.contains("repository") && !entry.contains("lynceus"))
        .filter(entry -> !entry.contains("picocli"))
        .collect(Collectors.joining(":"));
  }

  static String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }

  /** Starts a master and a slave, and waits until the slave is ready. */
  void start() throws IOException {
    master = startMaster("0", "0");
    launch(
        folder.resolve("slave.log"),
        "slave",
        Map.of("master.host", "127.0.0.1", "master.port", slavesPort, "http.port", "0"));
    awaitSlave();
  }

  /** Kills the master, and starts another one at the same ports. Does not wait for the slave. */
  void killAndStartMaster() throws IOException {
    master.destroyForcibly();
    master.onExit().join();
    master = startMaster(String.valueOf(client.port()), slavesPort);
  }

  private Process startMaster(String tasksPort, String portOfSlaves) throws IOException {
    Path log = Files.createTempFile(folder, "master-", ".log");
    Process started =
        launch(
            log,
            "master",
            Map.of(
                "tasks.port", tasksPort,
                "slaves.port", portOfSlaves,
                "http.port", "0",
                "tasks.token", "",
                "cameras.file", "",
                "limits.deadline", "3m",
                "limits.attempt-time", "2m",
                "quarantine.dir", folder.resolve("quarantine").toString(),
                "store.dir", folder.resolve("store").toString()));
    Matcher ports =
        Awaitility.await()
            .atMost(TIMEOUT)
            .until(() -> LISTENING.matcher(Files.readString(log)), Matcher::find);
    client = client.at("127.0.0.1", Integer.parseInt(ports.group(1)));
    slavesPort = ports.group(2);
    return started;
  }

  void awaitSlave() {
    Awaitility.await()
        .atMost(TIMEOUT)
        .ignoreException(IOException.class)
        .until(
            () -> TaskClient.status(client).slaves(),
            slaves ->
                slaves.stream()
                    .anyMatch(slave -> slave.state() == ClusterStatus.Slave.State.READY));
  }

  /** Images with a reply since the master was started. */
  long replies() throws IOException {
    ClusterStatus.Tasks tasks = TaskClient.status(client).tasks();
    return tasks.complete() + tasks.partial() + tasks.rejected();
  }

  private Process launch(Path log, String command, Map<String, String> settings)
      throws IOException {
    List<String> line =
        new ArrayList<>(
            List.of(
                java(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                classPath(),
                "io.lynceus.app.Lynceus",
                command));
    settings.forEach((key, value) -> line.addAll(List.of("--set", key + "=" + value)));
    ProcessBuilder builder =
        new ProcessBuilder(line).redirectErrorStream(true).redirectOutput(log.toFile());
    builder.environment().keySet().removeIf(name -> name.startsWith("LYNCEUS_"));
    builder.environment().put("LYNCEUS_SECRET", "of-this-test-alone-0123456789");
    builder.environment().put("LYNCEUS_ADMIN_TOKEN", "of-this-test-alone-0123456789");
    Process process = builder.start();
    processes.add(process);
    return process;
  }

  ClientConfig client() {
    return client;
  }

  @Override
  public void close() {
    processes.forEach(Process::destroyForcibly);
  }
}
