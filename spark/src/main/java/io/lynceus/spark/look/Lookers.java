package io.lynceus.spark.look;

import io.lynceus.spark.child.ChildPool;
import io.lynceus.spark.plan.ArchivePlan;
import io.lynceus.spark.plan.Workers.Cluster;
import io.lynceus.spark.plan.Workers.Local;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Opens what looks at pictures in this executor. Any thread. */
public final class Lookers {
  /**
   * The children of this executor. They outlive a task, since a child takes seconds to start, and
   * Spark gives tasks no other place for what they share.
   */
  private static final Map<ChildPool.Plan, ChildPool> POOLS = new ConcurrentHashMap<>();

  private Lookers() {}

  /** For one task. */
  public static Looker open(ArchivePlan plan) {
    if (plan.workers() instanceof Cluster cluster) {
      return new ClusterLooker(cluster);
    }
    ChildPool.Plan children = new ChildPool.Plan((Local) plan.workers(), plan.wanted().analyses());
    return new ChildLooker(POOLS.computeIfAbsent(children, ChildPool::new));
  }
}
