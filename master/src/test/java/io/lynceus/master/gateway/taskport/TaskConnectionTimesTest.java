package io.lynceus.master.gateway.taskport;

import static io.lynceus.master.gateway.SampleImages.JPEG;
import static io.lynceus.master.gateway.SampleImages.PNG;
import static org.assertj.core.api.Assertions.assertThat;

import io.lynceus.master.gateway.SampleImages;
import io.lynceus.model.Reply.RejectionCode;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.util.ReferenceCountUtil;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class TaskConnectionTimesTest extends TaskConnectionFixture {
  @Test
  void anImageThatDripsInStalls() throws Exception {
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
  void anImageAtTheLeastRateIsAccepted() {
    connect();
    byte[] image = SampleImages.encoded("bmp", 150, 150);
    int perSecond = (int) TIMEOUTS.leastRate();
    for (int at = 0; at < image.length; at += perSecond) {
      send(Arrays.copyOfRange(image, at, Math.min(image.length, at + perSecond)));
      pass(Duration.ofSeconds(1));
    }
    assertThat(image.length / perSecond).isGreaterThan((int) TIMEOUTS.stall().toSeconds());
    assertThat(intake.tasks).hasSize(1);
  }

  @Test
  void anIdleConnectionIsClosedOnceNoReplyIsDue() {
    connect();
    send(JPEG);
    pass(Duration.ofSeconds(20));
    assertThat(channel.isOpen()).isTrue();
    reply(0);
    pass(TIMEOUTS.idleClose().minusMillis(1));
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
  void aClientHasItsTimeToReadAReplyHoweverLateTheReplyComes() {
    channel.freezeTime();
    channel.pipeline().addLast(new FullSocket(), TaskPortInitializer.writeWatch(TIMEOUTS));
    connect();
    send(JPEG);
    pass(TIMEOUTS.stall().minusMillis(1));
    reply(0);
    pass(TIMEOUTS.stall());
    assertThat(channel.isOpen()).isTrue();

    pass(TIMEOUTS.stall());

    assertThat(channel.isOpen()).isFalse();
  }

  /** A client that reads nothing, and whose socket's buffers are full. */
  private static final class FullSocket extends ChannelOutboundHandlerAdapter {
    @Override
    public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
      ReferenceCountUtil.release(message);
    }
  }

  @Test
  void aSilentConnectionIsClosed() {
    connect();
    pass(TIMEOUTS.idleClose());

    assertThat(channel.isOpen()).isFalse();
  }

  @Test
  void aStreamStaysOpenUntilItsOwnLimit() {
    connect();
    send("STREAM\n");
    pass(TIMEOUTS.streamIdle().minusMillis(1));
    assertThat(channel.isOpen()).isTrue();

    pass(Duration.ofMillis(1));

    assertThat(channel.isOpen()).isFalse();
    assertThat(lines()).isEmpty();
  }

  @Test
  void anItemThatStopsArrivingIsTruncated() throws Exception {
    connect();
    send(Arrays.copyOf(JPEG, 100));
    pass(TIMEOUTS.stall().minusMillis(1));
    assertThat(lines()).isEmpty();
    assertThat(channel.isOpen()).isTrue();

    pass(Duration.ofMillis(1));

    assertThat(code(replies().get(0))).isEqualTo(RejectionCode.TRUNCATED);
    assertThat(channel.isOpen()).isFalse();
    assertThat(gateway.held().taken()).isZero();
  }

  @Test
  void anItemDoesNotStallWhileNothingIsReadFromIt() {
    connect();
    send(JPEG, JPEG, JPEG, JPEG, Arrays.copyOf(JPEG, 100));
    pass(Duration.ofMinutes(10));

    assertThat(channel.isOpen()).isTrue();
    assertThat(lines()).isEmpty();
  }
}
