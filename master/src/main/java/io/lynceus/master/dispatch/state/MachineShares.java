package io.lynceus.master.dispatch.state;

import io.lynceus.protocol.message.Processors;
import java.util.List;

/**
 * Shares the processors of a machine among its slaves, by what each of them may use: together they
 * run no more units at the same time than the machine has processors, and each runs at least one.
 */
final class MachineShares {
  private MachineShares() {}

  /**
   * Tells each slave its share.
   *
   * @param slaves all those of one machine, in the order of joining
   */
  static void share(List<ConnectedSlave> slaves) {
    long wanted = 0;
    int machine = 0;
    for (ConnectedSlave slave : slaves) {
      wanted += slave.processors().own();
      machine = Math.max(machine, slave.processors().ofMachine());
    }
    long all = Math.min(machine, wanted);
    long before = 0;
    for (ConnectedSlave slave : slaves) {
      Processors processors = slave.processors();
      long to = before + processors.own();
      // Rounded in sum, so that no processor is left over.
      long share = all * to / wanted - all * before / wanted;
      before = to;
      slave.runAtOnce(processors.parallel() > 0 ? processors.parallel() : (int) Math.max(1, share));
    }
  }
}
