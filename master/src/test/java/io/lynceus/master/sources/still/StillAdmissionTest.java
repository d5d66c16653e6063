package io.lynceus.master.sources.still;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynceus.master.gateway.ByteBudget;
import io.lynceus.scene.source.SourceStatus.State;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Sources leave the clients their place. */
class StillAdmissionTest {
  private final List<ScriptedOrigin> origins = new ArrayList<>();
  private final List<CameraSource> sources = new ArrayList<>();

  private void start(SourceFixture fixture, int count) {
    for (int i = 0; i < count; i++) {
      ScriptedOrigin origin = new ScriptedOrigin();
      CameraSource source = fixture.source("camera-" + i, origin);
      origins.add(origin);
      sources.add(source);
      source.start();
    }
  }

  /** Every camera that is asked answers at once, for a time. */
  private void live(SourceFixture fixture, Duration time) {
    byte[] jpeg = ScriptedOrigin.jpeg(1);
    for (long millis = 0; millis < time.toMillis(); millis += 100) {
      fixture.thread.advance(Duration.ofMillis(100));
      for (ScriptedOrigin origin : origins) {
        if (origin.receiver != null) {
          StillOrigin.Receiver told = origin.receiver;
          origin.receiver = null;
          if (origin.into.append(ByteBuffer.wrap(jpeg)) == null) {
            told.still();
          } else {
            told.failed(FetchFailure.noRoom("full"));
          }
        }
      }
    }
  }

  @Test
  void sourcesFillFewerThanHalfOfTheWaitingLineWhileNothingIsReplied() {
    SourceFixture fixture = new SourceFixture(100, 64 << 20);
    start(fixture, 256);
    live(fixture, Duration.ofSeconds(20));
    assertThat(fixture.intake.tasks).hasSize((int) (StillAdmission.SHARE * 100));
    assertThat(fixture.admission.stills()).isEqualTo(fixture.intake.tasks.size());
    assertThat(sources)
        .filteredOn(source -> source.status().state() == State.WAITING)
        .hasSize(256 - fixture.intake.tasks.size());
    assertThat(sources).allSatisfy(source -> assertThat(source.status().failures()).isZero());
  }

  @Test
  void whenThereAreRepliesEachCameraGetsItsTurn() {
    SourceFixture fixture = new SourceFixture(100, 64 << 20);
    start(fixture, 256);
    for (int i = 0; i < 60; i++) {
      live(fixture, Duration.ofMillis(500));
      fixture.replyToAll();
    }
    assertThat(sources)
        .allSatisfy(source -> assertThat(source.status().counts().taken()).isPositive());
  }

  @Test
  void aMasterWithATinyLineStillTakesOneStillAtATime() {
    SourceFixture fixture = new SourceFixture(1, 64 << 20);
    start(fixture, 3);
    live(fixture, Duration.ofSeconds(10));
    assertThat(fixture.intake.tasks).hasSize(1);
  }

  /** The memory for images is shared as among clients: who holds the most gives way. */
  @Test
  void sourcesGiveTheirMemoryToAClient() throws Exception {
    SourceFixture fixture = new SourceFixture(1000, 1 << 20);
    start(fixture, 20);
    byte[] large = Arrays.copyOf(ScriptedOrigin.jpeg(1), 99_000);
    fixture.thread.advance(Duration.ofSeconds(2));
    origins.forEach(
        origin -> {
          if (origin.into.append(ByteBuffer.wrap(large)) == null) {
            origin.receiver.still();
          } else {
            origin.receiver.failed(FetchFailure.noRoom("full"));
          }
        });
    assertThat(fixture.gateway.held().taken()).isGreaterThan(900_000);
    int before = fixture.admission.stills();
    ByteBudget client = fixture.gateway.held().open(InetAddress.getByName("10.0.0.1"), why -> {});
    assertThat(client.tryTake(100_000)).isTrue();
    fixture.thread.runPosted();
    assertThat(fixture.intake.cancelled.get()).isPositive();
    assertThat(fixture.admission.stills()).isLessThan(before);
    assertThat(fixture.gateway.held().taken()).isLessThanOrEqualTo(1 << 20);
  }
}
