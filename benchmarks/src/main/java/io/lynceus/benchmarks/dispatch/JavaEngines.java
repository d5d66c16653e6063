package io.lynceus.benchmarks.dispatch;

import static io.lynceus.benchmarks.dispatch.ChildProcesses.LOOPBACK;

import io.lynceus.cluster.ClusterPlan;
import io.lynceus.cluster.LocalCluster;
import io.lynceus.cluster.ProcessPlan;
import java.io.IOException;
import java.util.List;

/** Starts the engines whose client and workers are written in Java. */
final class JavaEngines {
  static final String GEARMAND = "/usr/sbin/gearmand";
  static final String NATS_SERVER = "/usr/sbin/nats-server";

  private JavaEngines() {}

  /** A normal master, and slaves whose analyses do nothing. */
  static Engine lynceus(String name, ChildProcesses children)
      throws IOException, InterruptedException {
    ProcessPlan slave = ProcessPlan.DEFAULT.withMainClass(NoopSlave.class);
    LocalCluster cluster =
        LocalCluster.start(ClusterPlan.in(children.folder()).withSlaves(2).withSlave(slave));
    return new SocketEngine(
        name,
        cluster,
        cluster.master().pid(),
        cluster.slaves().stream().map(slaveName -> cluster.process(slaveName).pid()).toList(),
        () -> new WindowClient(cluster.tasksPort(), new LynceusDialect()));
  }

  /**
   * @param batches 1 to write several frames at once, else 0
   */
  static Engine forwarder(String name, ChildProcesses children, int batches)
      throws IOException, InterruptedException {
    int workers = ChildProcesses.freePort();
    int clients = ChildProcesses.freePort();
    Process broker =
        children.startJava("broker", Forwarder.Broker.class, workers, clients, batches);
    children.awaitListening(clients);
    return new SocketEngine(
        name,
        children,
        broker.pid(),
        children.startTwice("worker", Forwarder.ForwarderWorker.class, workers),
        () -> new WindowClient(clients, new Forwarder()));
  }

  static Engine gearman(String name, ChildProcesses children)
      throws IOException, InterruptedException {
    int port = ChildProcesses.freePort();
    Process broker =
        children.start(
            "broker",
            List.of(GEARMAND, "--listen=" + LOOPBACK, "--port=" + port, "--log-file=none"));
    children.awaitListening(port);
    return new SocketEngine(
        name,
        children,
        broker.pid(),
        children.startTwice("worker", Gearman.GearmanWorker.class, port),
        () -> new WindowClient(port, new Gearman()));
  }

  static Engine nats(String name, ChildProcesses children)
      throws IOException, InterruptedException {
    int port = ChildProcesses.freePort();
    Process broker =
        children.start(
            "broker", List.of(NATS_SERVER, "-a", LOOPBACK, "-p", Integer.toString(port)));
    children.awaitListening(port);
    return new SocketEngine(
        name,
        children,
        broker.pid(),
        children.startTwice("worker", Nats.NatsWorker.class, port),
        () -> new WindowClient(port, new Nats()));
  }
}
