package io.lynceus.systemtests.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.lynceus.master.slaves.SlavesPort;
import io.lynceus.slave.net.MasterLink;
import io.lynceus.systemtests.LogLines;
import io.lynceus.systemtests.Pki;
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

/** Who is not let in at the slaves' port: nothing of theirs is decoded, and both logs say why. */
class RefusalsIT {
  @TempDir private Path folder;
  private final LogLines log = new LogLines();
  private final Ends ends = new Ends();

  @AfterEach
  void closeAll() throws Exception {
    ends.close();
    log.close();
  }

  @Test
  void aSlaveWithAnotherSecret() throws Exception {
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
  void aRecordedHandshake() throws Exception {
    SlavesPort port = ends.master();
    byte[] recorded;
    try (BreakableLink line = new BreakableLink(port.address())) {
      MasterLink link = ends.slave(line.port(), RecordedWork.reading(), Optional.empty());
      await().until(() -> link.isReady() && port.messagesDecoded() > 0);
      recorded = line.sentBySlaves();
      link.close();
    }
    await().until(() -> !ends.events.losses.isEmpty());
    long decoded = port.messagesDecoded();
    assertThat(decoded).as("the counter counts").isPositive();
    try (Stranger stranger = new Stranger(port)) {
      stranger.write(recorded);
      stranger.awaitEnd();
    }
    assertThat(port.messagesDecoded()).isEqualTo(decoded);
    assertThat(ends.events.joined).hasSize(1);
    await().until(() -> log.with("its secret is not the one of this side").size() == 1);
  }

  @Test
  void aPlainSlaveAtATlsPort() throws Exception {
    new Pki(folder, "cluster").give("master");
    SlavesPort port = ends.master(Ends.LIMITS, Pki.server(folder, "master", ""));
    MasterLink link = slave(port, Ends.SECRET);
    assertRefused(
        port,
        link,
        "it does not speak TLS, and this port speaks nothing else",
        "it speaks TLS only: set master.tls.enabled = true");
  }

  @Test
  void aTlsSlaveAtAPlainPort() throws Exception {
    new Pki(folder, "cluster");
    SlavesPort port = ends.master();
    MasterLink link =
        ends.slave(
            port.address().getPort(), RecordedWork.reading(), Pki.client(folder, "", "cluster"));
    assertRefused(
        port,
        link,
        "it speaks TLS, and this port does not: set slaves.tls.certificate",
        "it closed the connection during TLS: does that port speak TLS?");
  }

  @Test
  void aSlaveOfAnotherProtocolOrSchemaIsToldApartByItsVersion() throws Exception {
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

  /** Tries until it is said: the log has one line a second. */
  private void assertNamed(SlavesPort port, int protocol, String software, String reason) {
    await()
        .until(
            () -> {
              try (Stranger stranger = new Stranger(port)) {
                stranger.hello(protocol, software, new byte[32]);
                stranger.awaitEnd();
              }
              return !log.with(reason).isEmpty();
            });
  }

  @Test
  void aMasterOfAnotherProtocolOrSchemaIsNamedBySlaves() throws Exception {
    String[] reasons = {
      "its messages have schema 00000000 (Lynceus 7.7) and those of this side",
      "it speaks protocol 2 (Lynceus 7.7) and this side protocol 1 (Lynceus 1.0)"
    };
    for (int protocol : new int[] {1, 2}) {
      try (ServerSocket master = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
        MasterLink link =
            ends.slave(master.getLocalPort(), RecordedWork.reading(), Optional.empty());
        byte[] hello = Stranger.hello(protocol, "7.7", (byte) 2, new byte[32], new byte[32]);
        try (Socket slave = master.accept()) {
          slave.getOutputStream().write(Stranger.frame(1 + hello.length, Stranger.HELLO, hello));
          drain(slave);
        }
        await().until(() -> log.with(reasons[protocol - 1]).size() == 1);
        link.close();
      }
    }
  }

  @Test
  void otherSoftwareOfTheSameSchemaWorksWhole() throws Exception {
    SlavesPort port = ends.master();
    for (String version : new String[] {"0.1", "9.9"}) {
      MasterLink link =
          ends.slave(
              port.address().getPort(),
              Ends.SECRET,
              version,
              RecordedWork.reading(),
              Optional.empty());
      await().until(link::isReady);
    }
    assertThat(ends.events.registrations)
        .extracting(registration -> registration.version())
        .containsExactly("0.1", "9.9");
  }

  private MasterLink slave(SlavesPort port, String secret) {
    return ends.slave(
        port.address().getPort(), secret, "1.0", RecordedWork.reading(), Optional.empty());
  }

  /** The slave tries on, and each end has said its reason: the slave once, as it stays the same. */
  private void assertRefused(SlavesPort port, MasterLink link, String byMaster, String bySlave) {
    await().until(() -> log.with("refused 127.0.0.1:").size() > 1);
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
