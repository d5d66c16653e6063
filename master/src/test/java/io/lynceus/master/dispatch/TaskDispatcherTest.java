package io.lynceus.master.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynceus.protocol.message.Analysis;
import io.lynceus.protocol.message.MasterMessage.AssignUnit;
import io.lynceus.protocol.message.MasterMessage.CancelUnit;
import io.lynceus.protocol.message.MasterMessage.TaskClosed;
import io.lynceus.protocol.message.MasterMessage.Welcome;
import io.lynceus.protocol.message.MemoryUse;
import io.lynceus.protocol.message.SlaveMessage.Draining;
import io.lynceus.protocol.message.SlaveMessage.FailureReason;
import io.lynceus.protocol.message.SlaveMessage.Register;
import io.lynceus.protocol.message.SlaveMessage.SlaveHeartbeat;
import io.lynceus.protocol.reply.ClusterStatus;
import io.lynceus.protocol.reply.ClusterStatus.Slave.State;
import io.lynceus.protocol.reply.Reply;
import io.lynceus.protocol.reply.Reply.Outcome;
import io.lynceus.protocol.reply.Reply.RejectionCode;
import io.lynceus.protocol.reply.Reply.Status;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TaskDispatcherTest {
  private static final DispatchConfig CONFIG =
      new DispatchConfig(
          Duration.ofSeconds(30),
          Duration.ofSeconds(10),
          3,
          Duration.ofSeconds(5),
          3,
          10_000,
          1,
          new DispatchConfig.Remembered(Duration.ofMinutes(10), 3, 1 << 20),
          0.05,
          DispatchConfig.Liveness.DEFAULT);

  private final ManualLoop loop = new ManualLoop();
  private final TaskDispatcher dispatcher =
      new TaskDispatcher(
          CONFIG,
          new TaskDispatcher.Identity("1", "run"),
          loop,
          loop::nanos,
          QuarantineStore.NONE,
          DispatchObserver.NONE);
  private final List<Reply> replies = new ArrayList<>();

  @Test
  void aTaskIsSplitIntoOneUnitPerAnalysisAndMergedIntoOneReply() {
    ScriptedSlave slave = slave("a", 4);
    submit("hash", Images.ALL);

    assertThat(slave.images).containsExactly(1L);
    assertThat(slave.assigned()).extracting(AssignUnit::analysis).containsAll(Images.ALL);
    slave.assigned().forEach(slave::finishes);
    loop.runPosted();

    assertThat(replies).hasSize(1);
    assertThat(replies.get(0).status()).isEqualTo(Status.COMPLETE);
    assertThat(replies.get(0).id()).isEqualTo("run-1");
    assertThat(slave.told(TaskClosed.class)).containsExactly(new TaskClosed(1));
  }

  @Test
  void aSlaveIsWelcomedWithTheIntervalsOfItsMaster() {
    assertThat(slave("a", 1).told(Welcome.class))
        .containsExactly(new Welcome("1", Duration.ofMillis(500), Duration.ofSeconds(4)));
  }

  @Test
  void aSlaveIsGivenItsSlotsAndThePrefetchAndTheRestWaits() {
    ScriptedSlave slave = slave("a", 2);
    submit("hash", Images.ALL);
    assertThat(slave.assigned()).hasSize(3);

    slave.finishes(slave.assigned().get(0));
    loop.runPosted();
    assertThat(slave.assigned()).hasSize(4);
  }

  @Test
  void underLoadTheUnitsOfAnImageFollowTheFirstToItsSlave() {
    ScriptedSlave first = slave("a", 1);
    ScriptedSlave second = slave("b", 1);
    submit("busy", Images.ALL);
    submit("waiting", Images.ALL);
    submit("too", Images.ALL);
    for (int round = 0; round < 4; round++) {
      first.finishes(first.assigned().get(round));
      loop.runPosted();
      second.finishes(second.assigned().get(round));
      loop.runPosted();
    }

    assertThat(first.images).hasSize(2);
    assertThat(second.images).hasSize(2);
  }

  @Test
  void theUnitsOfAnImageSpreadOverIdleSlavesAndTheImageGoesOnceToEach() {
    ScriptedSlave first = slave("a", 1);
    ScriptedSlave second = slave("b", 1);
    submit("hash", Images.ALL);

    assertThat(first.assigned()).hasSize(2);
    assertThat(second.assigned()).hasSize(2);
    assertThat(first.images).containsExactly(1L);
    assertThat(second.images).containsExactly(1L);
  }

  @Test
  void aUnitWaitsForAFastSlaveRatherThanTakeAFreeSlowOne() {
    ScriptedSlave fast = slave("fast", 1);
    ScriptedSlave slow = slave("slow", 1);
    submit("hash", Set.of(Analysis.EDGES, Analysis.CORNERS));
    fast.finishes(fast.assigned().get(0), Duration.ofMillis(1));
    slow.finishes(slow.assigned().get(0), Duration.ofSeconds(2));
    loop.runPosted();

    submit("next", Set.of(Analysis.EDGES, Analysis.CORNERS));
    submit("last", Set.of(Analysis.EDGES, Analysis.CORNERS));
    int slowHad = slow.assigned().size();
    assertThat(fast.assigned().size()).isGreaterThan(slowHad);
  }

  @Test
  void aUnitWhoseSlaveDiesIsGivenToAnother() {
    ScriptedSlave doomed = slave("a", 1);
    submit("hash", Set.of(Analysis.EDGES));
    ScriptedSlave other = slave("b", 1);
    dispatcher.lost(doomed, "killed");
    loop.runPosted();

    other.finishes(other.assigned().get(0));
    loop.runPosted();
    assertThat(replies).extracting(Reply::status).containsExactly(Status.COMPLETE);
    assertThat(replies.get(0).timing().orElseThrow().units().get(Analysis.EDGES).attempts())
        .isEqualTo(2);
  }

  @Test
  void whatALostSlaveSaysIsDropped() {
    ScriptedSlave doomed = slave("a", 1);
    submit("hash", Set.of(Analysis.EDGES));
    AssignUnit unit = doomed.assigned().get(0);
    dispatcher.lost(doomed, "killed");
    doomed.finishes(unit);
    loop.runPosted();
    assertThat(replies).isEmpty();
  }

  @Test
  void aResultThatIsSentTwiceCountsOnce() {
    ScriptedSlave slave = slave("a", 1);
    submit("hash", Set.of(Analysis.EDGES));
    slave.finishes(slave.assigned().get(0));
    slave.finishes(slave.assigned().get(0));
    loop.runPosted();
    assertThat(replies).hasSize(1);
    assertThat(status().slaves().get(0).unitsDone()).isEqualTo(1);
  }

  @Test
  void aSilentSlaveIsSuspectedAndItsLateResultDropped() {
    ScriptedSlave silent = slave("a", 1);
    submit("hash", Set.of(Analysis.EDGES));
    AssignUnit late = silent.assigned().get(0);
    loop.advance(Duration.ofMillis(1_900));
    tick();
    assertThat(status().slaves().get(0).state()).isEqualTo(State.SUSPECT);
    ScriptedSlave other = slave("b", 1);

    silent.finishes(late);
    loop.runPosted();
    assertThat(replies).isEmpty();
    assertThat(silent.told(CancelUnit.class)).containsExactly(new CancelUnit(late.attempt()));
    assertThat(status().slaves().get(0).state()).isEqualTo(State.READY);
    assertThat(status().slaves().get(0).busy()).isZero();
    other.finishes(other.assigned().get(0));
    loop.runPosted();
    assertThat(replies).hasSize(1);
  }

  @Test
  void aSlaveThatStaysSilentIsClosed() {
    ScriptedSlave silent = slave("a", 1);
    loop.advance(Duration.ofSeconds(4));
    tick();
    assertThat(silent.closed).isTrue();
  }

  @Test
  void aSlaveThatComesBackTakesThePlaceOfItsSilentConnection() {
    ScriptedSlave before = slave("a", 1);
    ScriptedSlave namesake = slave("b", 1);
    passTime(Duration.ofSeconds(2), namesake);
    slave("a", 1);
    slave("b", 1);
    assertThat(before.closed).isTrue();
    assertThat(namesake.closed).as("it speaks, so it is another of that name").isFalse();
  }

  @Test
  void aHeartbeatKeepsASlave() {
    ScriptedSlave slave = slave("a", 1);
    for (int i = 0; i < 20; i++) {
      loop.advance(Duration.ofMillis(500));
      dispatcher.received(slave, new SlaveHeartbeat(0, 0, MemoryUse.NONE));
      tick();
    }
    assertThat(slave.closed).isFalse();
    assertThat(status().slaves().get(0).state()).isEqualTo(State.READY);
  }

  @Test
  void anAttemptThatTakesTooLongIsRetriedElsewhereAndHoldsItsSlot() {
    ScriptedSlave stuck = slave("a", 1);
    submit("hash", Set.of(Analysis.EDGES));
    ScriptedSlave other = slave("b", 1);
    passTime(Duration.ofSeconds(10), stuck, other);

    assertThat(other.assigned()).hasSize(1);
    assertThat(status().slaves().get(0).busy()).isEqualTo(1);
    stuck.finishes(stuck.assigned().get(0));
    loop.runPosted();
    assertThat(replies).isEmpty();
    assertThat(status().slaves().get(0).busy()).isZero();
  }

  @Test
  void aUnitThatFailsOnThreeSlavesHasFailed() {
    List<ScriptedSlave> slaves = List.of(slave("a", 1), slave("b", 1), slave("c", 1));
    submit("hash", Set.of(Analysis.EDGES));
    for (int i = 0; i < 3; i++) {
      ScriptedSlave busy =
          slaves.stream()
              .filter(s -> s.told(AssignUnit.class).size() == 1 && !s.closed)
              .toList()
              .get(i);
      busy.fails(busy.assigned().get(0), FailureReason.ANALYSIS_FAILED);
      loop.runPosted();
    }
    assertThat(slaves).allSatisfy(slave -> assertThat(slave.assigned()).hasSize(1));
    assertThat(outcome(Analysis.EDGES)).isEqualTo(Outcome.FAILED);
    assertThat(replies.get(0).status()).isEqualTo(Status.PARTIAL);
  }

  @Test
  void anImageThatNoAnalysisCanDecodeIsRejectedAsCorrupt() {
    ScriptedSlave slave = slave("a", 4);
    submit("hash", Images.ALL);
    slave.assigned().forEach(unit -> slave.fails(unit, FailureReason.UNREADABLE_IMAGE));
    loop.runPosted();
    assertThat(replies.get(0).rejection().orElseThrow().code()).isEqualTo(RejectionCode.CORRUPT);
  }

  @Test
  void aTaskPastItsDeadlineIsAnsweredWithWhatThereIs() {
    ScriptedSlave slave = slave("a", 2);
    dispatcher.submit(
        Images.request(
            "hash",
            Set.of(Analysis.EDGES, Analysis.OBJECTS),
            100,
            Optional.of(Duration.ofSeconds(1))),
        replies::add);
    loop.runPosted();
    slave.finishes(slave.assigned(Analysis.EDGES));
    loop.runPosted();
    loop.advance(Duration.ofSeconds(1));
    tick();

    assertThat(outcome(Analysis.EDGES)).isEqualTo(Outcome.OK);
    assertThat(outcome(Analysis.OBJECTS)).isEqualTo(Outcome.TIMEOUT);
    assertThat(replies.get(0).counts()).containsEntry("person", Optional.empty());
  }

  @Test
  void withoutASlaveATaskIsAnsweredNoSlaveAfterTheGrace() {
    submit("hash", Set.of(Analysis.FACES));
    loop.advance(Duration.ofMillis(4_999));
    tick();
    assertThat(replies).isEmpty();
    loop.advance(Duration.ofMillis(1));
    tick();
    assertThat(outcome(Analysis.FACES)).isEqualTo(Outcome.NO_SLAVE);
    assertThat(replies.get(0).counts()).containsEntry("face", Optional.empty());
  }

  @Test
  void aSlaveThatComesWithinTheGraceGetsTheWaitingUnits() {
    submit("hash", Set.of(Analysis.FACES));
    loop.advance(Duration.ofSeconds(4));
    tick();
    ScriptedSlave slave = slave("a", 1);
    assertThat(slave.assigned()).hasSize(1);
  }

  @Test
  void theWaitingLineIsBoundedInTasks() {
    for (int i = 0; i < 4; i++) {
      submit("hash" + i, Set.of(Analysis.EDGES));
    }
    assertThat(replies).hasSize(1);
    Reply.Rejection busy = replies.get(0).rejection().orElseThrow();
    assertThat(busy.code()).isEqualTo(RejectionCode.BUSY);
    assertThat(busy.retryAfter()).isPresent();
    assertThat(status().tasks().waiting()).isEqualTo(3);
  }

  @Test
  void statusCountsRepliesAndWhatTheGatewaysRefused() {
    ScriptedSlave slave = slave("a", 1);
    submit("hash", Set.of(Analysis.EDGES));
    slave.finishes(slave.assigned().get(0));
    dispatcher.refused(RejectionCode.CORRUPT);
    dispatcher.refused(RejectionCode.CORRUPT);
    loop.runPosted();
    assertThat(status().tasks()).isEqualTo(new ClusterStatus.Tasks(0, 0, 1, 0, 2));
  }

  @Test
  void theWaitingLineIsBoundedInBytes() {
    dispatcher.submit(Images.request("a", Set.of(Analysis.EDGES), 10_000), replies::add);
    loop.runPosted();
    assertThat(replies).isEmpty();
    dispatcher.submit(Images.request("b", Set.of(Analysis.EDGES), 1), replies::add);
    loop.runPosted();
    assertThat(replies.get(0).rejection().orElseThrow().code()).isEqualTo(RejectionCode.BUSY);
  }

  @Test
  void aSuspectRunsAloneAndIsPoisonAfterTheSecondDeath() {
    ScriptedSlave first = slave("a", 1);
    submit("killer", Set.of(Analysis.EDGES));
    first.starts(first.assigned().get(0));
    ScriptedSlave second = slave("b", 3);
    submit("innocent", Set.of(Analysis.EDGES));
    loop.runPosted();
    dispatcher.lost(first, "crashed");
    loop.runPosted();
    AssignUnit innocent =
        second.assigned().stream().filter(unit -> unit.task() == 2).findFirst().orElseThrow();
    assertThat(second.assigned()).as("the suspect waits for an idle slave").hasSize(1);

    second.finishes(innocent);
    loop.runPosted();
    AssignUnit suspect = second.assigned().get(1);
    second.starts(suspect);
    submit("other", Set.of(Analysis.EDGES));
    assertThat(second.assigned()).as("nobody runs beside the suspect").hasSize(2);
    dispatcher.lost(second, "crashed");
    ScriptedSlave third = slave("c", 3);

    assertThat(reply("killer").analyses().get(Analysis.EDGES).outcome()).isEqualTo(Outcome.POISON);
    third.finishes(third.assigned().get(0));
    loop.runPosted();
    assertThat(reply("other").status()).isEqualTo(Status.COMPLETE);
    submit("killer", Set.of(Analysis.EDGES));
    assertThat(replies).as("quarantined, answered at once").hasSize(4);
  }

  @Test
  void aDrainingSlaveFinishesWhatItHasAndGetsNoMore() {
    ScriptedSlave slave = slave("a", 1);
    submit("hash", Set.of(Analysis.EDGES));
    dispatcher.received(slave, new Draining());
    submit("next", Set.of(Analysis.EDGES));
    slave.finishes(slave.assigned().get(0));
    loop.runPosted();
    assertThat(slave.assigned()).hasSize(1);
    assertThat(replies).hasSize(1);
    assertThat(status().slaves().get(0).state()).isEqualTo(State.DRAINING);
  }

  @Test
  void aCancelledTaskGetsNoReplyAndFreesItsSlots() {
    ScriptedSlave slave = slave("a", 2);
    TaskIntake.Ticket ticket =
        dispatcher.submit(Images.request("hash", Set.of(Analysis.EDGES)), replies::add);
    loop.runPosted();
    ticket.cancel();
    loop.runPosted();
    assertThat(slave.told(CancelUnit.class)).hasSize(1);
    assertThat(slave.told(TaskClosed.class)).hasSize(1);
    slave.finishes(slave.assigned().get(0));
    loop.runPosted();
    assertThat(replies).isEmpty();
    assertThat(status().slaves().get(0).busy()).isZero();
  }

  @Test
  void aReplyThatTheGatewayChokesOnDoesNotStopDispatch() {
    ScriptedSlave slave = slave("a", 1);
    dispatcher.submit(
        Images.request("hash", Set.of(Analysis.EDGES)),
        reply -> {
          throw new IllegalStateException("gateway fault, wanted by the test");
        });
    loop.runPosted();
    slave.finishes(slave.assigned().get(0));
    loop.runPosted();
    submit("next", Set.of(Analysis.EDGES));
    slave.finishes(slave.assigned().get(1));
    loop.runPosted();
    assertThat(replies).hasSize(1);
  }

  private ScriptedSlave slave(String name, int slots) {
    ScriptedSlave slave = new ScriptedSlave(name, dispatcher);
    dispatcher.joined(slave, new Register(name, "1", slots, Images.ALL));
    loop.runPosted();
    return slave;
  }

  private void submit(String hash, Set<Analysis> analyses) {
    dispatcher.submit(Images.request(hash, analyses), replies::add);
    loop.runPosted();
  }

  private void tick() {
    dispatcher.tick();
    loop.runPosted();
  }

  private void passTime(Duration time, ScriptedSlave... heartbeats) {
    for (long ms = 0; ms < time.toMillis(); ms += 500) {
      loop.advance(Duration.ofMillis(500));
      for (ScriptedSlave slave : heartbeats) {
        dispatcher.received(slave, new SlaveHeartbeat(0, 0, MemoryUse.NONE));
      }
      tick();
    }
  }

  private Outcome outcome(Analysis analysis) {
    assertThat(replies).hasSize(1);
    return replies.get(0).analyses().get(analysis).outcome();
  }

  private Reply reply(String name) {
    return replies.stream()
        .filter(reply -> reply.name().equals(Optional.of(name)))
        .findFirst()
        .orElseThrow();
  }

  private ClusterStatus status() {
    var status = dispatcher.status();
    loop.runPosted();
    return status.join();
  }
}
