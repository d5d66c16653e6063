package io.lynceus.master.sources.still;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.lynceus.master.gateway.ScriptedIntake.Task;
import io.lynceus.model.Analysis;
import io.lynceus.model.Reply;
import io.lynceus.model.Reply.Outcome;
import io.lynceus.model.Reply.Rejection;
import io.lynceus.model.Reply.RejectionCode;
import io.lynceus.model.Reply.TimeSource;
import io.lynceus.model.Reply.UnitReply;
import io.lynceus.scene.source.SourceStatus.Counts;
import io.lynceus.scene.source.SourceStatus.State;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a source does and when, on a clock driven by hand. */
class CameraSourceTest {
  private final SourceFixture fixture = SourceFixture.withRoom();
  private final ManualThread thread = fixture.thread;
  private final ScriptedOrigin origin = new ScriptedOrigin();
  private final CameraSource source = fixture.source("front", origin);

  private void started() {
    source.start();
    assertThat(untilNext()).isLessThan(CameraSource.LONGEST_START);
    thread.advance(untilNext());
    assertThat(origin.attempts).hasSize(1);
  }

  private Task onlyTask() {
    assertThat(fixture.intake.tasks).hasSize(1);
    return fixture.intake.tasks.get(0);
  }

  private void reply(Reply reply) {
    Task task = onlyTask();
    fixture.intake.tasks.clear();
    task.onReply().accept(reply);
    thread.runPosted();
  }

  private void refuse(Rejection why) {
    reply(Reply.rejected(onlyTask().request().ask(), why));
  }

  private State state() {
    return source.status().state();
  }

  /** How long the source waits with what it does next. */
  private Duration untilNext() {
    return thread.untilNext().orElseThrow();
  }

  @Test
  void aStillBecomesATaskWithItsCameraAndTime() {
    assertThat(state()).isEqualTo(State.CONNECTING);
    started();
    origin.still(1);
    Task task = onlyTask();
    assertThat(task.request().ask().camera().orElseThrow().name()).isEqualTo("front");
    assertThat(task.request().still().time().orElseThrow().from()).isEqualTo(TimeSource.OPTION);
    assertThat(task.request().still().time().orElseThrow().time().toInstant())
        .isEqualTo(thread.now());
    assertThat(state()).isEqualTo(State.OK);
    assertThat(source.status().lastStill()).contains(thread.now());
    assertThat(fixture.gateway.held().taken()).isEqualTo(task.request().image().bytes());
    fixture.replyToAll();
    assertThat(source.status().counts()).isEqualTo(new Counts(1, 0, 0, 0));
    assertThat(fixture.gateway.held().taken()).isZero();
  }

  @Test
  void theNextStillIsAskedForWhenEveryHasPassedAndTheLastHasItsReply() {
    started();
    thread.advance(Duration.ofMillis(300));
    origin.still(1);
    thread.advance(Duration.ofMillis(700));
    fixture.replyToAll();
    assertThat(untilNext()).as("2 s from question to question").isEqualTo(Duration.ofSeconds(1));
    thread.advance(Duration.ofSeconds(1));
    assertThat(origin.attempts).hasSize(2);
    origin.still(2);
    thread.advance(Duration.ofMinutes(1));
    assertThat(origin.attempts).as("the cluster is behind").hasSize(2);
    fixture.replyToAll();
    thread.advance(Duration.ZERO);
    assertThat(origin.attempts).hasSize(3);
  }

  @Test
  void anOriginThatKeepsThePaceIsAskedAtOnce() {
    origin.keepsPace = true;
    started();
    origin.still(1);
    fixture.replyToAll();
    thread.advance(Duration.ZERO);
    assertThat(origin.attempts).hasSize(2);
  }

  @Test
  void theSameBytesAreNotAnalysedTwice() {
    started();
    origin.still(1);
    fixture.replyToAll();
    thread.advance(SourceFixture.EVERY);
    origin.still(1);
    assertThat(fixture.intake.tasks).isEmpty();
    assertThat(source.status().counts()).isEqualTo(new Counts(1, 1, 0, 0));
    assertThat(source.status().lastStill()).contains(thread.now());
    assertThat(fixture.gateway.held().taken()).isZero();
    thread.advance(SourceFixture.EVERY);
    origin.receiver.unchanged();
    thread.advance(SourceFixture.EVERY);
    origin.still(2);
    fixture.replyToAll();
    assertThat(source.status().counts()).isEqualTo(new Counts(2, 2, 0, 0));
    assertThat(origin.attempts).containsExactly(true, false, false, false);
  }

  @Test
  void whatWasNotAnalysedIsWantedAgain() {
    started();
    origin.still(1);
    Task task = onlyTask();
    reply(
        new Reply(
            "id",
            Optional.empty(),
            Reply.Status.PARTIAL,
            Optional.empty(),
            Optional.of(task.request().image()),
            task.request().still(),
            new Reply.Results(
                Map.of(), Map.of(Analysis.FACES, UnitReply.without(Outcome.NO_SLAVE, "none"))),
            Optional.empty()));
    thread.advance(SourceFixture.EVERY);
    assertThat(origin.attempts).containsExactly(true, true);
    origin.still(1);
    onlyTask();
  }

  @Test
  void failuresBackOffFromOneSecondToSixty() {
    started();
    List<Duration> waits = new ArrayList<>();
    for (int i = 1; i <= 12; i++) {
      origin.receiver.failed(FetchFailure.failed("broken"));
      assertThat(state()).isEqualTo(State.FAILING);
      assertThat(source.status().failures()).isEqualTo(i);
      assertThat(source.status().nextTry()).contains(thread.now().plus(untilNext()));
      waits.add(untilNext());
      thread.advance(untilNext());
    }
    Duration ceiling = Duration.ofSeconds(1);
    for (Duration wait : waits) {
      assertThat(wait).isBetween(ceiling.dividedBy(2), ceiling);
      ceiling =
          ceiling.multipliedBy(2).compareTo(Duration.ofSeconds(60)) < 0
              ? ceiling.multipliedBy(2)
              : Duration.ofSeconds(60);
    }
    assertThat(source.status().nextTry()).as("an attempt is under way").isEmpty();
    origin.still(1);
    fixture.replyToAll();
    assertThat(source.status().failures()).isZero();
    assertThat(source.status().lastError()).contains("broken");
    thread.advance(SourceFixture.EVERY);
    origin.receiver.failed(FetchFailure.failed("broken"));
    assertThat(untilNext()).as("from the start again").isLessThanOrEqualTo(Duration.ofSeconds(1));
  }

  @Test
  void aWrongPasswordIsNotTriedOften() {
    started();
    origin.receiver.failed(FetchFailure.unauthorised("wrong"));
    assertThat(state()).isEqualTo(State.UNAUTHORISED);
    assertThat(untilNext()).isBetween(Duration.ofSeconds(30), Duration.ofSeconds(60));
  }

  @Test
  void anAttemptThatTakesTooLongIsGivenUpAndWhatComesLateDoesNotCount() {
    started();
    StillOrigin.Receiver late = origin.receiver;
    thread.advance(origin.limit());
    assertThat(origin.aborted).isEqualTo(1);
    assertThat(source.status().lastError().orElseThrow()).contains("no whole still within 5000 ms");
    late.still();
    late.failed(FetchFailure.failed("late"));
    late.unchanged();
    assertThat(fixture.intake.tasks).isEmpty();
    assertThat(source.status().counts()).isEqualTo(new Counts(0, 0, 0, 1));
  }

  @Test
  void whatIsNoImageIsCountedAsAClientsIs() {
    started();
    origin.still("<html>sign in</html>".getBytes(UTF_8));
    assertThat(fixture.intake.refused).containsExactly(RejectionCode.UNSUPPORTED_FORMAT);
    assertThat(state()).isEqualTo(State.FAILING);
    assertThat(source.status().lastError().orElseThrow()).startsWith("what it sends is no still: ");
    assertThat(fixture.gateway.held().taken()).isZero();
  }

  @Test
  void aStillOfTheLimitIsTakenAndOneOfAByteMoreIsNot() {
    byte[] padded = Arrays.copyOf(ScriptedOrigin.jpeg(1), 100_000);
    started();
    origin.still(padded);
    onlyTask();
    fixture.replyToAll();
    thread.advance(SourceFixture.EVERY);
    origin.still(Arrays.copyOf(padded, 100_001));
    assertThat(source.status().lastError().orElseThrow()).contains("limits.image-bytes");
    assertThat(fixture.gateway.held().taken()).isZero();
  }

  @Test
  void aBusyMasterIsGivenTimeAndTheCameraIsNotBlamed() {
    started();
    origin.still(1);
    refuse(new Rejection(RejectionCode.BUSY, "full", Optional.of(Duration.ofSeconds(7))));
    assertThat(state()).isEqualTo(State.WAITING);
    assertThat(untilNext()).isEqualTo(Duration.ofSeconds(7));
    assertThat(source.status().failures()).isZero();
    thread.advance(untilNext());
    origin.still(1);
    assertThat(state()).as("until there is room").isEqualTo(State.WAITING);
    fixture.replyToAll();
    assertThat(state()).isEqualTo(State.OK);
    assertThat(source.status().counts()).isEqualTo(new Counts(1, 0, 1, 0));
  }

  @Test
  void aStillThatDispatchRefusesForGoodIsAFailure() {
    started();
    origin.still(1);
    refuse(new Rejection(RejectionCode.BAD_COMMAND, "no such camera"));
    assertThat(state()).isEqualTo(State.FAILING);
    assertThat(source.status().lastError()).contains("no such camera");
  }

  @Test
  void aStoppedSourceDoesNothingAnyMore() {
    started();
    StillOrigin.Receiver receiver = origin.receiver;
    source.stop();
    assertThat(origin.closed).isTrue();
    assertThat(state()).isEqualTo(State.STOPPED);
    receiver.failed(FetchFailure.failed("late"));
    thread.advance(Duration.ofHours(1));
    assertThat(thread.untilNext()).isEmpty();
    assertThat(state()).isEqualTo(State.STOPPED);
    assertThat(fixture.gateway.held().taken()).isZero();
  }

  @Test
  void theLastStillOfAStoppedSourceIsAnalysed() {
    started();
    origin.still(1);
    source.stop();
    assertThat(onlyTask().gone()).isFalse();
    fixture.replyToAll();
    assertThat(fixture.gateway.held().taken()).isZero();
    assertThat(fixture.admission.stills()).isZero();
    assertThat(state()).isEqualTo(State.STOPPED);
    assertThat(thread.untilNext()).isEmpty();
  }
}
