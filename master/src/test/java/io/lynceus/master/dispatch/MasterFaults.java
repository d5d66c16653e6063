package io.lynceus.master.dispatch;

import java.util.Optional;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Faults of the simulated master's own code, and an outlet of it that is full at times. */
final class MasterFaults {
  static final MasterFaults NONE = new MasterFaults(null, null);

  private final @Nullable Random faults;
  private final @Nullable Random overloads;

  private MasterFaults(@Nullable Random faults, @Nullable Random overloads) {
    this.faults = faults;
    this.overloads = overloads;
  }

  /** A seventh of the seeds have faults, and a fifth a full outlet. */
  static MasterFaults of(long seed) {
    return new MasterFaults(
        seed % 7 == 6 ? new Random(seed) : null, seed % 5 == 0 ? new Random(seed) : null);
  }

  /** Without a stack trace, which would take most of the simulation's time. */
  private static final class MasterFault extends RuntimeException {
    private static final long serialVersionUID = 1;

    MasterFault() {
      super("a simulated fault of the master", null, false, false);
    }
  }

  /** Whether its code may have faults. */
  boolean mayHappen() {
    return faults != null;
  }

  /** Nearly every event asks it: a fault at whatever the master is doing. */
  DispatchClock clock(ManualLoop loop, SimulatedFaults others) {
    if (faults == null) {
      return loop;
    }
    Random random = faults;
    return () -> {
      boolean begun = loop.nanos() > 0;
      if (begun && random.nextInt(500) == 0 && !others.areOver()) {
        others.excuse();
        throw new MasterFault();
      }
      return loop.nanos();
    };
  }

  /** At times nobody could hear of a reply. */
  Optional<String> overload() {
    return overloads != null && overloads.nextInt(8) == 0
        ? Optional.of("the outlet of this simulation is full")
        : Optional.empty();
  }
}
