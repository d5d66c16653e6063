package io.lynceus.master.gateway.compat;

import static io.lynceus.master.gateway.SampleImages.JPEG;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.lynceus.model.Reply;
import io.lynceus.model.Reply.Rejection;
import io.lynceus.model.Reply.RejectionCode;
import java.net.Socket;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Pictures that wait at the port until the master has room for them. */
@Timeout(60)
class CompatWaitIT extends ServedCompatPort {
  private static final byte[] GOOD = post("/v1/vision/detection", form(picture(JPEG)));

  @Test
  void aPictureWaitsForRoom() throws Exception {
    start(CompatDialect.DEEPSTACK);
    intake.busy = Optional.of(busy());
    try (Socket waits = sent(GOOD)) {
      await().until(() -> intake.askedForRoom.get() > 2);
      assertThat(intake.requests).isEmpty();
      intake.busy = Optional.empty();
      assertThat(read(waits).status()).isEqualTo(200);
    }
    assertThat(intake.refused).isEmpty();
    assertNothingHeld();
  }

  @Test
  void somebodyElseMayTakeTheRoomFirst() throws Exception {
    start(CompatDialect.DEEPSTACK);
    intake.answer =
        request ->
            intake.requests.size() < 3
                ? Reply.rejected(request.ask(), busy())
                : FindingIntake.found(request, FindingIntake.FOUND);
    assertThat(send(GOOD).status()).isEqualTo(200);
    assertNothingHeld();
  }

  @ParameterizedTest
  @EnumSource(CompatDialect.class)
  void aPictureForWhichThereNeverIsRoomIsRefusedInTheEnd(CompatDialect dialect) throws Exception {
    wait = Duration.ofMillis(100);
    start(dialect);
    intake.busy = Optional.of(busy());
    Answer answer = send(GOOD);
    assertThat(answer.status()).isEqualTo(503);
    assertThat(answer.json().get("success").asBoolean()).isFalse();
    assertThat(answer.body()).contains("too many").doesNotContain("predictions");
    assertNothingHeld();
  }

  @Test
  void withoutAWaitAPictureIsTakenWhereThereIsRoom() throws Exception {
    wait = Duration.ZERO;
    start(CompatDialect.DEEPSTACK);
    assertThat(send(GOOD).status()).isEqualTo(200);
  }

  @Test
  void whoLeavesIsForgotten() throws Exception {
    start(CompatDialect.DEEPSTACK);
    intake.answer = null;
    Socket leaves = sent(GOOD);
    await().until(() -> intake.unanswered.size() == 1);
    leaves.close();
    await().until(() -> intake.cancelled.get() == 1);
    intake.busy = Optional.of(busy());
    Socket waits = sent(GOOD);
    await().until(() -> intake.askedForRoom.get() > 2);
    waits.close();
    assertNothingHeld();
    assertThat(intake.unanswered).hasSize(1);
  }

  @Test
  void aPortThatClosesAnswersThoseThatWaitAndThoseThatWork() throws Exception {
    start(CompatDialect.DEEPSTACK);
    intake.answer = null;
    Socket works = sent(GOOD);
    await().until(() -> intake.unanswered.size() == 1);
    intake.busy = Optional.of(busy());
    Socket waits = sent(GOOD);
    await().until(() -> intake.askedForRoom.get() > 2);
    open.remove(port);
    Thread closing = new Thread(port::close);
    closing.start();
    assertThat(read(waits).body()).contains("shutting down");
    intake
        .unanswered
        .get(0)
        .accept(FindingIntake.found(intake.requests.get(0), FindingIntake.FOUND));
    assertThat(read(works).status()).isEqualTo(200);
    closing.join();
  }

  private static Rejection busy() {
    return new Rejection(
        RejectionCode.BUSY,
        "too many images are waiting; send this one again later",
        Optional.of(Duration.ofMillis(20)));
  }
}
