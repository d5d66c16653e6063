package io.lynceus.master.gateway.taskport;

import static io.lynceus.master.gateway.SampleImages.JPEG;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.lynceus.master.gateway.GatewayConfig;
import io.lynceus.model.Reply.RejectionCode;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What clients get that guess tokens, or send bytes that are no images. */
class TaskConnectionStrangersTest extends TaskConnectionFixture {
  private static byte[] garbage(int bytes) {
    byte[] garbage = new byte[bytes];
    for (int i = 0; i < bytes; i++) {
      garbage[i] = (byte) (i % 3 == 1 ? 0xd8 : 0xff);
    }
    return garbage;
  }

  private long received() {
    return lines().stream().mapToLong(line -> line.length() + 1).sum();
  }

  @Test
  void aWrongTokenIsRefusedLateAndNothingIsReadMeanwhile() throws Exception {
    gateway = gateway(Optional.of("a-clients-token-1"), 1 << 20);
    connect();
    send("AUTH a-wrong-token-01\n");
    assertThat(lines()).isEmpty();
    assertThat(channel.config().isAutoRead()).isFalse();
    pass(Duration.ofMillis(199));
    assertThat(lines()).isEmpty();
    pass(Duration.ofMillis(1));
    assertThat(code(replies().get(0))).isEqualTo(RejectionCode.UNAUTHORIZED);
    assertThat(guard.door().count()).isEqualTo(1);
  }

  @Test
  void aRightTokenIsNotLateAfterWrongOnes() {
    gateway = gateway(Optional.of("a-clients-token-1"), 1 << 20);
    for (int i = 0; i < 20; i++) {
      guard.door().wrong(InetAddress.getLoopbackAddress());
    }
    connect();
    send("AUTH a-clients-token-1\nPING\n");
    assertThat(lines()).containsExactly(Lines.PONG);
  }

  @Test
  void guessesOfTheAdministratorsTokenAreSlowWhereNoOtherIsAskedFor() {
    gateway =
        gateway(
            new GatewayConfig.Tokens(Optional.empty(), Optional.of("the-admins-token")), 1 << 20);
    connect();
    send("AUTH a-stale-token\nPING\n");
    assertThat(lines()).as("the first shows nothing").containsExactly(Lines.PONG);
    send("AUTH another-token\nDRAIN name=s1\n");
    assertThat(lines()).isEmpty();
    pass(Duration.ofSeconds(1));
    assertThat(lines()).hasSize(1).first().asString().contains("UNAUTHORIZED");
    assertThat(intake.drained).isEmpty();
  }

  @Test
  void refusalsInARowEndTheConnectionBeforeTheyAreManyTimesTheBytes() {
    connect();
    byte[] sent = garbage(1 << 20);
    send(sent);
    assertThat(received()).isBetween(1L, 32L << 10);
    assertThat(channel.isOpen()).isFalse();
  }

  @Test
  void anImageBetweenRefusalsStartsTheCountAnew() {
    connect();
    send("STREAM\n");
    for (int i = 0; i < 100; i++) {
      send(JPEG, "WRONG\n".repeat(10).getBytes(UTF_8), new byte[] {0});
      reply(i);
      pass(Duration.ofSeconds(1));
      assertThat(lines()).hasSize(11);
    }
  }

  @Test
  void commandsWhoseAnswersAreLongAreAnsweredAtAPace() {
    connect();
    send("STREAM\n" + "HELP\n".repeat(5000));
    long atOnce = received();
    assertThat(atOnce).isBetween(256L << 10, 280L << 10);
    for (int second = 0; second < 10; second++) {
      pass(Duration.ofSeconds(1));
    }
    assertThat(received()).isBetween(600L << 10, 700L << 10);
    assertThat(channel.isOpen()).isTrue();
  }

  @Test
  void linesThatAreAskedForOneByOneAreNotLate() {
    connect();
    send("STREAM\n");
    for (int i = 0; i < 1000; i++) {
      send("PING\n");
      assertThat(lines()).containsExactly(Lines.PONG);
    }
    assertThat("PING\n".getBytes(UTF_8)).hasSize(5);
  }
}
