package io.lynceus.master.slaves;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class SlaveConnectionLimitTest {
  private final SlaveConnectionLimit places =
      new SlaveConnectionLimit(
          new SlavesPortConfig.Limits(3, 2, Duration.ofSeconds(5), Duration.ofSeconds(5)));

  @Test
  void noMoreStrangersThanAllowedAreLetIn() {
    assertThat(places.take()).isTrue();
    assertThat(places.take()).isTrue();
    assertThat(places.take()).isFalse();
  }

  @Test
  void aStrangerThatProvesItselfMakesRoomForAnother() {
    places.take();
    places.take();
    places.proved();
    assertThat(places.take()).isTrue();
  }

  @Test
  void noMoreConnectionsThanAllowedAreLetInHoweverWellKnown() {
    for (int i = 0; i < 3; i++) {
      assertThat(places.take()).isTrue();
      places.proved();
    }
    assertThat(places.take()).isFalse();
    places.giveUp(false);
    assertThat(places.take()).isTrue();
  }

  @Test
  void aStrangerThatLeavesMakesRoomForAnother() {
    places.take();
    places.take();
    places.giveUp(true);
    assertThat(places.take()).isTrue();
    assertThat(places.take()).isFalse();
  }
}
