package io.lynceus.cluster;

import io.lynceus.client.ClientConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A master and slaves in JVMs of their own, on free ports and with a new secret. All end with
 * {@link #close} or with this process. One thread starts processes; any thread may look them up.
 */
public final class LocalCluster implements AutoCloseable {
  private static final String MASTER = "master";
  private static final Pattern READY = Pattern.compile("\\bready\\b");
  private static final Duration TIMEOUT = Duration.ofMinutes(3);
  private static final int SECRET_BYTES = 24;

  private final ClusterPlan plan;
  private final Map<String, String> secret = Map.of("LYNCEUS_SECRET", random());

  private static final String ADMIN_TOKEN = "LYNCEUS_ADMIN_TOKEN";

  /** Of this cluster alone: its master leaves the user's own file alone. */
  private final String adminToken = random();

  private final Map<String, ClusterProcess> processes = new ConcurrentHashMap<>();
  private final List<String> slaves = new CopyOnWriteArrayList<>();
  private final Thread emergencyStop = new Thread(this::stopAll, "stop-cluster");

  /** Before the master's first start 0, which means a free one. */
  private volatile MasterPorts ports = new MasterPorts(0, 0, 0);

  private LocalCluster(ClusterPlan plan) {
    this.plan = plan;
  }

  private static String random() {
    byte[] random = new byte[SECRET_BYTES];
    new SecureRandom().nextBytes(random);
    return HexFormat.of().formatHex(random);
  }

  /**
   * Starts all processes and waits until the slaves are ready.
   *
   * @throws IOException when a process does not start; the message says why
   */
  public static LocalCluster start(ClusterPlan plan) throws IOException, InterruptedException {
    LocalCluster cluster = new LocalCluster(plan);
    Runtime.getRuntime().addShutdownHook(cluster.emergencyStop);
    try {
      cluster.restartMaster();
      for (int i = 0; i < plan.slaves(); i++) {
        cluster.launchSlave();
      }
      for (String slave : cluster.slaves) {
        cluster.process(slave).awaitAnnouncement(TIMEOUT);
      }
      return cluster;
    } catch (IOException | InterruptedException | RuntimeException e) {
      cluster.close();
      throw e;
    }
  }

  /** The address that the master's ports are bound to. */
  public String host() {
    return plan.master().host();
  }

  /** How clients reach the master. */
  public ClientConfig client() {
    return new ClientConfig(host(), ports.tasks());
  }

  /** How administrators reach the master, unless the plan has another token for them. */
  public ClientConfig administrator() {
    return client().withToken(Optional.of(adminToken));
  }

  /** As {@link #administrator}: the environment of a command. */
  public Map<String, String> administratorsEnvironment() {
    return Map.of(ADMIN_TOKEN, adminToken);
  }

  /** The task port. */
  public int tasksPort() {
    return ports.tasks();
  }

  /** The slaves' port. */
  public int slavesPort() {
    return ports.slaves();
  }

  /** The HTTP port. */
  public int httpPort() {
    return ports.http();
  }

  /** The master's latest process. */
  public ClusterProcess master() {
    return process(MASTER);
  }

  /** The names of all slaves that were ever started, in the order of their first start. */
  public List<String> slaves() {
    return List.copyOf(slaves);
  }

  /** The latest process of that name, running or ended. */
  public ClusterProcess process(String name) {
    return Optional.ofNullable(processes.get(name))
        .orElseThrow(() -> new IllegalArgumentException("there is no process " + name));
  }

  /** Kills the master if it runs, starts it on the same ports, and waits until it listens. */
  public ClusterProcess restartMaster() throws IOException, InterruptedException {
    kill(MASTER);
    Map<String, String> settings = new LinkedHashMap<>();
    for (String port : List.of("tasks", "slaves", "http")) {
      settings.put(port + ".host", host());
    }
    settings.put("tasks.port", Integer.toString(ports.tasks()));
    settings.put("slaves.port", Integer.toString(ports.slaves()));
    settings.put("http.port", Integer.toString(ports.http()));
    settings.put("tasks.token", "");
    settings.put("cameras.file", ""); // not the user's
    settings.put("quarantine.dir", plan.logs().resolve("quarantine").toString());
    settings.put("store.dir", plan.logs().resolve("store").toString());
    Map<String, String> secrets = new LinkedHashMap<>(secret);
    secrets.put(ADMIN_TOKEN, adminToken);
    ClusterProcess master =
        launch(MASTER, plan.master().over(settings, secrets), MasterPorts.LISTENING);
    ports = MasterPorts.in(master.awaitAnnouncement(TIMEOUT).group()).orElseThrow();
    return master;
  }

  /** Kills the slave if it runs and starts it with the same name and plan; does not wait. */
  public ClusterProcess restartSlave(String name) throws IOException, InterruptedException {
    kill(name);
    ProcessPlan slave = plan.planOf(name);
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("name", name);
    settings.put("master.host", host());
    settings.put("master.port", Integer.toString(ports.slaves()));
    settings.put("http.host", slave.host());
    settings.put("http.port", "0");
    return launch(name, slave.over(settings, secret), READY);
  }

  /** Starts another slave and waits until it is ready. */
  public ClusterProcess addSlave() throws IOException, InterruptedException {
    ClusterProcess slave = launchSlave();
    slave.awaitAnnouncement(TIMEOUT);
    return slave;
  }

  private ClusterProcess launchSlave() throws IOException, InterruptedException {
    String name = "slave-" + (slaves.size() + 1);
    slaves.add(name);
    return restartSlave(name);
  }

  private ClusterProcess launch(String name, ProcessPlan process, Pattern announcement)
      throws IOException {
    String subcommand = name.equals(MASTER) ? "master" : "slave";
    Path log = plan.logs().resolve(name + ".log");
    ClusterProcess launched =
        ClusterProcess.start(name, process, List.of(subcommand), log, announcement);
    processes.put(name, launched);
    return launched;
  }

  private void kill(String name) throws IOException, InterruptedException {
    ClusterProcess running = processes.get(name);
    if (running != null) {
      running.kill();
      running.awaitExit(TIMEOUT);
    }
  }

  /**
   * Asks all processes to end in order, and waits for that. {@link #close} asks twice, which ends
   * them at once.
   *
   * @param patience for each process
   * @throws IOException when a process is still running then
   */
  public void stop(Duration patience) throws IOException, InterruptedException {
    processes.values().forEach(ClusterProcess::terminate);
    for (ClusterProcess process : processes.values()) {
      process.awaitExit(patience);
    }
  }

  @Override
  public void close() {
    stopAll();
    try {
      Runtime.getRuntime().removeShutdownHook(emergencyStop);
    } catch (IllegalStateException e) {
      // This process is ending, so the hook is running or done.
    }
  }

  private void stopAll() {
    processes.values().forEach(ClusterProcess::terminate);
    processes.values().forEach(ClusterProcess::close);
  }

  /** Deletes the folder with the logs of clusters that have ended. */
  public static void deleteLogs(Path logs) throws IOException {
    List<Path> files;
    try (Stream<Path> found = Files.walk(logs)) {
      files = found.sorted(Comparator.reverseOrder()).toList(); // a folder after what is in it
    }
    for (Path file : files) {
      Files.delete(file);
    }
  }
}
