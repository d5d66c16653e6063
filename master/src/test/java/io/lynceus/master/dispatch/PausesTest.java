package io.lynceus.master.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynceus.master.MasterDefaults;
import io.lynceus.model.Analysis;
import io.lynceus.model.ClusterStatus.Slave.State;
import io.lynceus.model.Reply.Outcome;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The master, or a slave, has stood still. */
class PausesTest {
  private static final Duration PAUSE = Duration.ofSeconds(12);
  private static final Duration HEARTBEAT = MasterDefaults.DISPATCH.liveness().heartbeat();

  private final ManualMaster master =
      new ManualMaster(MasterDefaults.DISPATCH, QuarantineStore.NONE);

  @BeforeEach
  void tick() {
    master.tick();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void slavesThatLeaveBecauseTheMasterStoodStillHaveNotDied(boolean clockRingsFirst) {
    ScriptedSlave first = busy("a", "same");
    ScriptedSlave second = busy("b", "same");
    master.standStill(PAUSE);
    if (clockRingsFirst) {
      master.tick();
    }
    master.lose(first);
    master.lose(second);
    assertNothingIsSuspected();
  }

  @Test
  void slavesThatLeaveSoonAfterThePauseHaveNotDiedEither() {
    ScriptedSlave first = busy("a", "same");
    ScriptedSlave second = busy("b", "same");
    master.standStill(PAUSE);
    master.pass(Duration.ofSeconds(1));
    master.lose(first);
    master.lose(second);
    assertNothingIsSuspected();
  }

  /** The clock of dispatch stands still while the machine sleeps. */
  @Test
  void aMachineThatSleptExplainsLossesToo() {
    ScriptedSlave first = busy("a", "same");
    ScriptedSlave second = busy("b", "same");
    master.pass(TaskDispatcher.TICK);
    master.loop.sleep(PAUSE);
    master.lose(first);
    master.lose(second);
    assertNothingIsSuspected();
  }

  private void assertNothingIsSuspected() {
    assertThat(master.events).doesNotContain("unit suspected");
    ScriptedSlave third = master.slave("c", 3);
    assertThat(third.confined()).isEmpty();
    assertThat(third.assigned()).as("side by side").hasSize(2);
  }

  @Test
  void aSlaveThatDiesLongAfterThePauseIsNotExcused() {
    ScriptedSlave first = busy("a", "killer");
    master.standStill(PAUSE);
    master.pass(MasterDefaults.DISPATCH.liveness().silence().plusSeconds(1));
    master.lose(first);
    assertThat(master.events).contains("unit suspected");
  }

  @Test
  void whatKillsBeforeAndAfterAPauseIsFound() {
    ScriptedSlave excused = busy("a", "killer");
    master.standStill(PAUSE);
    master.lose(excused);
    for (String name : new String[] {"b", "c"}) {
      ScriptedSlave victim = master.slave(name, 1);
      master.start(victim, victim.assigned().get(0));
      master.lose(victim);
      assertThat(master.events).contains("unit suspected");
    }
    ScriptedSlave host = master.slave("d", 1);
    master.start(host, host.confined().get(0));
    master.childDies(host, host.confined().get(0));
    assertThat(master.outcome("killer", Analysis.EDGES)).isEqualTo(Outcome.POISON);
  }

  @Test
  void aPauseIsNoSilenceOfTheSlaves() {
    ScriptedSlave slave = busy("a", "hash");
    master.standStill(PAUSE);
    master.tick();
    assertThat(slave.closed).isFalse();
    assertThat(master.status().slaves().get(0).state()).isEqualTo(State.READY);
    master.silence(slave, MasterDefaults.DISPATCH.liveness().silence());
    assertThat(slave.closed).as("silent while the master is awake").isTrue();
  }

  @Test
  void anAttemptIsGivenAsMuchMoreTimeAsTheMasterStoodStill() {
    ScriptedSlave slave = busy("a", "hash");
    ScriptedSlave other = master.slave("b", 1);
    master.standStill(MasterDefaults.DISPATCH.retries().attemptTime().plusSeconds(1));
    master.pass(Duration.ofSeconds(1));
    assertThat(other.assigned()).isEmpty();
    master.finish(slave, slave.assigned().get(0));
    assertThat(master.outcome("hash", Analysis.EDGES)).isEqualTo(Outcome.OK);
  }

  @Test
  void slavesHaveTheWholeGraceToComeBackAfterAPause() {
    ScriptedSlave slave = busy("a", "hash");
    master.standStill(PAUSE);
    master.lose(slave);
    master.pass(Duration.ofSeconds(4));
    assertThat(master.replies).isEmpty();
    assertThat(master.slave("a", 1).assigned()).hasSize(1);
  }

  @Test
  void whatWasDoneDuringAPauseCountsThoughTheDeadlineIsOver() {
    ScriptedSlave slave = busy("a", "hash");
    master.standStill(Duration.ofSeconds(40));
    master.tick();
    master.finish(slave, slave.assigned().get(0));
    assertThat(master.outcome("hash", Analysis.EDGES)).isEqualTo(Outcome.OK);
  }

  @Test
  void aDeadlineThatHasPassedMeanwhileCountsAHeartbeatLater() {
    busy("a", "hash");
    master.standStill(Duration.ofSeconds(40));
    master.pass(HEARTBEAT);
    assertThat(master.replies).isEmpty();
    master.pass(TaskDispatcher.TICK);
    assertThat(master.outcome("hash", Analysis.EDGES)).isEqualTo(Outcome.TIMEOUT);
  }

  @Test
  void aTickThatIsLateByAHeartbeatIsNoPause() {
    ScriptedSlave slave = busy("a", "hash");
    master.standStill(TaskDispatcher.TICK.plus(HEARTBEAT));
    master.tick();
    master.lose(slave);
    assertThat(master.events).contains("unit suspected");
  }

  @Test
  void aPausedSlaveThatComesBackHasNotDied() {
    ScriptedSlave first = busy(1, "a", "same");
    ScriptedSlave second = busy(2, "b", "same");
    for (ScriptedSlave paused : new ScriptedSlave[] {first, second}) {
      master.silence(paused, MasterDefaults.DISPATCH.liveness().silence());
      master.lose(paused);
    }
    ScriptedSlave firstAgain = master.slaveOf(1, "a");
    ScriptedSlave secondAgain = master.slaveOf(2, "b");
    assertThat(firstAgain.assigned()).as("alone, until the other is back too").hasSize(1);
    assertThat(secondAgain.assigned()).as("at the same time, as ever").hasSize(1);
    assertThat(firstAgain.confined()).isEmpty();
    assertThat(secondAgain.confined()).isEmpty();
  }

  @Test
  void aConnectionThatEndsAfterItsProcessHasConnectedAgainIsNoDeath() {
    ScriptedSlave before = busy(1, "a", "hash");
    master.slaveOf(1, "a");
    master.lose(before);
    assertThat(master.events).doesNotContain("unit suspected");
  }

  @Test
  void anotherProcessOfThatNameShowsNothing() {
    ScriptedSlave dead = busy(1, "a", "killer");
    master.lose(dead);
    ScriptedSlave restarted = master.slaveOf(2, "a");
    master.submit("other", Analysis.EDGES);
    assertThat(restarted.assigned()).as("the suspect, alone").hasSize(1);
  }

  private ScriptedSlave busy(String name, String hash) {
    return started(master.slave(name, 1), hash);
  }

  private ScriptedSlave busy(long process, String name, String hash) {
    return started(master.slaveOf(process, name), hash);
  }

  private ScriptedSlave started(ScriptedSlave slave, String hash) {
    master.submit(hash, Analysis.EDGES);
    master.start(slave, slave.assigned().get(0));
    return slave;
  }
}
