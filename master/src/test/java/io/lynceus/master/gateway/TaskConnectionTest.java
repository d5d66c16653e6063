package io.lynceus.master.gateway;

import static io.lynceus.master.gateway.SampleImages.JPEG;
import static io.lynceus.master.gateway.SampleImages.PNG;
import static io.lynceus.master.gateway.SampleImages.joined;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.lynceus.master.gateway.Seats.Seat;
import io.lynceus.protocol.image.ImageLimits;
import io.lynceus.protocol.message.Analysis;
import io.lynceus.protocol.reply.Reply;
import io.lynceus.protocol.reply.Reply.RejectionCode;
import io.lynceus.protocol.reply.ReplyJson;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class TaskConnectionTest {
  private static final int WINDOW = 4;
  private static final Patience PATIENCE =
      new Patience(
          Duration.ofSeconds(1),
          Duration.ofSeconds(30),
          Duration.ofHours(1),
          Duration.ofSeconds(5),
          Patience.DEFAULT_LEAST_RATE);

  private final ScriptedIntake intake = new ScriptedIntake(false);
  private Gateway gateway = gateway(Optional.empty(), 1 << 20);
  private final EmbeddedChannel channel = new EmbeddedChannel();

  private Gateway gateway(Optional<String> token, long windowBytes) {
    GatewayLimits limits = new GatewayLimits(9, 9, WINDOW, windowBytes, 1 << 20);
    return Gateway.of(
        new GatewayConfig("127.0.0.1", 0, token, ImageLimits.DEFAULT, limits, PATIENCE), intake);
  }

  private Seat seat() {
    InetAddress client = InetAddress.getLoopbackAddress();
    return gateway.seats().take(client, why -> {}).orElseThrow();
  }

  private void connect() {
    channel.freezeTime();
    channel
        .pipeline()
        .addLast(
            new ChannelInitializer<Channel>() {
              @Override
              protected void initChannel(Channel c) {
                c.pipeline().addLast(new TaskConnection(gateway, c, seat()));
              }
            });
    channel.pipeline().fireChannelActive();
  }

  private void send(byte[]... parts) {
    channel.writeInbound(Unpooled.wrappedBuffer(joined(parts)));
  }

  private void send(String text) {
    send(text.getBytes(UTF_8));
  }

  private void halfClose() {
    channel.pipeline().fireUserEventTriggered(ChannelInputShutdownEvent.INSTANCE);
    channel.runPendingTasks();
  }

  private void pass(Duration time) {
    channel.advanceTimeBy(time.toNanos(), TimeUnit.NANOSECONDS);
    channel.runScheduledPendingTasks();
    channel.runPendingTasks();
  }

  private void reply(int task) {
    intake.tasks.get(task).reply("t" + task);
    channel.runPendingTasks();
  }

  private List<String> lines() {
    StringBuilder text = new StringBuilder();
    for (ByteBuf out = channel.readOutbound(); out != null; out = channel.readOutbound()) {
      text.append(out.toString(UTF_8));
      out.release();
    }
    return text.isEmpty() ? List.of() : List.of(text.toString().split("\n"));
  }

  private List<Reply> replies() throws IOException {
    List<Reply> replies = new ArrayList<>();
    for (String line : lines()) {
      replies.add(ReplyJson.read(line));
    }
    return replies;
  }

  private static RejectionCode code(Reply reply) {
    return reply.rejection().orElseThrow().code();
  }

  @Test
  void aByteNowAndThenDoesNotKeepAnImageFromStalling() throws Exception {
    connect();
    for (int i = 0; i < 2; i++) {
      send(Arrays.copyOfRange(PNG, 30 * i, 30 * (i + 1)));
      pass(Duration.ofSeconds(29));
    }
    assertThat(replies())
        .extracting(TaskConnectionTest::code)
        .containsExactly(RejectionCode.TRUNCATED);
  }

  @Test
  void anImageThatComesAtTheLeastRateIsTaken() {
    connect();
    byte[] image = SampleImages.encoded("bmp", 150, 150);
    int perSecond = (int) PATIENCE.leastRate();
    for (int at = 0; at < image.length; at += perSecond) {
      send(Arrays.copyOfRange(image, at, Math.min(image.length, at + perSecond)));
      pass(Duration.ofSeconds(1));
    }
    assertThat(image.length / perSecond).isGreaterThan((int) PATIENCE.stall().toSeconds());
    assertThat(intake.tasks).hasSize(1);
  }

  @Test
  void aQuietConnectionThatHasToGoIsToldWhy() throws Exception {
    connect();
    send(Arrays.copyOf(PNG, 60));
    channel.pipeline().fireUserEventTriggered(new TaskConnection.GiveWay(Refusals.GIVES_WAY));

    assertThat(replies()).extracting(TaskConnectionTest::code).containsExactly(RejectionCode.BUSY);
    assertThat(channel.isOpen()).isFalse();
    assertThat(gateway.budget().taken()).isZero();
  }

  @Test
  void anAnswerTakesMemoryUntilItIsSent() {
    connect();
    send(JPEG, PNG);
    intake.tasks.get(1).reply("x".repeat(5000));
    channel.runPendingTasks();
    assertThat(gateway.budget().taken()).as("it waits for the first").isGreaterThan(5000);

    reply(0);
    assertThat(lines()).hasSize(2);
    assertThat(gateway.budget().taken()).isZero();
  }

  @Test
  void aConnectionThatEndsGivesTheMemoryOfItsAnswersBack() {
    connect();
    send(JPEG, PNG);
    intake.tasks.get(1).reply("x".repeat(5000));
    channel.runPendingTasks();
    var unused = channel.close();
    channel.runPendingTasks();

    assertThat(gateway.budget().taken()).isZero();
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

    assertThat(replies()).extracting(Reply::seq).containsExactly(1L, 2L, 3L);
    assertThat(gateway.budget().taken()).isZero();
  }

  @Test
  void anImageIsSubmittedWithWhatItsHeaderAndTheOptionsSay() {
    connect();
    send(
        "SET name=\"cam 1\" analyses=faces,edges edges=png min-score=0.5 deadline=2s labels=\"a b\"\n");
    send(PNG);

    var request = intake.tasks.get(0).request();

    assertThat(request.name()).contains("cam 1");
    assertThat(request.analyses()).isEqualTo(Set.of(Analysis.FACES, Analysis.EDGES));
    assertThat(request.options().edgesPng()).isTrue();
    assertThat(request.options().labels()).containsExactly("a b");
    assertThat(request.options().minScore()).hasValue(0.5);
    assertThat(request.deadline()).contains(Duration.ofSeconds(2));
    assertThat(request.image().width()).isEqualTo(9);
    assertThat(request.image().height()).isEqualTo(7);
    assertThat(request.image().bytes()).isEqualTo(PNG.length);
    assertThat(request.image().sha256()).matches("[0-9a-f]{64}");
    assertThat(request.file().remaining()).isEqualTo(PNG.length);
  }

  @Test
  void anImageThatItsHeaderForbidsIsAnsweredWithoutDispatch() throws Exception {
    connect();
    send(("ANALYZE size=" + (PNG.length - 5) + " name=half\n").getBytes(UTF_8));
    send(Arrays.copyOf(PNG, PNG.length - 5));

    Reply reply = replies().get(0);

    assertThat(code(reply)).isEqualTo(RejectionCode.TRUNCATED);
    assertThat(reply.name()).contains("half");
    assertThat(reply.seq()).isEqualTo(1);
    assertThat(intake.tasks).isEmpty();
    assertThat(gateway.budget().taken()).isZero();
  }

  @Test
  void commandsAreAnsweredInLine() {
    connect();
    send(joined(JPEG, "PING\nSTATUS\nHELP\n".getBytes(UTF_8)));
    assertThat(lines()).isEmpty();

    reply(0);
    assertThat(lines()).hasSize(2).last().isEqualTo("{\"pong\":true}");

    intake.status.complete(ScriptedIntake.STATUS);
    channel.runPendingTasks();
    assertThat(lines())
        .satisfiesExactly(
            status -> assertThat(status).startsWith("{\"version\":\"1\""),
            help -> assertThat(help).startsWith("{\"help\":[\"").endsWith("\"]}"));
  }

  @Test
  void refusedLinesDoNotCountAsImages() throws Exception {
    connect();
    send(joined("SET odd=1\n".getBytes(UTF_8), JPEG, new byte[] {1, 2}, JPEG));
    reply(0);
    reply(1);

    assertThat(replies()).extracting(Reply::seq).containsExactly(0L, 1L, 2L, 3L);
    assertThat(intake.refused).as("told to dispatch, for status").hasSize(1);
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
  void aFloodOfCommandsIsAnsweredAsAWhole() {
    connect();
    send("PING\n".repeat(1000));

    assertThat(lines()).hasSize(1000);
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
  void whatTheHalfCloseCutsOffIsTruncated() throws Exception {
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
  void itemsBehindAFullWindowOutliveTheHalfClose() {
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
  void anIdleConnectionIsClosedOnceNothingIsOwed() {
    connect();
    send(JPEG);
    pass(Duration.ofSeconds(20));
    assertThat(channel.isOpen()).isTrue();
    reply(0);
    pass(PATIENCE.idleClose().minusMillis(1));
    assertThat(channel.isOpen()).isTrue();

    pass(Duration.ofMillis(1));

    assertThat(channel.isOpen()).isFalse();
    assertThat(lines()).hasSize(1);
  }

  @Test
  void bytesKeepAConnectionOpen() {
    connect();
    for (int i = 0; i < 5; i++) {
      pass(Duration.ofMillis(900));
      send("PING\n");
    }
    assertThat(lines()).hasSize(5);
    assertThat(channel.isOpen()).isTrue();
  }

  @Test
  void aSilentConnectionIsClosed() {
    connect();
    pass(PATIENCE.idleClose());

    assertThat(channel.isOpen()).isFalse();
  }

  @Test
  void aStreamStaysOpenUntilItsOwnLimit() {
    connect();
    send("STREAM\n");
    pass(PATIENCE.streamIdle().minusMillis(1));
    assertThat(channel.isOpen()).isTrue();

    pass(Duration.ofMillis(1));

    assertThat(channel.isOpen()).isFalse();
    assertThat(lines()).isEmpty();
  }

  @Test
  void anItemThatStopsArrivingIsTruncated() throws Exception {
    connect();
    send(Arrays.copyOf(JPEG, 100));
    pass(PATIENCE.stall().minusMillis(1));
    assertThat(lines()).isEmpty();
    assertThat(channel.isOpen()).isTrue();

    pass(Duration.ofMillis(1));

    assertThat(code(replies().get(0))).isEqualTo(RejectionCode.TRUNCATED);
    assertThat(channel.isOpen()).isFalse();
    assertThat(gateway.budget().taken()).isZero();
  }

  @Test
  void anItemDoesNotStallWhileNothingIsReadFromIt() {
    connect();
    send(JPEG, JPEG, JPEG, JPEG, Arrays.copyOf(JPEG, 100));
    pass(Duration.ofMinutes(10));

    assertThat(channel.isOpen()).isTrue();
    assertThat(lines()).isEmpty();
  }

  @Test
  void quitEndsTheConnectionWithItsLastReply() {
    connect();
    send(joined(JPEG, "STREAM\nQUIT\nPING\n".getBytes(UTF_8)));
    assertThat(channel.isOpen()).isTrue();

    reply(0);

    assertThat(lines()).hasSize(1);
    assertThat(channel.isOpen()).isFalse();
  }

  @Test
  void withoutTheTokenNothingIsTaken() throws Exception {
    gateway = gateway(Optional.of("secret"), 1 << 20);
    connect();
    send(JPEG, PNG);

    List<Reply> replies = replies();

    assertThat(replies).hasSize(1);
    assertThat(code(replies.get(0))).isEqualTo(RejectionCode.UNAUTHORIZED);
    assertThat(intake.tasks).isEmpty();
    assertThat(channel.isOpen()).isFalse();
  }

  @Test
  void withTheTokenAllIsTaken() {
    gateway = gateway(Optional.of("secret"), 1 << 20);
    connect();
    send(joined("AUTH secret\n".getBytes(UTF_8), JPEG));
    reply(0);

    assertThat(lines()).hasSize(1);
  }

  @Test
  void theWorkOfAClientThatIsGoneIsGivenUp() {
    connect();
    send(JPEG, PNG, Arrays.copyOf(JPEG, 100));
    channel.pipeline().fireExceptionCaught(new IOException("Connection reset"));
    channel.runPendingTasks();

    assertThat(channel.isOpen()).isFalse();
    assertThat(intake.cancelled).hasValue(2);
    assertThat(gateway.budget().taken()).isZero();
    reply(0);
    assertThat(gateway.budget().taken()).isZero();
  }

  @Test
  void aShutDownDeliversWhatIsOwedAndRefusesWhatIsNot() throws Exception {
    connect();
    send(JPEG, Arrays.copyOf(PNG, 50));
    channel.pipeline().fireUserEventTriggered(TaskConnection.ShutDown.NOW);
    send(PNG);
    assertThat(channel.isOpen()).isTrue();

    reply(0);

    List<Reply> replies = replies();
    assertThat(replies).hasSize(2);
    assertThat(replies.get(0).status()).isEqualTo(Reply.Status.COMPLETE);
    assertThat(code(replies.get(1))).isEqualTo(RejectionCode.SHUTTING_DOWN);
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
}
