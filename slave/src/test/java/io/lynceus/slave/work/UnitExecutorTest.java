package io.lynceus.slave.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.lynceus.model.Analysis;
import io.lynceus.model.Box;
import io.lynceus.model.image.ImageFormat;
import io.lynceus.model.image.ImageHeader;
import io.lynceus.model.tiles.Tile;
import io.lynceus.protocol.message.MasterMessage.AssignUnit;
import io.lynceus.protocol.message.MasterMessage.CancelUnit;
import io.lynceus.protocol.message.MasterMessage.ImageAnnounced;
import io.lynceus.protocol.message.MasterMessage.RunAtOnce;
import io.lynceus.protocol.message.MasterMessage.TaskClosed;
import io.lynceus.protocol.message.SlaveMessage;
import io.lynceus.protocol.message.SlaveMessage.FailureReason;
import io.lynceus.protocol.message.SlaveMessage.UnitDone;
import io.lynceus.protocol.message.SlaveMessage.UnitFailed;
import io.lynceus.protocol.message.SlaveMessage.UnitStarted;
import io.lynceus.vision.natives.NativeLibraries;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

class UnitExecutorTest extends UnitExecutorFixture {
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
              assertThat(done.findings()).isEqualTo(FOUND);
            });
  }

  @Test
  void aUnitThatLookedAtAPictureInWhichNothingCanBeSeenSaysSo() throws IOException {
    NativeLibraries.load(Optional.empty());
    receive(1);
    assign(1, 10, LOOKING);
    assign(1, 11, Analysis.EDGES);
    await().until(() -> reports(UnitDone.class).size() == 2);
    assertThat(reports(UnitDone.class))
        .filteredOn(done -> done.attempt() == 10)
        .allMatch(done -> done.condition().flat());
  }

  @Test
  void aUnitOfATileSeesTheTileAndTellsPlacesInTheWholePicture() {
    receive(1);
    AssignUnit whole = unit(1, 10, BOXES);
    work.handle(whole);
    work.handle(
        new AssignUnit(
            1,
            11,
            BOXES,
            whole.question(),
            Optional.of(new Tile(3, 2, 5, 4)),
            0,
            whole.remaining(),
            whole.trace()));
    await().until(() -> reports(UnitDone.class).size() == 2);
    assertThat(reports(UnitDone.class))
        .extracting(done -> done.findings().boxes().get(0).box())
        .containsExactlyInAnyOrder(new Box(0, 0, 8, 8), new Box(3, 2, 5, 4));
    assertThat(work.load().memory().pictureBytes()).isPositive();
    work.handle(new TaskClosed(1));
    await().until(() -> work.load().memory().pictureBytes() == 0);
  }

  @Test
  void aThumbnailComesWithTheResultThatIsToBringIt() throws Exception {
    NativeLibraries.load(Optional.empty());
    receive(1);
    work.handle(unit(1, 10, LOOKING).withThumbnail(5));
    assign(1, 11, BOXES);
    await().until(() -> reports(UnitDone.class).size() == 2);
    for (UnitDone done : reports(UnitDone.class)) {
      assertThat(done.thumbnail().isPresent()).isEqualTo(done.attempt() == 10);
      if (done.thumbnail().isPresent()) {
        ImageHeader header = ImageHeader.read(done.thumbnail().get().file(), limits(1 << 20));
        assertThat(header).isEqualTo(new ImageHeader(ImageFormat.JPEG, 5, 5, 1));
      }
    }
  }

  @Test
  void aResultStandsWithoutTheThumbnailThatCannotBeMade() throws IOException {
    NativeLibraries.load(Optional.empty());
    announce(1, IMAGE.length);
    work.imageChunk(1, ByteBuffer.allocate(IMAGE.length)); // which BOXES does not look at
    work.handle(unit(1, 10, BOXES).withThumbnail(320));
    await().until(() -> reports(UnitDone.class).size() == 1);
    assertThat(reports(UnitDone.class).get(0).findings().boxes()).hasSize(1);
    assertThat(reports(UnitDone.class).get(0).thumbnail()).isEmpty();
  }

  @Test
  void aTileThatIsNotInThePictureIsAFailureAndNotTheEndOfTheThread() {
    receive(1);
    AssignUnit whole = unit(1, 10, BOXES);
    work.handle(
        new AssignUnit(
            1,
            10,
            BOXES,
            whole.question(),
            Optional.of(new Tile(4, 0, 5, 8)),
            0,
            whole.remaining(),
            whole.trace()));
    await().until(() -> !reports(UnitFailed.class).isEmpty());
    assign(1, 11, BOXES);
    await().until(() -> !reports(UnitDone.class).isEmpty());
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
  void unitsRunAtTheSameTimeAsTheMasterSays() {
    gate.drainPermits();
    work.handle(new RunAtOnce(1));
    receive(1);
    assign(1, 1, Analysis.EDGES);
    assign(1, 2, Analysis.EDGES);
    await().until(() -> work.load().running() == 2);
    assertThat(reports(UnitStarted.class)).hasSize(1);
    gate.release();
    await().until(() -> reports(UnitStarted.class).size() == 2);
    assertThat(reports(UnitDone.class)).hasSize(1);
  }

  @Test
  void anAbandonedUnitLetsTheNextOneRun() {
    gate.drainPermits();
    work.handle(new RunAtOnce(1));
    receive(1);
    assign(1, 1, Analysis.EDGES);
    await().until(() -> reports(UnitStarted.class).size() == 1);
    assign(1, 2, Analysis.EDGES);
    work.handle(new CancelUnit(1));
    await().until(() -> reports(UnitStarted.class).size() == 2);
    assertThat(reports(UnitDone.class)).isEmpty();
  }

  @Test
  void aSlaveHasRestedWhenNothingHasRunSinceTheLastLook() {
    assertThat(work.hasRested()).isTrue();
    gate.drainPermits();
    receive(1);
    assign(1, 1, Analysis.EDGES);
    assertThat(work.hasRested()).isFalse();
    assertThat(work.hasRested()).as("while it runs").isFalse();
    assign(1, 2, Analysis.EDGES);
    gate.release(2);
    await().until(work::isIdle);
    assertThat(work.hasRested()).as("a unit has come and gone").isFalse();
    assertThat(work.hasRested()).isTrue();
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
  void anImageWithMorePixelsThanThisSlaveAllowsIsRefused() {
    ImageHeader large = new ImageHeader(ImageFormat.PNG, 1_001, 1, 1);
    work.handle(new ImageAnnounced(1, IMAGE.length, large));
    assign(1, 1, Analysis.EDGES);
    assertThat(reports(UnitFailed.class).get(0).reason()).isEqualTo(FailureReason.REFUSED);
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
}
