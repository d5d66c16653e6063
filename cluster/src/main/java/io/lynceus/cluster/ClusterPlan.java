package io.lynceus.cluster;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * The processes of a {@link LocalCluster}.
 *
 * @param logs an existing folder for one log file per process and for the master's quarantine and
 *     store
 * @param slaves the number of slaves at the start, named {@code slave-1} and so on
 * @param slave how to start slaves without a plan of their own
 * @param slavePlans plans for single slaves, by name
 */
public record ClusterPlan(
    Path logs,
    int slaves,
    ProcessPlan master,
    ProcessPlan slave,
    Map<String, ProcessPlan> slavePlans) {

  /** Keeps a copy. */
  public ClusterPlan {
    slavePlans = Map.copyOf(slavePlans);
  }

  /** A master and two slaves with default settings. */
  public static ClusterPlan in(Path logs) {
    return new ClusterPlan(logs, 2, ProcessPlan.DEFAULT, ProcessPlan.DEFAULT, Map.of());
  }

  /** This, with another number of slaves. */
  public ClusterPlan withSlaves(int number) {
    return new ClusterPlan(logs, number, master, slave, slavePlans);
  }

  /** This, with another plan for the master. */
  public ClusterPlan withMaster(ProcessPlan plan) {
    return new ClusterPlan(logs, slaves, plan, slave, slavePlans);
  }

  /** This, with another plan for all slaves. */
  public ClusterPlan withSlave(ProcessPlan plan) {
    return new ClusterPlan(logs, slaves, master, plan, slavePlans);
  }

  /** This, with a plan for one slave. */
  public ClusterPlan withSlave(String name, ProcessPlan plan) {
    Map<String, ProcessPlan> all = new HashMap<>(slavePlans);
    all.put(name, plan);
    return new ClusterPlan(logs, slaves, master, slave, all);
  }

  ProcessPlan planOf(String slaveName) {
    return slavePlans.getOrDefault(slaveName, slave);
  }
}
