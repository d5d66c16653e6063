package io.lynceus.systemtests.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.lynceus.master.dispatch.state.RemoteSlave;
import io.lynceus.master.slaves.SlavesPort;
import io.lynceus.model.AnalysisDescriptor;
import io.lynceus.model.EncodedPng;
import io.lynceus.model.Findings;
import io.lynceus.model.image.ImageFormat;
import io.lynceus.model.image.ImageHeader;
import io.lynceus.protocol.message.MasterMessage.CancelUnit;
import io.lynceus.protocol.message.MasterMessage.ImageAnnounced;
import io.lynceus.protocol.message.MasterMessage.TaskClosed;
import io.lynceus.protocol.message.SlaveMessage.Register;
import io.lynceus.protocol.message.SlaveMessage.UnitDone;
import io.lynceus.protocol.message.SlaveMessage.UnitTiming;
import io.lynceus.slave.net.MasterLink;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufAllocatorMetricProvider;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The slaves' port and a slave's link over real sockets: registration and messages. */
class LinkIT {
  private static final ImageHeader HEADER = new ImageHeader(ImageFormat.JPEG, 8, 8, 1);
  private static final Duration SILENCE = Duration.ofSeconds(2);

  /** More bytes than the kernel buffers for a connection. */
  private static final int LARGE_BYTES = 32 << 20;

  /** Bytes queued for a slave that does not read. */
  private static final int IMAGES = 5;

  private LinkFixture ends = new LinkFixture(SILENCE);

  @AfterEach
  void closeAll() throws Exception {
    ends.close();
  }

  @Test
  void aSlaveRegistersIsWelcomedAndBothSendHeartbeats() throws IOException {
    SlavesPort port = ends.master();
    RecordedWork work = RecordedWork.reading();
    MasterLink link = ends.slave(port.address().getPort(), work);
    await().until(link::isReady);
    assertThat(ends.events.registrations)
        .singleElement()
        .usingRecursiveComparison()
        .ignoringFields("process")
        .isEqualTo(new Register("s1", 0, "1.0", 3, List.of(AnalysisDescriptor.EDGES)));
    assertThat(ends.events.slave().address()).startsWith("127.0.0.1:");
    // Longer than either side would wait without heartbeats.
    await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> ends.events.heartbeats.get() * RecordedEvents.HEARTBEAT.toMillis() > 3000);
    assertThat(link.isReady()).isTrue();
    assertThat(ends.events.losses).isEmpty();
    assertThat(work.events).containsExactly("connected");
  }

  @Test
  void aSlaveWithAnotherSecretDoesNotJoin() throws IOException {
    SlavesPort port = ends.master();
    RecordedWork work = RecordedWork.reading();
    MasterLink link =
        ends.slave(
            port.address().getPort(), "another secret than that", "1.0", work, Optional.empty());
    MasterLink good = ends.slave(port.address().getPort(), RecordedWork.reading());
    await().until(good::isReady);
    assertThat(link.isReady()).isFalse();
    assertThat(ends.events.registrations).hasSize(1);
    assertThat(work.events).isEmpty();
  }

  @Test
  void messagesPassBetweenTheChunksOfALargeImage() throws IOException {
    RecordedWork work = RecordedWork.stoppingAtTheFirstChunk();
    ends.slave(ends.master().address().getPort(), work);
    byte[] image = randomImage(LARGE_BYTES);
    RemoteSlave slave = ends.events.slave();
    slave.sendImage(1, HEADER, ByteBuffer.wrap(image));
    slave.sendImage(2, HEADER, ByteBuffer.wrap(image, 100, 1000));
    await().untilTrue(work.stopped);
    slave.send(new CancelUnit(7));
    work.resume();
    await().until(() -> work.imageBytes.get() == image.length + 1000);
    assertThat(work.images.get(1L).toByteArray()).isEqualTo(image);
    assertThat(ByteBuffer.wrap(work.images.get(2L).toByteArray()))
        .isEqualTo(ByteBuffer.wrap(image, 100, 1000));
    assertThat(work.events)
        .startsWith("connected", new ImageAnnounced(1, image.length, HEADER))
        .endsWith("chunk");
    assertThat(work.events.indexOf(new CancelUnit(7))).isBetween(3, work.events.size() - 2);
  }

  @Test
  void sendingAnImageStopsWhenItsTaskIsClosed() throws IOException {
    RecordedWork work = RecordedWork.stoppingAtTheFirstChunk();
    ends.slave(ends.master().address().getPort(), work);
    RemoteSlave slave = ends.events.slave();
    slave.sendImage(1, HEADER, ByteBuffer.allocate(LARGE_BYTES));
    await().untilTrue(work.stopped);
    slave.send(new TaskClosed(1));
    slave.sendImage(2, HEADER, ByteBuffer.allocate(1));
    work.resume();
    await().until(() -> work.images.containsKey(2L));
    assertThat(work.images.get(1L).size()).isLessThan(LARGE_BYTES);
    assertThat(work.events.subList(work.events.indexOf(new TaskClosed(1)), work.events.size()))
        .containsExactly(new TaskClosed(1), new ImageAnnounced(2, 1, HEADER), "chunk");
  }

  @Test
  void aSlaveThatDoesNotReadCostsNoMemory() throws IOException {
    Duration patience = Duration.ofSeconds(60);
    ends = new LinkFixture(patience);
    RecordedWork work = RecordedWork.stoppingAtTheFirstChunk();
    SlavesPort port = ends.master();
    ends.slave(port.address().getPort(), work);
    RemoteSlave slave = ends.events.slave();
    ByteBuffer image = ByteBuffer.allocateDirect(LARGE_BYTES);
    long before = usedByBuffers();
    for (int task = 0; task < IMAGES; task++) {
      slave.sendImage(task, HEADER, image);
    }
    await().untilTrue(work.stopped);
    // This is written after everything that the port has accepted for writing.
    slave.send(new CancelUnit(1));
    await().pollDelay(Duration.ofMillis(500)).until(() -> true);
    assertThat(usedByBuffers() - before).isLessThan(8 << 20);
    work.resume();
    await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> work.imageBytes.get() == (long) IMAGES * LARGE_BYTES);
  }

  private static long usedByBuffers() {
    var metric = ((ByteBufAllocatorMetricProvider) ByteBufAllocator.DEFAULT).metric();
    return metric.usedDirectMemory() + metric.usedHeapMemory();
  }

  @Test
  void aLargeResultArrivesIntact() throws IOException {
    RecordedWork work = RecordedWork.reading();
    ends.slave(ends.master().address().getPort(), work);
    UnitDone done =
        new UnitDone(
            1,
            Findings.NONE
                .withNumber("pixels", 1)
                .withNumber("density", 0.5)
                .withMap(new EncodedPng(randomImage(7 << 20))),
            new UnitTiming(Duration.ZERO, Duration.ZERO));
    work.reporter().report(done);
    await().until(() -> ends.events.messages.contains(done));
  }

  private static byte[] randomImage(int size) {
    byte[] image = new byte[size];
    new Random(size).nextBytes(image);
    return image;
  }
}
