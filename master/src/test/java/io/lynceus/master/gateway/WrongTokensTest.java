package io.lynceus.master.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class WrongTokensTest {
  private long now;
  private final WrongTokens tokens = new WrongTokens(() -> now);
  private final WrongTokens.Door tasks = tokens.at("task port");
  private final WrongTokens.Door http = tokens.at("HTTP port");

  private static InetAddress address(String text) {
    try {
      return InetAddress.getByName(text);
    } catch (UnknownHostException e) {
      throw new AssertionError(e);
    }
  }

  private void pass(Duration time) {
    now += time.toNanos();
  }

  private Duration guess(WrongTokens.Door door, String address) {
    Duration delay = door.wrong(address(address));
    pass(delay);
    return delay;
  }

  @Test
  void theDelayGrowsOnBothPortsTogether() {
    Duration expected = WrongTokens.FIRST;
    for (int i = 0; i < 20; i++) {
      assertThat(guess(i % 2 == 0 ? tasks : http, "192.0.2.1")).isEqualTo(expected);
      Duration doubled = expected.multipliedBy(2);
      expected = doubled.compareTo(WrongTokens.LONGEST) < 0 ? doubled : WrongTokens.LONGEST;
    }
    assertThat(tasks.count()).isEqualTo(10);
    assertThat(http.count()).isEqualTo(10);
    assertThat(guess(tasks, "192.0.2.2")).isEqualTo(WrongTokens.FIRST);
  }

  @Test
  void manyConnectionsInParallelDoNotGetRoundIt() {
    for (int i = 0; i < 10; i++) {
      guess(tasks, "192.0.2.1");
    }
    Duration before = Duration.ZERO;
    for (int i = 0; i < 5; i++) {
      Duration delay = tasks.wrong(address("192.0.2.1"));
      assertThat(delay.minus(before)).isEqualTo(WrongTokens.LONGEST);
      before = delay;
    }
    for (int i = 0; i < 1000; i++) {
      assertThat(tasks.wrong(address("192.0.2.1"))).isLessThanOrEqualTo(WrongTokens.LATEST);
    }
  }

  @Test
  void aRightTokenResetsItAndTimeForgives() {
    for (int i = 0; i < 10; i++) {
      guess(tasks, "192.0.2.1");
    }
    http.right(address("192.0.2.1"));
    assertThat(guess(tasks, "192.0.2.1")).isEqualTo(WrongTokens.FIRST);
    assertThat(guess(tasks, "192.0.2.1")).isEqualTo(WrongTokens.FIRST.multipliedBy(2));
    pass(WrongTokens.DECAY.multipliedBy(100));
    assertThat(guess(tasks, "192.0.2.1")).isEqualTo(WrongTokens.FIRST);
  }

  @Test
  void anIpv6NetworkIsOneClient() {
    guess(tasks, "2001:db8::1");
    assertThat(guess(tasks, "2001:db8::2")).isEqualTo(WrongTokens.FIRST.multipliedBy(2));
  }
}
