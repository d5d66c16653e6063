package io.lynceus.systemtests.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.lynceus.master.slaves.SlavesPort;
import io.lynceus.slave.net.MasterLink;
import io.lynceus.systemtests.RecordedLog;
import io.lynceus.systemtests.TestCa;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Slaves that the slaves' port refuses: nothing of theirs is decoded, and both logs say why. */
class RefusalsIT {
  @TempDir private Path folder;
  private final RecordedLog log = new RecordedLog();
  private final LinkFixture ends = new LinkFixture();
  private BreakableLink line;

  @AfterEach
  void closeAll() throws Exception {
    ends.close();
    if (line != null) {
      line.close();
    }
    log.close();
  }

  @Test
  void aSlaveWithAnotherSecretIsRefused() throws Exception {
    SlavesPort port = ends.master();
    MasterLink link = slave(port, "another secret than that");
    assertRefused(
        port,
        link,
        "its secret is not the one of this side: give both the same",
        "it refuses the secret of this side: give both the same");
    assertThat(log.all()).noneMatch(line -> line.contains("another secret"));
  }

  @Test
  void aReplayedHandshakeIsRefused() throws Exception {
    SlavesPort port = ends.master();
    byte[] recorded;
    try (BreakableLink relay = new BreakableLink(port.address())) {
      MasterLink link = ends.slave(relay.port(), RecordedWork.reading(), Optional.empty());
      await().until(() -> link.isReady() && port.messagesDecoded() > 0);
      recorded = relay.sentBySlaves();
      link.close();
    }
    await().until(() -> !ends.events.losses.isEmpty());
    long decoded = port.messagesDecoded();
    assertThat(decoded).as("the counter works").isPositive();
    try (HandWrittenSlave peer = new HandWrittenSlave(port)) {
      peer.write(recorded);
      peer.awaitEnd();
    }
    assertThat(port.messagesDecoded()).isEqualTo(decoded);
    assertThat(ends.events.joined).hasSize(1);
    await().until(() -> log.with("its secret is not the one of this side").size() == 1);
  }

  @Test
  void aPlainSlaveIsRefusedAtATlsPort() throws Exception {
    new TestCa(folder, "cluster").issue("master");
    SlavesPort port = ends.master(LinkFixture.LIMITS, TestCa.server(folder, "master", ""));
    MasterLink link = slave(port, LinkFixture.SECRET);
    assertRefused(
        port,
        link,
        "it does not speak TLS, and this port speaks nothing else",
        "it speaks TLS only: set master.tls.enabled = true");
  }

  @Test
  void aTlsSlaveIsRefusedAtAPlainPort() throws Exception {
    new TestCa(folder, "cluster");
    SlavesPort port = ends.master();
    MasterLink link =
        ends.slave(relayed(port), RecordedWork.reading(), TestCa.client(folder, "", "cluster"));
    assertRefused(
        port,
        link,
        "it speaks TLS, and this port does not: set slaves.tls.certificate",
        "it closed the connection during TLS: does that port speak TLS?");
  }

  @Test
  void theRefusalOfAnotherProtocolOrSchemaNamesTheSlavesVersion() throws Exception {
    SlavesPort port = ends.master();
    assertNamed(
        port,
        2,
        "7.7",
        "it speaks protocol 2 (Lynceus 7.7) and this side protocol 1 (Lynceus 1.0): run the same"
            + " version on both");
    assertNamed(port, 1, "0.9", "its messages have schema 00000000 (Lynceus 0.9) and those of");
    assertThat(port.messagesDecoded()).isZero();
  }

  /** Tries until the log says it: there is at most one line per second. */
  private void assertNamed(SlavesPort port, int protocol, String software, String reason) {
    await()
        .until(
            () -> {
              try (HandWrittenSlave peer = new HandWrittenSlave(port)) {
                peer.hello(protocol, software, new byte[32]);
                peer.awaitEnd();
              }
              return !log.with(reason).isEmpty();
            });
  }

  @Test
  void slavesNameAMasterOfAnotherProtocolOrSchema() throws Exception {
    String[] reasons = {
      "its messages have schema 00000000 (Lynceus 7.7) and those of this side",
      "it speaks protocol 2 (Lynceus 7.7) and this side protocol 1 (Lynceus 1.0)"
    };
    for (int protocol : new int[] {1, 2}) {
      try (ServerSocket master = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
        MasterLink link =
            ends.slave(master.getLocalPort(), RecordedWork.reading(), Optional.empty());
        byte[] hello =
            HandWrittenSlave.hello(protocol, "7.7", (byte) 2, new byte[32], new byte[32]);
        try (Socket slave = master.accept()) {
          slave
              .getOutputStream()
              .write(HandWrittenSlave.frame(1 + hello.length, HandWrittenSlave.HELLO, hello));
          drain(slave);
        }
        await().until(() -> log.with(reasons[protocol - 1]).size() == 1);
        link.close();
      }
    }
  }

  @Test
  void anotherVersionWithTheSameSchemaWorks() throws Exception {
    SlavesPort port = ends.master();
    for (String version : new String[] {"0.1", "9.9"}) {
      MasterLink link =
          ends.slave(
              port.address().getPort(),
              LinkFixture.SECRET,
              version,
              RecordedWork.reading(),
              Optional.empty());
      await().until(link::isReady);
    }
    assertThat(ends.events.registrations)
        .extracting(registration -> registration.version())
        .containsExactly("0.1", "9.9");
  }

  private MasterLink slave(SlavesPort port, String secret) throws IOException {
    return ends.slave(relayed(port), secret, "1.0", RecordedWork.reading(), Optional.empty());
  }

  /** The port of a relay that counts the slave's attempts. */
  private int relayed(SlavesPort port) throws IOException {
    line = new BreakableLink(port.address());
    return line.port();
  }

  /**
   * The slave keeps trying. Both ends have logged the reason; the slave once, since it stays the
   * same.
   */
  private void assertRefused(SlavesPort port, MasterLink link, String byMaster, String bySlave) {
    await().until(() -> line.connections() > 1 && !log.with("refused 127.0.0.1:").isEmpty());
    await().until(() -> !log.with("no master at localhost:").isEmpty());
    assertThat(log.with("refused 127.0.0.1:"))
        .allMatch(line -> line.startsWith("WARN ") && line.contains(byMaster));
    assertThat(log.with("no master at localhost:")).hasSize(1);
    assertThat(log.with("no master at localhost:").get(0)).contains(bySlave).contains("trying on");
    assertThat(link.isReady()).isFalse();
    assertThat(ends.events.joined).isEmpty();
    assertThat(port.messagesDecoded()).isZero();
  }

  private static void drain(Socket socket) {
    try (InputStream in = socket.getInputStream()) {
      in.skipNBytes(Long.MAX_VALUE);
    } catch (IOException e) {
      // The slave has gone.
    }
  }
}
