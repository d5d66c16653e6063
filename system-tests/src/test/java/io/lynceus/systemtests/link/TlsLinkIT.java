package io.lynceus.systemtests.link;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.lynceus.common.tls.ClientTls;
import io.lynceus.master.dispatch.state.RemoteSlave;
import io.lynceus.master.slaves.SlavesPort;
import io.lynceus.master.slaves.SlavesPortConfig.Limits;
import io.lynceus.model.EncodedPng;
import io.lynceus.model.Findings;
import io.lynceus.model.image.ImageFormat;
import io.lynceus.model.image.ImageHeader;
import io.lynceus.protocol.message.MasterMessage.CancelUnit;
import io.lynceus.protocol.message.SlaveMessage.Draining;
import io.lynceus.protocol.message.SlaveMessage.UnitDone;
import io.lynceus.protocol.message.SlaveMessage.UnitStarted;
import io.lynceus.protocol.message.SlaveMessage.UnitTiming;
import io.lynceus.protocol.wire.WireEndpoint;
import io.lynceus.slave.net.MasterLink;
import io.lynceus.systemtests.RecordedLog;
import io.lynceus.systemtests.TestCa;
import io.lynceus.systemtests.hostile.Strangers;
import io.lynceus.systemtests.hostile.Strangers.Attack;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The slaves' port and a slave's link over TLS. */
@Tag("gate")
class TlsLinkIT {
  private static final ImageHeader HEADER = new ImageHeader(ImageFormat.JPEG, 8, 8, 1);
  @TempDir private Path folder;
  private final RecordedLog log = new RecordedLog();
  private final LinkFixture ends = new LinkFixture();
  private TestCa cluster;

  @BeforeEach
  void certificates() throws Exception {
    cluster = new TestCa(folder, "cluster");
    cluster.issue("master");
    cluster.issue("slave");
  }

  @AfterEach
  void closeAll() throws Exception {
    ends.close();
    log.close();
  }

  private SlavesPort master(String clientCa) throws Exception {
    return ends.master(LinkFixture.LIMITS, TestCa.server(folder, "master", clientCa));
  }

  private MasterLink slave(SlavesPort port, RecordedWork work, Optional<ClientTls> tls) {
    return ends.slave(port.address().getPort(), work, tls);
  }

  @Test
  void imagesAndResultsPassWithMutualTls() throws Exception {
    RecordedWork work = RecordedWork.reading();
    MasterLink link = slave(master("cluster"), work, TestCa.client(folder, "slave", "cluster"));
    await().until(link::isReady);
    byte[] image = new byte[9 << 20];
    new Random(1).nextBytes(image);
    ends.events.slave().sendImage(1, HEADER, ByteBuffer.wrap(image));
    await().until(() -> work.imageBytes.get() == image.length);
    assertThat(work.images.get(1L).toByteArray()).isEqualTo(image);
    UnitDone done = result(1, image);
    work.reporter().report(done);
    await().until(() -> ends.events.messages.contains(done));
  }

  @Test
  void halfTlsHandshakesKeepNoSlaveOut() throws Exception {
    SlavesPort port =
        ends.master(
            new Limits(100, 64, WireEndpoint.HANDSHAKE_LIMIT, WireEndpoint.FRAME_LIMIT),
            TestCa.server(folder, "master", ""));
    Attack attack = Attack.silent(120).sending(clientHello());
    try (Strangers strangers = new Strangers(port.address().getPort(), attack)) {
      MasterLink link = slave(port, RecordedWork.reading(), TestCa.client(folder, "", "cluster"));
      await().until(link::isReady);
      assertThat(strangers.made()).isGreaterThanOrEqualTo(attack.connections());
    }
  }

  private static String clientHello() throws Exception {
    SSLEngine engine = SSLContext.getDefault().createSSLEngine();
    engine.setUseClientMode(true);
    ByteBuffer hello = ByteBuffer.allocate(engine.getSession().getPacketBufferSize());
    engine.wrap(ByteBuffer.allocate(0), hello);
    return new String(hello.array(), 0, hello.position(), ISO_8859_1);
  }

  @Test
  void reportsFromBeforeTheCloseArriveWhileTheMasterKeepsSending() throws Exception {
    RecordedWork work = RecordedWork.reading();
    MasterLink link = slave(master(""), work, TestCa.client(folder, "", "cluster"));
    await().until(link::isReady);
    link.drain();
    await().until(() -> ends.events.messages.contains(new Draining()));
    byte[] png = new byte[1 << 20];
    new Random(2).nextBytes(png);
    UnitDone done = result(1, png);
    work.reporter().report(done);
    work.reporter().report(new UnitStarted(2));
    RemoteSlave slave = ends.events.slave();
    for (int attempt = 0; attempt < 1000; attempt++) {
      slave.send(new CancelUnit(attempt));
    }
    link.close();
    await().until(() -> !ends.events.losses.isEmpty());
    assertThat(ends.events.messages).containsExactly(new Draining(), done, new UnitStarted(2));
    assertThat(log.with("left after draining")).hasSize(1);
  }

  private static UnitDone result(long attempt, byte[] png) {
    byte[] most = java.util.Arrays.copyOf(png, Math.min(png.length, 7 << 20));
    return new UnitDone(
        attempt,
        Findings.NONE
            .withNumber("pixels", 1)
            .withNumber("density", 0.5)
            .withMap(new EncodedPng(most)),
        new UnitTiming(Duration.ZERO, Duration.ZERO));
  }

  @Test
  void aSlaveWithoutARequiredCertificateIsRefused() throws Exception {
    MasterLink link =
        slave(master("cluster"), RecordedWork.reading(), TestCa.client(folder, "", "cluster"));
    assertRefused(link, "it shows no certificate of a CA that this side trusts", "refuses TLS");
  }

  @Test
  void aSlaveOfAnotherCaIsRefused() throws Exception {
    new TestCa(folder, "other").issue("stranger");
    MasterLink link =
        slave(
            master("cluster"),
            RecordedWork.reading(),
            TestCa.client(folder, "stranger", "cluster"));
    // The slave shows no certificate: the master does not name its CA.
    assertRefused(link, "it shows no certificate of a CA that this side trusts", "refuses TLS");
  }

  @Test
  void aSlaveRefusesAMasterOfAnotherCa() throws Exception {
    new TestCa(folder, "other");
    MasterLink link = slave(master(""), RecordedWork.reading(), TestCa.client(folder, "", "other"));
    assertRefused(link, "refuses TLS", "its certificate is of no CA that this side trusts");
  }

  @Test
  void aSlaveRefusesAMasterOfAnotherNameUnlessTheCheckIsOff() throws Exception {
    cluster.issueForAnotherHost("master");
    SlavesPort port = master("");
    MasterLink link = slave(port, RecordedWork.reading(), TestCa.client(folder, "", "cluster"));
    assertRefused(link, "refuses TLS", "its certificate is for another name or address");
    ClientTls lax =
        ClientTls.open(
            new ClientTls.Settings(TestCa.files(folder, "master.tls.", "", "cluster"), false));
    await().until(slave(port, RecordedWork.reading(), Optional.of(lax))::isReady);
  }

  private void assertRefused(MasterLink link, String byMaster, String bySlave) {
    await().until(() -> !log.with("refused 127.0.0.1:").isEmpty());
    assertThat(log.with("refused 127.0.0.1:")).allMatch(line -> line.contains(byMaster));
    await().until(() -> !log.with("no master at localhost:").isEmpty());
    assertThat(log.with("no master at localhost:")).allMatch(line -> line.contains(bySlave));
    assertThat(link.isReady()).isFalse();
    assertThat(ends.events.joined).isEmpty();
  }

  @Test
  void connectionsThatStallInTheTlsHandshakeAreClosed() throws Exception {
    Limits limits = new Limits(10, 1, Duration.ofMillis(300), WireEndpoint.FRAME_LIMIT);
    SlavesPort port = ends.master(limits, TestCa.server(folder, "master", ""));
    try (HandWrittenSlave first = new HandWrittenSlave(port);
        HandWrittenSlave second = new HandWrittenSlave(port)) {
      first.write(new byte[] {22, 3, 1, 2}); // An unfinished TLS record.
      second.awaitEnd();
      first.awaitEnd();
    }
    await()
        .until(slave(port, RecordedWork.reading(), TestCa.client(folder, "", "cluster"))::isReady);
  }

  @Test
  void changedFilesApplyToTheNextConnectionAndBrokenOnesAreIgnored() throws Exception {
    SlavesPort port = master("");
    ClientTls client = TestCa.client(folder, "", "cluster").orElseThrow();
    X509Certificate first = shown(port, client);
    X509Certificate second = cluster.issue("master");
    assertThat(first).isNotEqualTo(second);
    await().until(() -> shown(port, client).equals(second));

    Files.writeString(folder.resolve("master.key"), "no key");
    await().until(() -> shown(port, client).equals(second) && !log.with("ERROR").isEmpty());
    assertThat(shown(port, client)).isEqualTo(second);
    assertThat(log.with("ERROR"))
        .containsExactly(
            "ERROR TLS keeps the certificates that it has, as the changed files cannot be used:"
                + " slaves.tls.key: "
                + folder.resolve("master.key")
                + " holds no unencrypted PKCS #8 key (BEGIN PRIVATE KEY): openssl pkcs8 -topk8"
                + " -nodes makes one of other forms");
    X509Certificate third = cluster.issue("master");
    await().until(() -> shown(port, client).equals(third));
    assertThat(log.with("ERROR")).hasSize(1);
  }

  private static X509Certificate shown(SlavesPort port, ClientTls client) throws Exception {
    int number = port.address().getPort();
    try (Socket connected = new Socket("localhost", number);
        SSLSocket tls = (SSLSocket) client.over(connected, "localhost", number)) {
      return (X509Certificate) tls.getSession().getPeerCertificates()[0];
    }
  }
}
