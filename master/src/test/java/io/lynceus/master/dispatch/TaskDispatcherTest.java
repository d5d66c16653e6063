package io.lynceus.master.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynceus.model.Analysis;
import io.lynceus.model.ClusterStatus;
import io.lynceus.model.Reply;
import io.lynceus.model.Reply.Outcome;
import io.lynceus.model.Reply.RejectionCode;
import io.lynceus.model.Reply.Status;
import io.lynceus.model.tasks.ClusterTasks;
import io.lynceus.protocol.message.MasterMessage.AssignUnit;
import io.lynceus.protocol.message.MasterMessage.CancelUnit;
import io.lynceus.protocol.message.MasterMessage.TaskClosed;
import io.lynceus.protocol.message.MasterMessage.Welcome;
import io.lynceus.protocol.message.SlaveMessage.FailureReason;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TaskDispatcherTest extends TaskDispatcherFixture {
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
  void whatHasNoReplyYetIsTold() {
    ScriptedSlave slave = slave("a", 1);
    submit("first", Images.ALL);
    submit("second", Images.ALL);
    slave.finishes(slave.assigned().get(0));
    loop.runPosted();
    var asked = dispatcher.tasks();
    loop.runPosted();
    ClusterTasks told = asked.join();

    assertThat(told.more()).isZero();
    assertThat(told.tasks()).extracting(ClusterTasks.Entry::id).containsExactly("run-1", "run-2");
    ClusterTasks.Entry first = told.in(ClusterTasks.State.RUNNING).tasks().get(0);
    assertThat(first.units()).isEqualTo(4);
    assertThat(first.unitsDone()).isEqualTo(1);
    assertThat(first.missing()).hasSize(3);
    assertThat(first.slaves()).containsExactly("a");
    ClusterTasks.Entry second = told.in(ClusterTasks.State.QUEUED).tasks().get(0);
    assertThat(second.unitsDone()).isZero();
    assertThat(second.slaves()).isEmpty();
    assertThat(second.left()).isPositive();
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

  /** So that a picture can wait for room without being refused again and again. */
  @Test
  void whetherThereIsRoomIsToldAndCountsAsNoRefusal() {
    assertThat(isBusy(1)).isFalse();
    assertThat(isBusy(Long.MAX_VALUE / 2)).isTrue();
    for (int i = 0; i < 3; i++) {
      submit("hash" + i, Set.of(Analysis.EDGES));
    }
    assertThat(isBusy(1)).isTrue();
    assertThat(status().tasks().rejected()).isZero();
    ScriptedSlave slave = slave("a", 1);
    slave.finishes(slave.assigned().get(0));
    loop.runPosted();
    assertThat(isBusy(1)).isFalse();
  }

  private boolean isBusy(long bytes) {
    var answer = dispatcher.busy(bytes);
    loop.runPosted();
    return answer.join().filter(why -> why.code() == RejectionCode.BUSY).isPresent();
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
}
