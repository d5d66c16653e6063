package io.lynceus.master.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynceus.master.MasterDefaults;
import io.lynceus.master.dispatch.DispatchConfig.Remembered;
import io.lynceus.master.dispatch.TaskIntake.Ticket;
import io.lynceus.master.dispatch.state.TaskRequest;
import io.lynceus.model.Analysis;
import io.lynceus.model.ClusterStatus;
import io.lynceus.model.Findings;
import io.lynceus.model.Reply;
import io.lynceus.model.Reply.Rejection;
import io.lynceus.model.Reply.RejectionCode;
import io.lynceus.model.Reply.Status;
import io.lynceus.protocol.message.MasterMessage.CancelUnit;
import io.lynceus.protocol.message.SlaveMessage.UnitDone;
import io.lynceus.protocol.message.SlaveMessage.UnitTiming;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What dispatch does with an image that is sent again under its id. */
class ReplyMemoryTest {
  private static final Duration TIME = Duration.ofMinutes(10);
  private static final Remembered THREE = new Remembered(TIME, 3, 20_000);

  private final ManualLoop loop = new ManualLoop();
  private final TaskDispatcher dispatcher =
      new TaskDispatcher(
          new DispatchConfig(
              new DispatchConfig.Replies(Duration.ofSeconds(30), 0.1),
              new DispatchConfig.Retries(3, Duration.ofSeconds(10), Duration.ofSeconds(5), 0),
              new DispatchConfig.Waiting(1, 1_000_000),
              1,
              THREE,
              MasterDefaults.DISPATCH.liveness()),
          new TaskDispatcher.Identity("1", "run"),
          loop,
          loop::nanos,
          QuarantineStore.NONE,
          Listeners.of());
  private final ScriptedSlave slave = new ScriptedSlave("a", dispatcher);
  private final List<Reply> replies = new ArrayList<>();
  private int finished;

  @Test
  void theReplyBearsTheIdOfTheClient() {
    join();
    submit("camera-1/7", "hash");
    finishAll();
    assertThat(replies).extracting(Reply::id).containsExactly("camera-1/7");
  }

  @Test
  void anImageThatIsSentAgainAfterItsReplyGetsTheSameReplyWithoutWork() {
    join();
    submit("id", "hash");
    finishAll();
    submit("id", "hash");
    assertThat(replies).hasSize(2);
    assertThat(replies.get(1)).isEqualTo(replies.get(0));
    assertThat(slave.assigned()).hasSize(1);
    assertThat(status().tasks().complete()).isEqualTo(1);
  }

  @Test
  void anImageThatIsSentAgainBeforeItsReplyWaitsForTheSameOne() {
    join();
    submit("id", "hash");
    submit("id", "hash");
    assertThat(slave.assigned()).hasSize(1);
    finishAll();
    assertThat(replies).hasSize(2);
    assertThat(replies.get(1)).isEqualTo(replies.get(0));
  }

  @Test
  void theWorkGoesOnWhileSomebodyWaitsForIt() {
    join();
    Ticket broken = submit("id", "hash");
    submit("id", "hash");
    broken.cancel();
    loop.runPosted();
    assertThat(slave.told(CancelUnit.class)).isEmpty();
    finishAll();
    assertThat(replies).hasSize(1);
  }

  @Test
  void theWorkIsGivenUpWhenNobodyWaitsAndBeginsAnewWhenSomebodyDoes() {
    join();
    Ticket first = submit("id", "hash");
    Ticket second = submit("id", "hash");
    first.cancel();
    first.cancel();
    second.cancel();
    loop.runPosted();
    assertThat(slave.told(CancelUnit.class)).hasSize(1);
    finishAll();
    assertThat(replies).isEmpty();

    submit("id", "hash");
    finishAll();
    assertThat(replies).extracting(Reply::status).containsExactly(Status.COMPLETE);
  }

  @Test
  void anotherImageOrOtherOptionsUnderTheSameIdAreRefused() {
    join();
    submit("id", "hash");
    submit("id", "other");
    assertThat(lastCode()).contains(RejectionCode.BAD_COMMAND);
    finishAll();
    submit("id", "other");
    assertThat(lastCode()).contains(RejectionCode.BAD_COMMAND);
    TaskRequest plain = Images.request("hash", Set.of(Analysis.EDGES));
    dispatcher.submit(
        Images.asking(plain, plain.ask().withOption("edges", "png").withId(Optional.of("id"))),
        replies::add);
    loop.runPosted();
    assertThat(lastCode()).contains(RejectionCode.BAD_COMMAND);
    assertThat(replies).hasSize(4);
    assertThat(slave.assigned()).hasSize(1);
  }

  @Test
  void anImageThatWasRefusedBusyIsNewWhenItComesAgain() {
    submit("waits", "hash");
    submit("id", "other");
    assertThat(lastCode()).contains(RejectionCode.BUSY);
    join();
    submit("id", "other");
    finishAll();
    assertThat(replies).extracting(Reply::id).containsExactly("id", "waits", "id");
  }

  @Test
  void aKnownImageIsNotRefusedWhileTheLineIsFull() {
    join();
    submit("id", "hash");
    finishAll();
    dispatcher.lost(slave, "gone");
    submit("waits", "other");
    submit("id", "hash");
    assertThat(lastCode()).isEmpty();
    submit("waits", "other");
    assertThat(replies).hasSize(2);
  }

  @Test
  void anOutageIsNotRemembered() {
    submit("id", "hash");
    pass(Duration.ofSeconds(6));
    assertThat(replies).extracting(Reply::status).containsExactly(Status.PARTIAL);
    join();
    submit("id", "hash");
    finishAll();
    assertThat(replies).extracting(Reply::status).endsWith(Status.COMPLETE);
  }

  @Test
  void aReplyIsForgottenAfterItsTime() {
    join();
    submit("id", "hash");
    finishAll();
    dispatcher.lost(slave, "for the test's sake");
    pass(TIME.minusSeconds(1));
    submit("id", "hash");
    assertThat(replies).hasSize(2);
    pass(Duration.ofSeconds(1));
    submit("id", "other");
    assertThat(lastCode()).isEmpty();
    assertThat(status().tasks().waiting()).isEqualTo(1);
  }

  @Test
  void theOldestReplyMakesRoomForOneMoreThanMayBeKept() {
    join();
    for (String id : List.of("1", "2", "3", "4")) {
      submit(id, "hash");
      finishAll();
    }
    submit("2", "hash");
    assertThat(slave.assigned()).hasSize(4);
    submit("1", "hash");
    assertThat(slave.assigned()).hasSize(5);
  }

  @Test
  void repliesMakeRoomByTheirSizeAndOneThatIsTooLargeIsNotKept() {
    join();
    submit("1", "hash");
    finishAll();
    submit("2", "hash");
    finishWith(16_500);
    submit("2", "hash");
    assertThat(slave.assigned()).hasSize(2);
    submit("1", "hash");
    assertThat(slave.assigned()).as("its reply had to make room").hasSize(3);
    finishAll();
    submit("3", "hash");
    finishWith(20_000);
    submit("1", "hash");
    assertThat(slave.assigned()).hasSize(4);
    submit("3", "hash");
    assertThat(slave.assigned()).hasSize(5);
  }

  private void join() {
    dispatcher.joined(slave, Images.registration("a", 2, Images.ALL));
    loop.runPosted();
  }

  private Ticket submit(String id, String hash) {
    TaskRequest plain = Images.request(hash, Set.of(Analysis.EDGES));
    Ticket ticket =
        dispatcher.submit(Images.asking(plain, plain.ask().withId(Optional.of(id))), replies::add);
    loop.runPosted();
    return ticket;
  }

  private void finishAll() {
    slave.assigned().stream().skip(finished).forEach(slave::finishes);
    finished = slave.assigned().size();
    loop.runPosted();
  }

  private void finishWith(int pngBytes) {
    finished++;
    dispatcher.received(
        slave,
        new UnitDone(
            slave.assigned(Analysis.EDGES).attempt(),
            Findings.NONE.withMap(Images.map(pngBytes)),
            new UnitTiming(Duration.ZERO, Duration.ZERO)));
    loop.runPosted();
  }

  private void pass(Duration time) {
    loop.advance(time);
    dispatcher.tick();
    loop.runPosted();
  }

  private Optional<RejectionCode> lastCode() {
    return replies.get(replies.size() - 1).rejection().map(Rejection::code);
  }

  private ClusterStatus status() {
    var status = dispatcher.status();
    loop.runPosted();
    return status.join();
  }
}
