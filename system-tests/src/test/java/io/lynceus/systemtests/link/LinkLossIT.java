package io.lynceus.systemtests.link;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.lynceus.master.dispatch.state.RemoteSlave;
import io.lynceus.master.slaves.SlavesPort;
import io.lynceus.master.slaves.SlavesPortConfig.Limits;
import io.lynceus.model.EncodedPng;
import io.lynceus.model.Findings;
import io.lynceus.protocol.message.MasterMessage.CancelUnit;
import io.lynceus.protocol.message.SlaveMessage.Draining;
import io.lynceus.protocol.message.SlaveMessage.UnitDone;
import io.lynceus.protocol.message.SlaveMessage.UnitStarted;
import io.lynceus.protocol.message.SlaveMessage.UnitTiming;
import io.lynceus.protocol.wire.WireEndpoint;
import io.lynceus.slave.net.MasterLink;
import io.lynceus.slave.work.UnitService;
import io.lynceus.systemtests.RecordedLog;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * The slaves' port and a slave's link over real sockets: how connections end and are made again.
 */
class LinkLossIT {
  private static final Duration SILENCE = Duration.ofSeconds(2);

  private LinkFixture ends = new LinkFixture(SILENCE);

  @AfterEach
  void closeAll() throws Exception {
    ends.close();
  }

  @Test
  void aSlaveReconnectsToARestartedMaster() throws IOException {
    SlavesPort port = ends.master();
    int number = port.address().getPort();
    RecordedWork work = RecordedWork.reading();
    MasterLink link = ends.slave(number, work);
    await().until(link::isReady);
    port.close();
    assertThat(ends.events.losses).hasSize(1);
    await().until(() -> !link.isReady());

    ends.master(number, LinkFixture.LIMITS, Optional.empty());
    await().until(link::isReady);
    assertThat(work.events).containsExactly("connected", "disconnected", "connected");
    assertThat(ends.events.joined).hasSize(2);
  }

  @Test
  void aSlaveThatIsCutOffIsLostOnceAndReconnects() throws IOException {
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
  void bothEndsNoticeASilentConnection() throws IOException {
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
  void reportsFromBeforeTheCloseArriveWhileTheMasterKeepsSending() throws IOException {
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
  void closingDoesNotWaitForASilentMaster() throws IOException {
    BreakableLink line = new BreakableLink(ends.master().address());
    ends.add(line);
    MasterLink link = ends.slave(line.port(), RecordedWork.reading());
    await().until(link::isReady);
    line.fallSilent();
    try (RecordedLog log = new RecordedLog()) {
      link.close();
      assertThat(log.with("did not close in time")).isEmpty();
    }
  }

  @Test
  void aLinkClosesWithoutAMaster() throws IOException {
    SlavesPort port = ends.master();
    int number = port.address().getPort();
    port.close();
    MasterLink link = ends.slave(number, RecordedWork.reading());
    assertThat(link.isReady()).isFalse();
    link.close();
    link.close();
  }

  @Test
  void silentConnectionsAreClosed() throws IOException {
    Limits limits = new Limits(10, 1, Duration.ofMillis(300), WireEndpoint.FRAME_LIMIT);
    SlavesPort port = ends.master(limits, Optional.empty());
    try (Socket first = connect(port);
        Socket second = connect(port)) {
      assertThat(second.getInputStream().read()).as("the limit is one connection").isEqualTo(-1);
      assertThat(first.getInputStream().read()).as("its time limit is over").isEqualTo(-1);
    }
    MasterLink link = ends.slave(port.address().getPort(), RecordedWork.reading());
    await().until(link::isReady);
  }

  @Test
  void aStrangerIsToldSoAndLosesItsConnection() throws IOException {
    SlavesPort port =
        ends.master(
            new Limits(10, 10, WireEndpoint.HANDSHAKE_LIMIT, WireEndpoint.FRAME_LIMIT),
            Optional.empty());
    try (Socket browser = connect(port)) {
      browser.getOutputStream().write("GET / HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(US_ASCII));
      assertThat(browser.getInputStream().readAllBytes()).asString().isEqualTo("no slave\n");
    }
    assertThat(ends.events.joined).isEmpty();
  }

  @Test
  void aPortInUseIsNamed() throws IOException {
    int taken = ends.master().address().getPort();
    assertThatThrownBy(() -> ends.master(taken, LinkFixture.LIMITS, Optional.empty()))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("127.0.0.1:" + taken);
  }

  private static byte[] randomImage(int size) {
    byte[] image = new byte[size];
    new Random(size).nextBytes(image);
    return image;
  }

  private static Socket connect(SlavesPort port) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), port.address().getPort());
    socket.setSoTimeout(10_000);
    return socket;
  }
}
