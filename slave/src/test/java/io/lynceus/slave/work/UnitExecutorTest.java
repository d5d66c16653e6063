package io.lynceus.slave.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.lynceus.protocol.image.ImageLimits;
import io.lynceus.protocol.message.Analysis;
import io.lynceus.protocol.message.Findings;
import io.lynceus.protocol.message.MasterMessage.AssignUnit;
import io.lynceus.protocol.message.MasterMessage.CancelUnit;
import io.lynceus.protocol.message.MasterMessage.ImageAnnounced;
import io.lynceus.protocol.message.MasterMessage.TaskClosed;
import io.lynceus.protocol.message.SlaveMessage;
import io.lynceus.protocol.message.SlaveMessage.FailureReason;
import io.lynceus.protocol.message.SlaveMessage.UnitDone;
import io.lynceus.protocol.message.SlaveMessage.UnitFailed;
import io.lynceus.protocol.message.SlaveMessage.UnitStarted;
import io.lynceus.protocol.message.UnitOptions;
import io.lynceus.slave.memory.MemoryPlan;
import io.lynceus.vision.analyzer.AnalysisException;
import io.lynceus.vision.analyzer.Analyzer;
import io.lynceus.vision.image.Picture;
import io.lynceus.vision.image.Size;
import io.lynceus.vision.image.UnreadableImageException;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class UnitExecutorTest {
  private static final byte[] IMAGE = png();

  private static final long BOUND = 1 << 30;
  private static final long PICTURES = 64 << 20;
  private static final long RESIDENT = 4711;

  private final List<SlaveMessage> reports = new CopyOnWriteArrayList<>();
  private final Semaphore gate = new Semaphore(1_000);
  private volatile long workBytes = 1 << 20;
  private final UnitExecutor work = executor(new WorkConfig(2, 2, 1 << 20, limits(1 << 20)));

  @AfterEach
  void stop() {
    gate.release(1_000);
    work.close();
  }

  @Test
  void aUnitWhoseImageIsThereSaysStartedAndThenDone() {
    announce(1, IMAGE.length);
    work.imageChunk(1, ByteBuffer.wrap(IMAGE));
    assign(1, 10, Analysis.EDGES);
    await().until(() -> reports.size() == 2);
    assertThat(reports.get(0)).isEqualTo(new UnitStarted(10));
    assertThat(reports.get(1))
        .isInstanceOfSatisfying(
            UnitDone.class,
            done -> {
              assertThat(done.attempt()).isEqualTo(10);
              assertThat(done.findings().analysis()).isEqualTo(Analysis.EDGES);
            });
  }

  @Test
  void aUnitWaitsForTheRestOfItsImage() {
    announce(1, IMAGE.length);
    assign(1, 10, Analysis.EDGES);
    work.imageChunk(1, ByteBuffer.wrap(IMAGE, 0, 20));
    assertThat(reports).isEmpty();
    assertThat(work.load().queued()).isEqualTo(1);
    work.imageChunk(1, ByteBuffer.wrap(IMAGE, 20, IMAGE.length - 20));
    await().until(() -> !reports(UnitDone.class).isEmpty());
  }

  @Test
  void noMoreUnitsRunThanThereAreThreads() {
    gate.drainPermits();
    receive(1);
    for (int attempt = 1; attempt <= 4; attempt++) {
      assign(1, attempt, Analysis.EDGES);
    }
    await().until(() -> reports(UnitStarted.class).size() == 2);
    assertThat(work.load().running()).isEqualTo(2);
    assertThat(work.load().queued()).isEqualTo(2);
    gate.release(4);
    await().until(() -> reports(UnitDone.class).size() == 4);
    await().untilAsserted(() -> assertThat(work.isIdle()).isTrue());
  }

  @Test
  void aUnitBeyondTheQueueIsRefused() {
    gate.drainPermits();
    receive(1);
    for (int attempt = 1; attempt <= 5; attempt++) {
      assign(1, attempt, Analysis.EDGES);
    }
    assertThat(reports(UnitFailed.class))
        .singleElement()
        .satisfies(failed -> assertThat(failed.reason()).isEqualTo(FailureReason.REFUSED));
  }

  @Test
  void unitsThatWaitForAnImageAreBoundedToo() {
    announce(1, IMAGE.length);
    for (int attempt = 1; attempt <= 5; attempt++) {
      assign(1, attempt, Analysis.EDGES);
    }
    assertThat(reports(UnitFailed.class)).extracting(UnitFailed::attempt).containsExactly(5L);
  }

  @Test
  void aQueuedUnitThatIsCancelledIsAnsweredAndNeverRuns() {
    gate.drainPermits();
    receive(1);
    assign(1, 1, Analysis.EDGES);
    assign(1, 2, Analysis.EDGES);
    assign(1, 3, Analysis.EDGES);
    work.handle(new CancelUnit(3));
    assertThat(reports(UnitFailed.class)).extracting(UnitFailed::attempt).containsExactly(3L);
    gate.release(3);
    await().until(() -> reports(UnitDone.class).size() == 2);
    assertThat(reports(UnitStarted.class)).extracting(UnitStarted::attempt).doesNotContain(3L);
  }

  @Test
  void aRunningUnitThatIsCancelledIsStillAnswered() {
    gate.drainPermits();
    receive(1);
    assign(1, 1, Analysis.EDGES);
    await().until(() -> reports(UnitStarted.class).size() == 1);
    work.handle(new CancelUnit(1));
    work.handle(new TaskClosed(1));
    gate.release();
    await().until(() -> reports(UnitDone.class).size() == 1);
  }

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
    try (UnitExecutor small = executor(new WorkConfig(1, 1, 100, limits(100)))) {
      small.handle(new ImageAnnounced(1, 100));
      assertThat(small.load().memory().heldBytes()).isEqualTo(100);
      small.handle(new TaskClosed(1));
      small.handle(new ImageAnnounced(2, 101));
      assertThat(small.load().memory().heldBytes()).isZero();
      small.handle(unit(2, 5, Analysis.EDGES));
      assertThat(reports(UnitFailed.class))
          .extracting(UnitFailed::reason)
          .containsExactly(FailureReason.REFUSED);
    }
  }

  @Test
  void imagesTogetherStayWithinTheHeldBytes() {
    try (UnitExecutor small = executor(new WorkConfig(1, 1, 150, limits(100)))) {
      small.handle(new ImageAnnounced(1, 100));
      small.handle(new ImageAnnounced(2, 51));
      assertThat(small.load().memory().heldBytes()).isEqualTo(100);
      small.handle(new ImageAnnounced(3, 50));
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
  void aFileThatIsNoImageIsUnreadable() {
    announce(1, 4);
    work.imageChunk(1, ByteBuffer.wrap(new byte[] {1, 2, 3, 4}));
    assign(1, 1, Analysis.EDGES);
    await().until(() -> reports(UnitFailed.class).size() == 1);
    assertThat(reports(UnitFailed.class).get(0).reason()).isEqualTo(FailureReason.UNREADABLE_IMAGE);
  }

  @Test
  void aFailedAnalysisIsSaidAndTheThreadGoesOn() {
    receive(1);
    assign(1, 1, Analysis.FACES);
    assign(1, 2, Analysis.CORNERS);
    assign(1, 3, Analysis.OBJECTS);
    assign(1, 4, Analysis.EDGES);
    await().until(() -> reports(UnitFailed.class).size() == 3);
    await().until(() -> reports(UnitDone.class).size() == 1);
    assertThat(reports(UnitFailed.class))
        .extracting(UnitFailed::reason)
        .containsExactlyInAnyOrder(
            FailureReason.ANALYSIS_FAILED,
            FailureReason.ANALYSIS_FAILED,
            FailureReason.UNREADABLE_IMAGE);
  }

  @Test
  void afterADisconnectNothingIsHeldAndOldResultsAreNotSentToTheNewMaster() {
    gate.drainPermits();
    receive(1);
    assign(1, 1, Analysis.EDGES);
    assign(1, 2, Analysis.EDGES);
    assign(1, 3, Analysis.EDGES);
    await().until(() -> reports(UnitStarted.class).size() == 2);
    work.disconnected();
    List<SlaveMessage> next = new CopyOnWriteArrayList<>();
    work.connected(next::add);
    gate.release(3);
    await().until(work::isIdle);
    assertThat(work.load().memory().heldBytes()).isZero();
    assertThat(next).isEmpty();
  }

  @Test
  void drainingWaitsForWhatRuns() {
    gate.drainPermits();
    receive(1);
    assign(1, 1, Analysis.EDGES);
    await().until(() -> reports(UnitStarted.class).size() == 1);
    assertThat(work.drain(Duration.ofMillis(1))).isFalse();
    assign(1, 2, Analysis.EDGES);
    assertThat(reports(UnitFailed.class)).hasSize(1);
    gate.release();
    assertThat(work.drain(Duration.ofSeconds(10))).isTrue();
    assertThat(reports(UnitDone.class)).hasSize(1);
  }

  @Test
  void aUnitThatWasOnItsWayWhenTheDrainingBeganIsStillDone() {
    gate.drainPermits();
    receive(1);
    assign(1, 1, Analysis.EDGES);
    await().until(() -> reports(UnitStarted.class).size() == 1);
    CompletableFuture<Boolean> drained =
        CompletableFuture.supplyAsync(() -> work.drain(Duration.ofSeconds(10)));
    assign(1, 2, Analysis.EDGES);
    gate.release(2);
    assertThat(drained.join()).isTrue();
    assertThat(reports(UnitDone.class))
        .extracting(UnitDone::attempt)
        .containsExactlyInAnyOrder(1L, 2L);
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

  @Test
  void settingsOutOfRangeNameTheirKey() {
    assertThatThrownBy(() -> new WorkConfig(0, 1, 1 << 20, limits(100)))
        .hasMessageContaining("threads");
    assertThatThrownBy(() -> new WorkConfig(1, 0, 1 << 20, limits(100)))
        .hasMessageContaining("limits.queue");
    assertThatThrownBy(() -> new WorkConfig(1, 1, 99, limits(100)))
        .hasMessageContaining("limits.held-bytes");
  }

  private void receive(long task) {
    announce(task, IMAGE.length);
    work.imageChunk(task, ByteBuffer.wrap(IMAGE));
  }

  private void announce(long task, int bytes) {
    work.handle(new ImageAnnounced(task, bytes));
  }

  private void assign(long task, long attempt, Analysis analysis) {
    work.handle(unit(task, attempt, analysis));
  }

  private static AssignUnit unit(long task, long attempt, Analysis analysis) {
    return new AssignUnit(
        task, attempt, analysis, UnitOptions.DEFAULT, Duration.ofSeconds(1), "t-" + task);
  }

  private <M extends SlaveMessage> List<M> reports(Class<M> type) {
    return reports.stream().filter(type::isInstance).map(type::cast).toList();
  }

  private UnitExecutor executor(WorkConfig config) {
    MemoryPlan memory = new MemoryPlan(BOUND, PICTURES);
    UnitExecutor executor = new UnitExecutor(config, ScriptedAnalyzer::new, memory, () -> RESIDENT);
    executor.connected(reports::add);
    return executor;
  }

  private static ImageLimits limits(int bytes) {
    return new ImageLimits(bytes, 1_000_000, 1_000);
  }

  private static byte[] png() {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    try {
      ImageIO.write(new BufferedImage(8, 8, BufferedImage.TYPE_INT_RGB), "png", file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return file.toByteArray();
  }

  /** Edges are found when the gate lets through; everything else fails in a way of its own. */
  private final class ScriptedAnalyzer implements Analyzer {
    private final Analysis analysis;

    ScriptedAnalyzer(Analysis analysis) {
      this.analysis = analysis;
    }

    @Override
    public Analysis analysis() {
      return analysis;
    }

    @Override
    public long workBytes(Size size) {
      return workBytes;
    }

    @Override
    public Findings analyze(Picture picture, UnitOptions options)
        throws AnalysisException, UnreadableImageException {
      switch (analysis) {
        case FACES -> throw new AnalysisException("wanted by the test", new IOException());
        case CORNERS -> throw new IllegalStateException("wanted by the test");
        case OBJECTS -> throw new UnreadableImageException("wanted by the test");
        case EDGES -> gate.acquireUninterruptibly();
      }
      return new Findings.Edges(1, 0.5, java.util.Optional.empty());
    }
  }
}
