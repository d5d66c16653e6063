package io.lynceus.common.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class AnswerPaceTest {
  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
  private static final InetAddress CLIENT = InetAddress.getLoopbackAddress();

  private long now;
  private final AnswerPace pace = new AnswerPace(() -> now);

  @Test
  void aScrapeOfAnySizeEachSecondIsNeverLate() {
    AnswerPace.OfConnection connection = pace.ofConnection(CLIENT);
    for (int scrape = 0; scrape < 10_000; scrape++) {
      assertThat(connection.delayOf(5 << 20, 0)).isZero();
      now += SECOND;
    }
  }

  @Test
  void aConnectionThatAsksAllTheTimeGetsTwoLargePagesASecond() {
    AnswerPace.OfConnection connection = pace.ofConnection(CLIENT);
    int pages = 0;
    while (now < 100 * SECOND) {
      now += connection.delayOf(100 << 10, 0);
      pages++;
    }
    assertThat(pages).isBetween(200, 210);
  }

  @Test
  void manyConnectionsOfAnAddressGetNoMoreThanItsShare() {
    List<AnswerPace.OfConnection> connections = new ArrayList<>();
    for (int i = 0; i < 256; i++) {
      connections.add(pace.ofConnection(CLIENT));
    }
    long latest = 0;
    for (AnswerPace.OfConnection connection : connections) {
      latest = Math.max(latest, connection.delayOf(100 << 10, 0));
    }
    // 25 MiB at 2 MiB/s, of which 4 were there.
    assertThat(latest).isBetween(10 * SECOND, 11 * SECOND);
    assertThat(pace.ofConnection(CLIENT).delayOf(1000, 0)).as("a probe of health").isZero();
  }

  @Test
  void whoSendsMuchIsAnsweredAtOnce() {
    AnswerPace.OfConnection connection = pace.ofConnection(CLIENT);
    for (int image = 0; image < 10_000; image++) {
      assertThat(connection.delayOf(1000, 20_000)).isZero();
    }
  }
}
