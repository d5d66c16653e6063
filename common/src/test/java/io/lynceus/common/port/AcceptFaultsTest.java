package io.lynceus.common.port;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.embedded.EmbeddedChannel;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class AcceptFaultsTest {
  private final EmbeddedChannel listening = new EmbeddedChannel(new AcceptFaults("a port"));

  @Test
  void afterAFailureNothingIsAcceptedForAMoment() {
    listening.freezeTime();
    listening.pipeline().fireExceptionCaught(new IOException("Too many open files"));
    assertThat(listening.config().isAutoRead()).isFalse();

    listening.advanceTimeBy(1, TimeUnit.SECONDS);
    listening.runScheduledPendingTasks();
    assertThat(listening.config().isAutoRead()).isTrue();
    assertThat(listening.isOpen()).isTrue();
  }
}
