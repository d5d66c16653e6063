package io.lynceus.slave.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.lynceus.model.Analysis;
import io.lynceus.protocol.message.MasterMessage.CancelUnit;
import io.lynceus.protocol.message.MasterMessage.ImageAnnounced;
import io.lynceus.protocol.message.MasterMessage.TaskClosed;
import io.lynceus.protocol.message.SlaveMessage.FailureReason;
import io.lynceus.protocol.message.SlaveMessage.UnitDone;
import io.lynceus.protocol.message.SlaveMessage.UnitFailed;
import io.lynceus.protocol.message.SlaveMessage.UnitStarted;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class UnitExecutorMemoryTest extends UnitExecutorFixture {
  @Test
  void anImageIsHeldOnlyWhileItsTaskLives() {
    receive(1);
    assertThat(work.load().memory().heldBytes()).isEqualTo(IMAGE.length);
    work.handle(new TaskClosed(1));
    assertThat(work.load().memory().heldImages()).isZero();
    assertThat(work.load().memory().heldBytes()).isZero();
  }

  @Test
  void anImageAtTheLimitIsTakenAndOneByteMoreIsNot() {
    try (UnitExecutor small = executor(new WorkConfig(1, 1, 1, 100, limits(100), Duration.ZERO))) {
      small.handle(new ImageAnnounced(1, 100, HEADER));
      assertThat(small.load().memory().heldBytes()).isEqualTo(100);
      small.handle(new TaskClosed(1));
      small.handle(new ImageAnnounced(2, 101, HEADER));
      assertThat(small.load().memory().heldBytes()).isZero();
      small.handle(unit(2, 5, Analysis.EDGES));
      assertThat(reports(UnitFailed.class))
          .extracting(UnitFailed::reason)
          .containsExactly(FailureReason.REFUSED);
    }
  }

  @Test
  void imagesTogetherStayWithinTheHeldBytes() {
    try (UnitExecutor small = executor(new WorkConfig(1, 1, 1, 150, limits(100), Duration.ZERO))) {
      small.handle(new ImageAnnounced(1, 100, HEADER));
      small.handle(new ImageAnnounced(2, 51, HEADER));
      assertThat(small.load().memory().heldBytes()).isEqualTo(100);
      small.handle(new ImageAnnounced(3, 50, HEADER));
      assertThat(small.load().memory().heldBytes()).isEqualTo(150);
    }
  }

  @Test
  void bytesBeyondTheAnnouncedSizeAreDropped() {
    announce(1, IMAGE.length);
    byte[] longer = java.util.Arrays.copyOf(IMAGE, IMAGE.length + 100);
    work.imageChunk(1, ByteBuffer.wrap(longer));
    work.imageChunk(1, ByteBuffer.wrap(longer));
    assign(1, 1, Analysis.EDGES);
    await().until(() -> reports(UnitDone.class).size() == 1);
  }

  @Test
  void aUnitStartsWhenThereIsMemoryForIt() {
    gate.drainPermits();
    workBytes = PICTURES / 5 * 4;
    receive(1);
    assign(1, 1, Analysis.EDGES);
    assign(1, 2, Analysis.EDGES);
    await().until(() -> reports(UnitStarted.class).size() == 1);
    assertThat(work.load().memory().pictureBytes()).isBetween(workBytes, PICTURES);
    assertThat(work.load().memory().residentBytes()).isEqualTo(RESIDENT);
    assertThat(work.load().memory().boundBytes()).isEqualTo(BOUND);
    gate.release(2);
    await().until(() -> reports(UnitDone.class).size() == 2);
    work.handle(new TaskClosed(1));
    await().untilAsserted(() -> assertThat(work.load().memory().pictureBytes()).isZero());
    assertThat(reports)
        .extracting(report -> report.getClass().getSimpleName())
        .containsExactly("UnitStarted", "UnitDone", "UnitStarted", "UnitDone");
  }

  @Test
  void aUnitThatNeedsMoreMemoryThanThereIsIsRefused() {
    workBytes = PICTURES;
    receive(1);
    assign(1, 1, Analysis.EDGES);
    await().until(() -> reports(UnitFailed.class).size() == 1);
    assertThat(reports(UnitFailed.class).get(0).reason()).isEqualTo(FailureReason.REFUSED);
    assertThat(reports(UnitFailed.class).get(0).message()).contains("limits.picture-bytes");
  }

  @Test
  void aUnitThatWaitsForMemoryDoesNotRunOnceItIsCancelled() {
    gate.drainPermits();
    workBytes = PICTURES / 5 * 4;
    receive(1);
    assign(1, 1, Analysis.EDGES);
    await().until(() -> reports(UnitStarted.class).size() == 1);
    assign(1, 2, Analysis.EDGES);
    await().until(() -> work.load().running() == 2);
    work.handle(new CancelUnit(2));
    gate.release(1);
    await().until(() -> reports(UnitFailed.class).size() == 1);
    assertThat(reports(UnitStarted.class)).hasSize(1);
  }
}
