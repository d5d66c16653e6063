package io.lynceus.app;

import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A master and slaves in JVMs of their own on free loopback ports, with a secret of their own; all
 * end with {@link #close}, or with this process.
 */
public final class LocalCluster implements AutoCloseable {
  private static final Pattern LISTENING =
      Pattern.compile("listening tasks=\\S*?:(\\d+) slaves=\\S*?:(\\d+) http=\\S*?:(\\d+)");
  private static final Pattern READY = Pattern.compile("\\bready\\b");
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int SECRET_BYTES = 24;

  private final Path logs;
  private final Map<String, String> environment;
  private final List<ChildProcess> processes = new CopyOnWriteArrayList<>();
  private final List<ChildProcess> slaves = new ArrayList<>();
  private final Thread emergencyStop = new Thread(this::stopAll, "stop-cluster");
  private int tasksPort;
  private int slavesPort;
  private int httpPort;

  private LocalCluster(Path logs) {
    this.logs = logs;
    byte[] secret = new byte[SECRET_BYTES];
    new SecureRandom().nextBytes(secret);
    environment = Map.of("LYNCEUS_SECRET", HexFormat.of().formatHex(secret));
  }

  /**
   * Starts them and waits until all slaves are ready.
   *
   * @param logs an existing folder for one log file per process
   * @throws IOException when one of them does not start; the message says why
   */
  public static LocalCluster start(int slaves, Path logs) throws IOException, InterruptedException {
    LocalCluster cluster = new LocalCluster(logs);
    Runtime.getRuntime().addShutdownHook(cluster.emergencyStop);
    try {
      cluster.startMaster();
      List<ChildProcess> started = new ArrayList<>();
      for (int i = 1; i <= slaves; i++) {
        started.add(cluster.startSlave());
      }
      for (ChildProcess slave : started) {
        slave.awaitAnnouncement(PATIENCE);
      }
      return cluster;
    } catch (IOException | InterruptedException | RuntimeException e) {
      cluster.close();
      throw e;
    }
  }

  /** Where clients connect, on 127.0.0.1. */
  public int tasksPort() {
    return tasksPort;
  }

  /** Where HTTP clients connect, on 127.0.0.1. */
  public int httpPort() {
    return httpPort;
  }

  /** The slaves' processes that were started, living or not, in the order of starting. */
  public List<ProcessHandle> slaves() {
    return slaves.stream().map(ChildProcess::handle).toList();
  }

  /** Starts one more slave and waits until it is ready. */
  public void addSlave() throws IOException, InterruptedException {
    startSlave().awaitAnnouncement(PATIENCE);
  }

  private void startMaster() throws IOException, InterruptedException {
    List<String> arguments =
        List.of(
            "master",
            "--set",
            "tasks.port=0",
            "--set",
            "slaves.port=0",
            "--set",
            "tasks.host=127.0.0.1",
            "--set",
            "tasks.token=",
            "--set",
            "slaves.host=127.0.0.1",
            "--set",
            "http.host=127.0.0.1",
            "--set",
            "http.port=0");
    ChildProcess master = start("master", arguments, LISTENING);
    Matcher ports = master.awaitAnnouncement(PATIENCE);
    tasksPort = Integer.parseInt(ports.group(1));
    slavesPort = Integer.parseInt(ports.group(2));
    httpPort = Integer.parseInt(ports.group(3));
  }

  private ChildProcess startSlave() throws IOException {
    String name = "slave-" + (slaves.size() + 1);
    List<String> arguments =
        List.of(
            "slave",
            "--set",
            "name=" + name,
            "--set",
            "master.host=127.0.0.1",
            "--set",
            "master.port=" + slavesPort,
            "--set",
            "http.host=127.0.0.1",
            "--set",
            "http.port=0");
    ChildProcess slave = start(name, arguments, READY);
    slaves.add(slave);
    return slave;
  }

  private ChildProcess start(String name, List<String> arguments, Pattern announcement)
      throws IOException {
    ChildProcess process =
        ChildProcess.start(name, arguments, environment, logs.resolve(name + ".log"), announcement);
    processes.add(process);
    return process;
  }

  @Override
  public void close() {
    stopAll();
    try {
      Runtime.getRuntime().removeShutdownHook(emergencyStop);
    } catch (IllegalStateException e) {
      // This process is ending: the hook runs, or has run, and finds nothing more to stop.
    }
  }

  private void stopAll() {
    processes.forEach(process -> process.handle().destroy());
    processes.forEach(ChildProcess::close);
  }
}
