package io.lynceus.systemtests.link;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.lynceus.master.dispatch.state.RemoteSlave;
import io.lynceus.master.slaves.SlavesPort;
import io.lynceus.master.slaves.SlavesPortConfig.Limits;
import io.lynceus.model.AnalysisDescriptor;
import io.lynceus.model.EncodedPng;
import io.lynceus.model.Findings;
import io.lynceus.model.image.ImageFormat;
import io.lynceus.model.image.ImageHeader;
import io.lynceus.protocol.message.MasterMessage.CancelUnit;
import io.lynceus.protocol.message.MasterMessage.ImageAnnounced;
import io.lynceus.protocol.message.MasterMessage.TaskClosed;
import io.lynceus.protocol.message.SlaveMessage.Draining;
import io.lynceus.protocol.message.SlaveMessage.Register;
import io.lynceus.protocol.message.SlaveMessage.UnitDone;
import io.lynceus.protocol.message.SlaveMessage.UnitStarted;
import io.lynceus.protocol.message.SlaveMessage.UnitTiming;
import io.lynceus.protocol.wire.WireEndpoint;
import io.lynceus.slave.net.MasterLink;
import io.lynceus.slave.work.UnitService;
import io.lynceus.systemtests.LogLines;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufAllocatorMetricProvider;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The slaves' port and a slave's link, joined by real sockets. */
class LinkIT {
  private static final ImageHeader HEADER = new ImageHeader(ImageFormat.JPEG, 8, 8, 1);
  private static final Duration SILENCE = Duration.ofSeconds(2);

  /** More than the kernel's buffers of a connection hold. */
  private static final int LARGE_BYTES = 32 << 20;

  /** In line for a slave that does not read. */
  private static final int IMAGES = 5;

  private Ends ends = new Ends(SILENCE);

  @AfterEach
  void closeAll() throws Exception {
    ends.close();
  }

  private static byte[] randomImage(int size) {
    byte[] image = new byte[size];
    new Random(size).nextBytes(image);
    return image;
  }

  @Test
  void aSlaveRegistersIsWelcomedAndBothSendHeartbeats() throws IOException {
    SlavesPort port = ends.master();
    RecordedWork work = RecordedWork.reading();
    MasterLink link = ends.slave(port.address().getPort(), work);
    await().until(link::isReady);
    assertThat(ends.events.registrations)
        .containsExactly(new Register("s1", "1.0", 3, List.of(AnalysisDescriptor.EDGES)));
    assertThat(ends.events.slave().address()).startsWith("127.0.0.1:");
    // For longer than the silence that each side bears without heartbeats.
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
  void ordersPassBetweenTheChunksOfALargeImageThatArrivesIntact() throws IOException {
    RecordedWork work = RecordedWork.stoppingAtTheFirstChunk();
    ends.slave(ends.master().address().getPort(), work);
    byte[] image = randomImage(LARGE_BYTES);
    RemoteSlave slave = ends.events.slave();
    slave.sendImage(1, HEADER, ByteBuffer.wrap(image));
    slave.sendImage(2, HEADER, ByteBuffer.wrap(image, 100, 1000));
    await().untilTrue(work.stopped);
    slave.send(new CancelUnit(7));
    work.goOn();
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
  void theImageOfAClosedTaskIsNotSentFurther() throws IOException {
    RecordedWork work = RecordedWork.stoppingAtTheFirstChunk();
    ends.slave(ends.master().address().getPort(), work);
    RemoteSlave slave = ends.events.slave();
    slave.sendImage(1, HEADER, ByteBuffer.allocate(LARGE_BYTES));
    await().untilTrue(work.stopped);
    slave.send(new TaskClosed(1));
    slave.sendImage(2, HEADER, ByteBuffer.allocate(1));
    work.goOn();
    await().until(() -> work.images.containsKey(2L));
    assertThat(work.images.get(1L).size()).isLessThan(LARGE_BYTES);
    assertThat(work.events.subList(work.events.indexOf(new TaskClosed(1)), work.events.size()))
        .containsExactly(new TaskClosed(1), new ImageAnnounced(2, 1, HEADER), "chunk");
  }

  @Test
  void aSlaveThatDoesNotReadCostsNoMemory() throws IOException {
    Duration patience = Duration.ofSeconds(60);
    ends = new Ends(patience);
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
    // What is sent now is written behind everything that the port was willing to write.
    slave.send(new CancelUnit(1));
    await().pollDelay(Duration.ofMillis(500)).until(() -> true);
    assertThat(usedByBuffers() - before).isLessThan(8 << 20);
    work.goOn();
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

  @Test
  void aSlaveComesBackToARestartedMaster() throws IOException {
    SlavesPort port = ends.master();
    int number = port.address().getPort();
    RecordedWork work = RecordedWork.reading();
    MasterLink link = ends.slave(number, work);
    await().until(link::isReady);
    port.close();
    assertThat(ends.events.losses).hasSize(1);
    await().until(() -> !link.isReady());

    ends.master(number, Limits.DEFAULT, Optional.empty());
    await().until(link::isReady);
    assertThat(work.events).containsExactly("connected", "disconnected", "connected");
    assertThat(ends.events.joined).hasSize(2);
  }

  @Test
  void aSlaveThatIsCutOffIsLostOnceAndComesBack() throws IOException {
    SlavesPort port = ends.master();
    BreakableLink line = new BreakableLink(port.address());
    ends.add(line);
    MasterLink link = ends.slave(line.port(), RecordedWork.reading());
    await().until(link::isReady);
    RemoteSlave first = ends.events.slave();
    line.cut();
    await().until(() -> ends.events.joined.size() == 2);
    assertThat(ends.events.losses).hasSize(1);
    first.send(new CancelUnit(1));
    first.close("too late");
    await().until(link::isReady);
    assertThat(ends.events.losses).hasSize(1);
  }

  @Test
  void aSilentLineIsNoticedAtBothEnds() throws IOException {
    SlavesPort port = ends.master();
    BreakableLink line = new BreakableLink(port.address());
    ends.add(line);
    RecordedWork work = RecordedWork.reading();
    MasterLink link = ends.slave(line.port(), work);
    await().until(link::isReady);
    line.fallSilent();
    await().until(() -> !ends.events.losses.isEmpty());
    assertThat(ends.events.losses).containsExactly("nothing was heard of it for too long");
    await().until(() -> work.events.contains("disconnected"));
    assertThat(link.isReady()).isFalse();
  }

  @Test
  void whatWasReportedBeforeTheCloseArrivesThoughTheMasterGoesOnSending() throws IOException {
    RecordedWork work = RecordedWork.reading();
    MasterLink link = ends.slave(ends.master().address().getPort(), work);
    await().until(link::isReady);
    link.drain();
    link.drain();
    await().until(() -> ends.events.messages.contains(new Draining()));
    assertThat(link.isReady()).isFalse();
    UnitDone done =
        new UnitDone(
            1,
            Findings.NONE
                .withNumber("pixels", 1)
                .withNumber("density", 0.5)
                .withMap(new EncodedPng(randomImage(4 << 20))),
            new UnitTiming(Duration.ZERO, Duration.ZERO));
    UnitService.Reporter reporter = work.reporter();
    reporter.report(done);
    reporter.report(new UnitStarted(2));
    RemoteSlave slave = ends.events.slave();
    for (int attempt = 0; attempt < 1000; attempt++) {
      slave.send(new CancelUnit(attempt));
    }
    link.close();
    await().until(() -> !ends.events.losses.isEmpty());
    assertThat(ends.events.messages).containsExactly(new Draining(), done, new UnitStarted(2));
    assertThat(ends.events.losses).hasSize(1);
  }

  @Test
  void aGoodbyeToAMasterThatHasFallenSilentIsNotWaitedFor() throws IOException {
    BreakableLink line = new BreakableLink(ends.master().address());
    ends.add(line);
    MasterLink link = ends.slave(line.port(), RecordedWork.reading());
    await().until(link::isReady);
    line.fallSilent();
    try (LogLines log = new LogLines()) {
      link.close();
      assertThat(log.with("did not close in time")).isEmpty();
    }
  }

  @Test
  void aLinkClosesAlsoWhileThereIsNoMaster() throws IOException {
    SlavesPort port = ends.master();
    int number = port.address().getPort();
    port.close();
    MasterLink link = ends.slave(number, RecordedWork.reading());
    assertThat(link.isReady()).isFalse();
    link.close();
    link.close();
  }

  @Test
  void strangersThatSayNothingAreShownTheDoor() throws IOException {
    Limits limits = new Limits(10, 1, Duration.ofMillis(300), WireEndpoint.FRAME_LIMIT);
    SlavesPort port = ends.master(limits, Optional.empty());
    try (Socket first = stranger(port);
        Socket second = stranger(port)) {
      assertThat(second.getInputStream().read()).as("there is one place only").isEqualTo(-1);
      assertThat(first.getInputStream().read()).as("its time is up").isEqualTo(-1);
    }
    MasterLink link = ends.slave(port.address().getPort(), RecordedWork.reading());
    await().until(link::isReady);
  }

  @Test
  void garbageIsAnsweredByClosing() throws IOException {
    SlavesPort port =
        ends.master(
            new Limits(10, 10, WireEndpoint.HANDSHAKE_LIMIT, WireEndpoint.FRAME_LIMIT),
            Optional.empty());
    try (Socket browser = stranger(port)) {
      browser.getOutputStream().write("GET / HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(US_ASCII));
      assertThat(browser.getInputStream().readAllBytes()).isEmpty();
    }
    assertThat(ends.events.joined).isEmpty();
  }

  private static Socket stranger(SlavesPort port) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), port.address().getPort());
    socket.setSoTimeout(10_000);
    return socket;
  }

  @Test
  void aPortThatIsTakenIsNamed() throws IOException {
    int taken = ends.master().address().getPort();
    assertThatThrownBy(() -> ends.master(taken, Limits.DEFAULT, Optional.empty()))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("127.0.0.1:" + taken);
  }
}
