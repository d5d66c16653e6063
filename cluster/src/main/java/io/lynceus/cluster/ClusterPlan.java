package io.lynceus.cluster;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * What a {@link LocalCluster} is made of.
 *
 * @param logs an existing folder for one log file per process, and for what the master quarantines
 * @param slaves how many there are at first, called {@code slave-1} and so on
 * @param slave how each is started that has no plan of its own
 * @param ofTheirOwn by the slave's name
 */
public record ClusterPlan(
    Path logs,
    int slaves,
    ProcessPlan master,
    ProcessPlan slave,
    Map<String, ProcessPlan> ofTheirOwn) {

  /** Keeps a copy. */
  public ClusterPlan {
    ofTheirOwn = Map.copyOf(ofTheirOwn);
  }

  /** A master and two slaves, all as users would start them. */
  public static ClusterPlan in(Path logs) {
    return new ClusterPlan(logs, 2, ProcessPlan.DEFAULT, ProcessPlan.DEFAULT, Map.of());
  }

  /** This, with another number of slaves at first. */
  public ClusterPlan withSlaves(int number) {
    return new ClusterPlan(logs, number, master, slave, ofTheirOwn);
  }

  /** This, with another plan for the master. */
  public ClusterPlan withMaster(ProcessPlan plan) {
    return new ClusterPlan(logs, slaves, plan, slave, ofTheirOwn);
  }

  /** This, with another plan for all slaves. */
  public ClusterPlan withSlave(ProcessPlan plan) {
    return new ClusterPlan(logs, slaves, master, plan, ofTheirOwn);
  }

  /** This, with a plan for one slave. */
  public ClusterPlan withSlave(String name, ProcessPlan plan) {
    Map<String, ProcessPlan> all = new HashMap<>(ofTheirOwn);
    all.put(name, plan);
    return new ClusterPlan(logs, slaves, master, slave, all);
  }

  ProcessPlan planOf(String slaveName) {
    return ofTheirOwn.getOrDefault(slaveName, slave);
  }
}
