package io.lynceus.master.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynceus.model.Analysis;
import io.lynceus.model.Reply;
import io.lynceus.model.Reply.RejectionCode;
import io.lynceus.model.Reply.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What dispatch does while nobody outside could hear of a further reply. */
class OverloadTest {
  private final ManualLoop loop = new ManualLoop();
  private Optional<String> overload = Optional.empty();
  private final TaskDispatcher dispatcher =
      new TaskDispatcher(
          TaskDispatcherFixture.CONFIG,
          new TaskDispatcher.Identity("1", "run"),
          loop,
          loop::nanos,
          QuarantineStore.NONE,
          new Listeners(List.of(), () -> overload));
  private final ScriptedSlave slave = new ScriptedSlave("a", dispatcher);
  private final List<Reply> replies = new ArrayList<>();

  @Test
  void aNewImageIsRefusedAsBusyAndTheReasonIsTold() {
    overload = Optional.of("the outlet store is full");
    submit("1", "hash");

    Reply.Rejection refusal = replies.get(0).rejection().orElseThrow();
    assertThat(refusal.code()).isEqualTo(RejectionCode.BUSY);
    assertThat(refusal.message()).isEqualTo("the outlet store is full; send this one again later");
    assertThat(refusal.retryAfter()).isPresent();
    assertThat(dispatcher.isAtRest()).isTrue();

    overload = Optional.empty();
    submit("1", "hash");
    join();
    finish();
    assertThat(replies.get(1).status()).isEqualTo(Status.COMPLETE);
  }

  @Test
  void whatWasAdmittedBeforeGetsItsReplyAndIsNotRefusedWhenItComesAgain() {
    submit("1", "hash");
    overload = Optional.of("the outlet store is full");
    submit("1", "hash");
    join();
    finish();
    submit("1", "hash");
    assertThat(replies).extracting(Reply::status).containsOnly(Status.COMPLETE).hasSize(3);
  }

  private void submit(String id, String hash) {
    var plain = Images.request(hash, Set.of(Analysis.EDGES));
    dispatcher.submit(Images.asking(plain, plain.ask().withId(Optional.of(id))), replies::add);
    loop.runPosted();
  }

  private void join() {
    dispatcher.joined(slave, Images.registration("a", 2, Images.ALL));
    loop.runPosted();
  }

  private void finish() {
    slave.assigned().forEach(slave::finishes);
    loop.runPosted();
  }
}
