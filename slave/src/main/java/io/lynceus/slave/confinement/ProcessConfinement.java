package io.lynceus.slave.confinement;

import io.lynceus.common.metrics.ResidentMemory;
import io.lynceus.model.image.ImageHeader;
import io.lynceus.protocol.message.MasterMessage.AssignUnit;
import io.lynceus.slave.work.Confinement;
import io.lynceus.slave.work.UnitService.Reporter;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;

/** Confines each unit in a child process; one runs at a time. */
public final class ProcessConfinement implements Confinement {
  private final ChildCommand command;
  private final Semaphore free = new Semaphore(1);
  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(
          work -> {
            Thread thread = new Thread(work, "confinement-clock");
            thread.setDaemon(true);
            return thread;
          });

  /**
   * Deletes what slaves of this machine have left that were killed.
   *
   * @param mainClass of the children, such as {@link ConfinedMain}
   * @param resident what this process holds of the machine's memory
   */
  public ProcessConfinement(ConfinementConfig config, String mainClass, ResidentMemory resident) {
    command = new ChildCommand(config, mainClass, resident);
    ChildFolder.sweep();
  }

  @Override
  public Cell cell(AssignUnit order, ImageHeader header, Reporter reporter) {
    return new ChildProcess(order, header, reporter, command, clock, free);
  }
}
