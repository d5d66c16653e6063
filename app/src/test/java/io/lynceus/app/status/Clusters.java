package io.lynceus.app.status;

import io.lynceus.model.ClusterStatus;
import io.lynceus.model.ClusterStatus.Attempts;
import io.lynceus.model.ClusterStatus.History;
import io.lynceus.model.ClusterStatus.Load;
import io.lynceus.model.ClusterStatus.Master;
import io.lynceus.model.ClusterStatus.MasterMemory;
import io.lynceus.model.ClusterStatus.Pace;
import io.lynceus.model.ClusterStatus.Queue;
import io.lynceus.model.ClusterStatus.Slave;
import io.lynceus.model.ClusterStatus.Slave.State;
import io.lynceus.model.ClusterStatus.Tasks;
import io.lynceus.model.MemoryUse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/** Made-up clusters. */
final class Clusters {
  private Clusters() {}

  /** A cluster with that number of slaves. Of 40, the last ones are ill. */
  static ClusterStatus of(int slaves) {
    List<Slave> all = new ArrayList<>();
    for (int i = 0; i < slaves; i++) {
      all.add(slave("vision%02d-%d".formatted(i / 4 + 1, i % 4 + 1), 1.0, State.READY));
    }
    if (slaves >= 40) {
      all.set(26, slave("vision07-3", 4.2, State.READY));
      all.set(31, slave("vision08-4", 1.0, State.SUSPECT));
      all.set(38, slave("vision10-3", 1.0, State.DRAINING));
    }
    return status(all);
  }

  static ClusterStatus status(List<Slave> slaves) {
    return new ClusterStatus(
        new Master(
            "1.2.0",
            Duration.ofHours(76),
            new MasterMemory(851443712, 209715200, 2147483648L, 12582912, 536870912)),
        new Tasks(2, 9, 120340, 17, 4),
        Attempts.NONE,
        Queue.EMPTY,
        slaves.isEmpty() ? Load.NONE : new Load(9.5, 0, Duration.ofMillis(300)),
        slaves);
  }

  static Slave slave(String name, double slowness, State state) {
    return slave(name, slowness, state, new MemoryUse(0, 0, 0, 524288000, 3221225472L));
  }

  static Slave slave(String name, double slowness, State state, MemoryUse memory) {
    return new Slave(
        name,
        "10.0.7.31:51234",
        "1.2.0",
        state,
        3,
        state == State.DRAINING ? 0 : 2,
        30117,
        new Pace(Map.of(), OptionalDouble.of(slowness)),
        new History(1, 0, 0, 0, 0),
        memory);
  }
}
