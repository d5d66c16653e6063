package io.lynceus.slave;

import io.lynceus.protocol.tls.ClientTls;
import io.lynceus.slave.net.HealthPort;
import io.lynceus.slave.net.MasterLink;
import io.lynceus.slave.work.UnitExecutor;
import io.lynceus.vision.Analyzers;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A slave: wires analyses, worker threads, the link to the master and the health port. */
public final class SlaveDaemon implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(SlaveDaemon.class);

  private final Analyzers analyzers;
  private final UnitExecutor work;
  private final MasterLink link;
  private final HealthPort health;
  private final Duration drain;

  private SlaveDaemon(
      Analyzers analyzers, UnitExecutor work, MasterLink link, HealthPort health, Duration drain) {
    this.analyzers = analyzers;
    this.work = work;
    this.link = link;
    this.health = health;
    this.drain = drain;
  }

  /**
   * Loads what the analyses need and begins to connect.
   *
   * @throws IOException when the health port, a file for TLS, a native library or a network cannot
   *     be had; the message says what to do
   */
  public static SlaveDaemon start(SlaveConfig config) throws IOException {
    Optional<ClientTls> tls =
        config.tls().isPresent()
            ? Optional.of(ClientTls.open(config.tls().get()))
            : Optional.empty();
    HealthPort health = HealthPort.open(config.health());
    try {
      Analyzers analyzers = Analyzers.open(config.vision());
      UnitExecutor work = new UnitExecutor(config.work(), analyzers::get);
      log.info("listening http={}", text(health.address()));
      MasterLink link =
          MasterLink.start(
              config.master(), work, tls, RandomGenerator.getDefault(), InstantSource.system());
      health.serve(link::isReady);
      return new SlaveDaemon(analyzers, work, link, health, config.drain());
    } catch (IOException | RuntimeException e) {
      health.close();
      throw e;
    }
  }

  private static String text(InetSocketAddress address) {
    return address.getAddress().getHostAddress() + ":" + address.getPort();
  }

  /** Whether a master has taken this slave. */
  public boolean isReady() {
    return link.isReady();
  }

  /** Drains: takes no more units, finishes and reports those that it has, and ends. */
  @Override
  public void close() {
    log.info("draining");
    link.drain();
    if (work.drain(drain)) {
      log.info("drained");
    } else {
      log.warn("work units still run after {}: they go to other slaves", drain);
    }
    link.close();
    health.close();
    analyzers.close();
  }
}
