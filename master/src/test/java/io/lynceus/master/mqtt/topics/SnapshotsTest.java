package io.lynceus.master.mqtt.topics;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynceus.model.Camera;
import org.junit.jupiter.api.Test;

class SnapshotsTest {
  private static final Camera GATE = new Camera("gate");
  private final Snapshots snapshots = new Snapshots();

  @Test
  void picturesAreBoundedAndTheOldestGo() {
    int third = (int) Snapshots.MOST_BYTES / 3;
    for (String still : new String[] {"1", "2", "3", "4"}) {
      assertThat(snapshots.offer(GATE, still, new byte[third])).isEmpty();
    }
    assertThat(snapshots.want(GATE, "1")).isEmpty();
    assertThat(snapshots.want(GATE, "2")).isPresent();
    assertThat(snapshots.want(GATE, "2")).as("it is given once").isEmpty();
  }

  @Test
  void ofManyCamerasTheOneThatHasWaitedLongestIsForgotten() {
    for (int i = 0; i <= Snapshots.MOST_CAMERAS; i++) {
      assertThat(snapshots.want(new Camera("c" + i), "s" + i)).isEmpty();
    }
    assertThat(snapshots.offer(new Camera("c0"), "s0", new byte[1])).isEmpty();
    assertThat(snapshots.offer(new Camera("c1"), "s1", new byte[1])).isPresent();
  }
}
