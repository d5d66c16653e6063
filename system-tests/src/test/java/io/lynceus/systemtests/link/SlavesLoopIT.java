package io.lynceus.systemtests.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.lynceus.master.slaves.SlavesPort;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Which thread hears the slaves. */
class SlavesLoopIT {
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private final LinkFixture ends = new LinkFixture();

  @AfterEach
  void closeAll() throws Exception {
    ends.close();
  }

  @Test
  void allSlavesSpeakToDispatchOnItsOneThread() throws Exception {
    SlavesPort port = ends.master();
    for (int i = 0; i < 3; i++) {
      ends.slave(port.address().getPort(), RecordedWork.reading());
    }
    await()
        .atMost(PATIENCE)
        .until(() -> ends.events.joined.size() == 3 && ends.events.heartbeats.get() > 30);

    assertThat(ends.events.threads)
        .singleElement()
        .satisfies(thread -> assertThat(thread.getName()).startsWith("dispatch"));
  }
}
