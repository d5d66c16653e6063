package io.lynceus.master.gateway.taskport;

import static io.lynceus.master.gateway.SampleImages.JPEG;
import static io.lynceus.master.gateway.SampleImages.PNG;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.lynceus.master.gateway.Refusals;
import io.lynceus.model.Analysis;
import io.lynceus.model.Ask;
import io.lynceus.model.ClusterStatus;
import io.lynceus.model.Reply;
import io.lynceus.model.Reply.RejectionCode;
import io.lynceus.protocol.reply.NumberedReply;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TaskConnectionTest extends TaskConnectionFixture {
  @Test
  void anEvictedConnectionIsToldWhy() throws Exception {
    connect();
    send(Arrays.copyOf(PNG, 60));
    channel.pipeline().fireUserEventTriggered(new TaskConnection.Evicted(Refusals.EVICTED));

    assertThat(replies()).extracting(TaskConnectionTest::code).containsExactly(RejectionCode.BUSY);
    assertThat(channel.isOpen()).isFalse();
    assertThat(gateway.held().taken()).isZero();
  }

  @Test
  void aReplyTakesMemoryUntilItIsSent() {
    connect();
    send(JPEG, PNG);
    intake.tasks.get(1).reply("x".repeat(5000));
    channel.runPendingTasks();
    assertThat(gateway.held().taken()).as("it waits for the first reply").isGreaterThan(5000);

    reply(0);
    assertThat(lines()).hasSize(2);
    assertThat(gateway.held().taken()).isZero();
  }

  @Test
  void aClosedConnectionReleasesTheMemoryOfItsReplies() {
    connect();
    send(JPEG, PNG);
    intake.tasks.get(1).reply("x".repeat(5000));
    channel.runPendingTasks();
    var unused = channel.close();
    channel.runPendingTasks();

    assertThat(gateway.held().taken()).isZero();
  }

  @Test
  void repliesLeaveInTheOrderOfTheImages() throws Exception {
    connect();
    send(JPEG, PNG, JPEG);
    assertThat(intake.tasks).hasSize(3);

    reply(2);
    reply(1);
    assertThat(lines()).isEmpty();
    reply(0);

    assertThat(numberedReplies()).extracting(NumberedReply::seq).containsExactly(1L, 2L, 3L);
    assertThat(gateway.held().taken()).isZero();
  }

  @Test
  void anImageIsSubmittedWithItsHeaderAndOptions() {
    connect();
    send(
        "SET name=\"cam 1\" analyses=objects,edges edges=png min-score=0.5 deadline=2s labels=\"a"
            + " b\"\n");
    send(PNG);

    var request = intake.tasks.get(0).request();

    Ask ask = request.ask();
    assertThat(ask.name()).contains("cam 1");
    assertThat(ask.analyses()).isEqualTo(Set.of(Analysis.OBJECTS, Analysis.EDGES));
    assertThat(ask.options().value("edges")).contains("png");
    assertThat(ask.options().list("labels")).containsExactly("a b");
    assertThat(ask.options().number("min-score")).hasValue(0.5);
    assertThat(ask.deadline()).contains(Duration.ofSeconds(2));
    assertThat(request.image().width()).isEqualTo(9);
    assertThat(request.image().height()).isEqualTo(7);
    assertThat(request.image().bytes()).isEqualTo(PNG.length);
    assertThat(request.image().sha256()).matches("[0-9a-f]{64}");
    assertThat(request.file().remaining()).isEqualTo(PNG.length);
  }

  @Test
  void anImageIsRefusedByItsHeaderWithoutDispatch() throws Exception {
    connect();
    send(("ANALYZE size=" + (PNG.length - 5) + " name=half id=c-1\n").getBytes(UTF_8));
    send(Arrays.copyOf(PNG, PNG.length - 5));

    NumberedReply numbered = numberedReplies().get(0);
    Reply reply = numbered.reply();

    assertThat(code(reply)).isEqualTo(RejectionCode.TRUNCATED);
    assertThat(reply.name()).contains("half");
    assertThat(reply.id()).isEqualTo("c-1");
    assertThat(numbered.seq()).isEqualTo(1);
    assertThat(intake.tasks).isEmpty();
    assertThat(gateway.held().taken()).isZero();
  }

  @Test
  void everyRefusalOfAnImageHasTheIdThatTheClientGave() throws Exception {
    connect();
    send("ANALYZE size=4 id=no-image\nabcd");
    send("ANALYZE size=999999999 id=large\n".getBytes(UTF_8), Arrays.copyOf(JPEG, 99));
    pass(TIMEOUTS.stall());
    assertThat(replies()).extracting(Reply::id).containsExactly("no-image", "large");
  }

  @Test
  void aBrokenOptionBesideTheIdIsRefusedWithIt() throws Exception {
    connect();
    send(("ANALYZE size=" + JPEG.length + " min-score=7 id=option\n").getBytes(UTF_8), JPEG);
    send(("ANALYZE size=" + JPEG.length + " id=a\\b\n").getBytes(UTF_8), JPEG);
    assertThat(replies()).extracting(Reply::id).containsExactly("option", "");
  }

  @Test
  void anImageWithoutRoomOrCutOffIsRefusedWithItsId() throws Exception {
    connect();
    send(("ANALYZE size=" + (2 << 20) + " id=room\n").getBytes(UTF_8), JPEG, new byte[2 << 20]);
    send(("ANALYZE size=" + PNG.length + " id=cut\n").getBytes(UTF_8), Arrays.copyOf(PNG, 50));
    halfClose();
    List<Reply> replies = replies();
    assertThat(replies)
        .extracting(TaskConnectionTest::code)
        .containsExactly(RejectionCode.BUSY, RejectionCode.TRUNCATED);
    assertThat(replies).extracting(Reply::id).containsExactly("room", "cut");
  }

  @Test
  void aFullWindowStopsTakingItems() {
    connect();
    send(JPEG, JPEG, JPEG);
    assertThat(channel.config().isAutoRead()).isTrue();
    send(JPEG, JPEG, JPEG);

    assertThat(intake.tasks).hasSize(WINDOW);
    assertThat(channel.config().isAutoRead()).isFalse();

    reply(1);
    assertThat(intake.tasks).hasSize(WINDOW);
    reply(0);
    assertThat(intake.tasks).hasSize(WINDOW + 2);
    assertThat(lines()).hasSize(2);
  }

  @Test
  void aWindowFullOfBytesStopsTakingItems() {
    gateway = gateway(Optional.empty(), JPEG.length + 1);
    connect();
    send(JPEG, JPEG, JPEG);
    assertThat(intake.tasks).hasSize(2);

    reply(0);

    assertThat(intake.tasks).hasSize(3);
  }

  @Test
  void afterTheHalfCloseTheConnectionEndsWithItsLastReply() {
    connect();
    send(JPEG, PNG);
    halfClose();
    pass(Duration.ofMinutes(5));
    reply(0);
    assertThat(channel.isOpen()).isTrue();

    reply(1);

    assertThat(lines()).hasSize(2);
    assertThat(channel.isOpen()).isFalse();
  }

  @Test
  void anItemThatTheHalfCloseCutsOffIsTruncated() throws Exception {
    connect();
    send(JPEG, Arrays.copyOf(PNG, 50));
    halfClose();
    reply(0);

    List<Reply> replies = replies();

    assertThat(replies).hasSize(2);
    assertThat(code(replies.get(1))).isEqualTo(RejectionCode.TRUNCATED);
    assertThat(channel.isOpen()).isFalse();
  }

  @Test
  void itemsAfterAFullWindowAreTakenEvenAfterTheHalfClose() {
    connect();
    send(JPEG, JPEG, JPEG, JPEG, JPEG, JPEG);
    halfClose();
    for (int task = 0; task < 6; task++) {
      reply(task);
    }

    assertThat(lines()).hasSize(6);
    assertThat(channel.isOpen()).isFalse();
  }

  @Test
  void theTasksOfAClientThatIsGoneAreCancelled() {
    connect();
    send(JPEG, PNG, Arrays.copyOf(JPEG, 100));
    channel.pipeline().fireExceptionCaught(new IOException("Connection reset"));
    channel.runPendingTasks();

    assertThat(channel.isOpen()).isFalse();
    assertThat(intake.cancelled).hasValue(2);
    assertThat(gateway.held().taken()).isZero();
    reply(0);
    assertThat(gateway.held().taken()).isZero();
  }

  @Test
  void aShutDownDeliversTheRepliesThatAreDueAndRefusesTheRest() throws Exception {
    connect();
    send(JPEG, ("ANALYZE size=" + PNG.length + " id=last\n").getBytes(UTF_8));
    send(Arrays.copyOf(PNG, 50));
    channel.pipeline().fireUserEventTriggered(TaskConnection.ShutDown.NOW);
    send(PNG);
    assertThat(channel.isOpen()).isTrue();

    reply(0);

    List<Reply> replies = replies();
    assertThat(replies).hasSize(2);
    assertThat(replies.get(0).status()).isEqualTo(Reply.Status.COMPLETE);
    assertThat(code(replies.get(1))).isEqualTo(RejectionCode.SHUTTING_DOWN);
    assertThat(replies.get(1).id()).isEqualTo("last");
    assertThat(channel.isOpen()).isFalse();
    assertThat(intake.tasks).hasSize(1);
  }

  @Test
  void aShutDownEndsAQuietConnectionWithoutALine() {
    connect();
    channel.pipeline().fireUserEventTriggered(TaskConnection.ShutDown.NOW);
    channel.runPendingTasks();

    assertThat(lines()).isEmpty();
    assertThat(channel.isOpen()).isFalse();
  }

  @Test
  void bytesBehindImagesAreCountedAndNotAnswered() throws Exception {
    connect();
    byte[] trailer = {'d', 'h', 'a', 'v', 25, 1, 2, 3};
    send(JPEG, trailer, JPEG, trailer);
    reply(1);
    halfClose();
    reply(0);

    assertThat(numberedReplies()).extracting(NumberedReply::seq).containsExactly(1L, 2L);
    assertThat(gateway.admission().passedOver().told())
        .isEqualTo(new ClusterStatus.PassedOver(2, 16));
    assertThat(intake.refused).isEmpty();
  }
}
