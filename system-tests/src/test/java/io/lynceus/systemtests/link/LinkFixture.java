package io.lynceus.systemtests.link;

import io.lynceus.common.tls.ClientTls;
import io.lynceus.common.tls.ServerTls;
import io.lynceus.master.dispatch.DispatchConfig.Liveness;
import io.lynceus.master.slaves.SlavesLoop;
import io.lynceus.master.slaves.SlavesPort;
import io.lynceus.master.slaves.SlavesPortConfig;
import io.lynceus.master.slaves.SlavesPortConfig.Limits;
import io.lynceus.model.AnalysisDescriptor;
import io.lynceus.protocol.wire.ClusterSecret;
import io.lynceus.protocol.wire.WireEndpoint;
import io.lynceus.slave.net.MasterLink;
import io.lynceus.slave.net.MasterLinkConfig;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** Opens the slaves' ports and links of one test; {@link #close} closes all. */
final class LinkFixture {
  static final String SECRET = "0123456789abcdef";
  static final Limits LIMITS =
      new Limits(100, 10, WireEndpoint.HANDSHAKE_LIMIT, WireEndpoint.FRAME_LIMIT);
  static final Duration SILENCE = Duration.ofSeconds(20);

  final RecordedEvents events;
  private final Duration silence;
  private final Deque<AutoCloseable> open = new ArrayDeque<>();

  LinkFixture() {
    this(SILENCE);
  }

  /**
   * @param silence the longest silence that both sides accept
   */
  LinkFixture(Duration silence) {
    this.silence = silence;
    events = new RecordedEvents(silence);
  }

  SlavesPort master() throws IOException {
    return master(LIMITS, Optional.empty());
  }

  SlavesPort master(Limits limits, Optional<ServerTls> tls) throws IOException {
    return master(0, limits, tls);
  }

  /**
   * @param port 0 for a free one
   */
  SlavesPort master(int port, Limits limits, Optional<ServerTls> tls) throws IOException {
    Liveness liveness =
        new Liveness(RecordedEvents.HEARTBEAT, RecordedEvents.HEARTBEAT.plusMillis(1), silence);
    SlavesPortConfig config =
        new SlavesPortConfig("127.0.0.1", port, ClusterSecret.of(SECRET), liveness, limits);
    return add(
        SlavesPort.open(
            new SlavesLoop(),
            config,
            "1.0",
            events,
            new SlavesPort.Front(tls, start -> "no slave\n")));
  }

  MasterLink slave(int port, RecordedWork work) {
    return slave(port, work, Optional.empty());
  }

  MasterLink slave(int port, RecordedWork work, Optional<ClientTls> tls) {
    return slave(port, SECRET, "1.0", work, tls);
  }

  MasterLink slave(
      int port, String secret, String version, RecordedWork work, Optional<ClientTls> tls) {
    MasterLinkConfig config =
        new MasterLinkConfig(
            "localhost",
            port,
            ClusterSecret.of(secret),
            "s1",
            version,
            List.of(AnalysisDescriptor.EDGES));
    return add(MasterLink.start(config, work, tls, new Random(1), InstantSource.system()));
  }

  <T extends AutoCloseable> T add(T one) {
    open.push(one);
    return one;
  }

  void close() throws Exception {
    while (!open.isEmpty()) {
      open.pop().close();
    }
  }
}
