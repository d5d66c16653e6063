package io.lynceus.master.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynceus.model.AnalysisDescriptor;
import io.lynceus.protocol.message.MasterMessage.RunAtOnce;
import io.lynceus.protocol.message.Processors;
import io.lynceus.protocol.message.SlaveMessage.Register;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Slaves of one machine share its processors. */
class ProcessorSharesTest extends TaskDispatcherFixture {
  private static final long MACHINE = 17;
  private static final int SLOTS = 3;

  private int joined;

  private ScriptedSlave join(Processors processors) {
    ScriptedSlave slave = new ScriptedSlave("s" + ++joined, dispatcher);
    dispatcher.joined(
        slave,
        new Register(slave.address(), joined, "1", SLOTS, processors, AnalysisDescriptor.STANDARD));
    loop.runPosted();
    return slave;
  }

  /** What it was told last; all its slots, when it was told nothing. */
  private static int atOnce(ScriptedSlave slave) {
    List<RunAtOnce> told = slave.told(RunAtOnce.class);
    return told.isEmpty() ? SLOTS : told.get(told.size() - 1).units();
  }

  private static Processors of(long machine, int all, int own) {
    return new Processors(machine, all, own, 0);
  }

  @Test
  void twoSlavesOfAMachineShareItsProcessorsUntilOneLeaves() {
    ScriptedSlave first = join(of(MACHINE, 2, 2));
    assertThat(atOnce(first)).isEqualTo(2);
    ScriptedSlave second = join(of(MACHINE, 2, 2));
    assertThat(atOnce(first)).isEqualTo(1);
    assertThat(atOnce(second)).isEqualTo(1);
    dispatcher.lost(second, "the test ends it");
    loop.runPosted();
    assertThat(atOnce(first)).isEqualTo(2);
  }

  @Test
  void noProcessorIsLeftOver() {
    List<ScriptedSlave> three =
        List.of(join(of(MACHINE, 4, 4)), join(of(MACHINE, 4, 4)), join(of(MACHINE, 4, 4)));
    assertThat(three.stream().mapToInt(ProcessorSharesTest::atOnce).sum()).isEqualTo(4);
  }

  @Test
  void containersThatMayUsePartsOfAMachineKeepThem() {
    ScriptedSlave first = join(of(MACHINE, 8, 1));
    ScriptedSlave second = join(of(MACHINE, 8, 2));
    assertThat(atOnce(first)).isEqualTo(1);
    assertThat(atOnce(second)).isEqualTo(2);
  }

  @Test
  void eachRunsOneUnitEvenIfThereAreMoreSlavesThanProcessors() {
    List<ScriptedSlave> three =
        List.of(join(of(MACHINE, 2, 2)), join(of(MACHINE, 2, 2)), join(of(MACHINE, 2, 2)));
    assertThat(three).allMatch(slave -> atOnce(slave) == 1);
  }

  @Test
  void slavesOfOtherMachinesAndOfUnknownOnesShareNothing() {
    ScriptedSlave first = join(of(MACHINE, 2, 2));
    ScriptedSlave elsewhere = join(of(MACHINE + 1, 2, 2));
    ScriptedSlave unknown = join(of(0, 2, 2));
    ScriptedSlave unknownToo = join(of(0, 1, 1));
    assertThat(List.of(first, elsewhere, unknown)).allMatch(slave -> atOnce(slave) == 2);
    assertThat(atOnce(unknownToo)).isEqualTo(1);
  }

  @Test
  void aSlaveRunsNoMoreThanItHasThreadsAndIsToldNothingThen() {
    ScriptedSlave large = join(of(MACHINE, 64, 64));
    assertThat(large.told(RunAtOnce.class)).isEmpty();
  }

  @Test
  void whatASlaveIsSetToCounts() {
    ScriptedSlave set = join(new Processors(MACHINE, 2, 2, 2));
    ScriptedSlave other = join(of(MACHINE, 2, 2));
    assertThat(atOnce(set)).isEqualTo(2);
    assertThat(atOnce(other)).isEqualTo(1);
  }

  @Test
  void theUnitsOfAnImageGoToWhereAProcessorIsFreeEvenIfThreadsAreToo() {
    ScriptedSlave first = join(of(MACHINE, 2, 2));
    ScriptedSlave second = join(of(MACHINE, 2, 2));
    submit("hash", Images.ALL);
    assertThat(first.assigned()).hasSize(2);
    assertThat(second.assigned()).hasSize(2);
  }
}
