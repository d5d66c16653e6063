package io.lynceus.slave;

import io.lynceus.common.metrics.ResidentMemory;
import io.lynceus.common.port.AddressText;
import io.lynceus.common.tls.ClientTls;
import io.lynceus.model.Analysis;
import io.lynceus.slave.confinement.ConfinedMain;
import io.lynceus.slave.confinement.NetworkTrial;
import io.lynceus.slave.confinement.ProcessConfinement;
import io.lynceus.slave.memory.MemoryPlan;
import io.lynceus.slave.memory.MemoryWatch;
import io.lynceus.slave.metrics.SlaveMetrics;
import io.lynceus.slave.net.HealthPort;
import io.lynceus.slave.net.MasterLink;
import io.lynceus.slave.networks.NetworkService;
import io.lynceus.slave.work.UnitExecutor;
import io.lynceus.vision.Vision;
import io.lynceus.vision.analyzer.Analyzer;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A slave: wires analyses, worker threads, the link to the master and the health port. */
public final class SlaveDaemon implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(SlaveDaemon.class);

  private final UnitExecutor work;
  private final MasterLink link;
  private final MemoryWatch watch;
  private final HealthPort health;
  private final Duration drain;
  private final Runnable atLast;

  private SlaveDaemon(
      UnitExecutor work,
      MasterLink link,
      MemoryWatch watch,
      HealthPort health,
      Duration drain,
      Runnable atLast) {
    this.work = work;
    this.link = link;
    this.watch = watch;
    this.health = health;
    this.drain = drain;
    this.atLast = atLast;
  }

  /**
   * Loads what the analyses need and begins to connect.
   *
   * @param onOutgrown called once, by any thread, when this process holds more memory than it may:
   *     the daemon should be closed, and started again
   * @throws IOException when the health port, a file for TLS, a native library or a network cannot
   *     be had; the message says what to do
   * @throws IllegalArgumentException when the settings leave it too little memory; names the key
   */
  public static SlaveDaemon start(SlaveConfig config, Runnable onOutgrown) throws IOException {
    return start(config, (analysis, analyzer) -> analyzer, ConfinedMain.class, onOutgrown);
  }

  /**
   * The same with analyses that a program of its own makes of ours.
   *
   * @param wrapping called by any thread for every work unit; what it returns outlives the unit
   * @param childMain of the processes that units are confined in: calls {@link ConfinedMain#run}
   *     with the same analyses
   */
  public static SlaveDaemon start(
      SlaveConfig config,
      BiFunction<Analysis, Analyzer, Analyzer> wrapping,
      Class<?> childMain,
      Runnable onOutgrown)
      throws IOException {
    Optional<ClientTls> tls =
        config.tls().isPresent()
            ? Optional.of(ClientTls.open(config.tls().get()))
            : Optional.empty();
    HealthPort health = HealthPort.open(config.health());
    CompletableFuture<SlaveMetrics> registering = // while the networks are loaded
        CompletableFuture.supplyAsync(() -> new SlaveMetrics(config.master().version()));
    try {
      Vision vision = Vision.open(config.vision());
      SlaveMetrics metrics = registering.join();
      ResidentMemory resident = new ResidentMemory();
      MemoryPlan plan = MemoryPlan.of(config.memory(), resident.bytes(), config.work().threads());
      UnitExecutor work =
          new UnitExecutor(
              config.work(),
              analysis -> wrapping.apply(analysis, vision.analyzer(analysis)),
              new ProcessConfinement(config.confinement(), childMain.getName(), resident),
              plan,
              resident::bytes,
              metrics);
      log.info("listening http={}", AddressText.of(health.address()));
      log.info(
          "may hold {} MiB of memory, of them {} MiB for pictures",
          plan.boundBytes() >> 20,
          plan.pictureBytes() >> 20);
      log.info("JPEGs are decoded by {}", vision.libraries().jpegDecoder());
      warnOfSmallHeap(config.work().heldBytes());
      NetworkService networks =
          new NetworkService(
              work,
              vision,
              config.networks(),
              new NetworkTrial(NetworkTrial.Bounds.DEFAULT, config.vision().nativeDir()));
      MasterLink link =
          MasterLink.start(
              config.master().withAnalyses(vision.descriptors()),
              networks,
              tls,
              RandomGenerator.getDefault(),
              InstantSource.system());
      metrics.watch(work, link::isReady);
      health.serve(link::isReady, metrics::page);
      MemoryWatch watch =
          MemoryWatch.start(plan, resident, work::hasRested, vision::rest, onOutgrown);
      Runnable atLast =
          () -> {
            networks.close();
            vision.close();
            metrics.close();
          };
      return new SlaveDaemon(work, link, watch, health, config.work().drain(), atLast);
    } catch (IOException | RuntimeException e) {
      health.close();
      var unused = registering.thenAccept(SlaveMetrics::close);
      throw e;
    }
  }

  /** A full heap ends the process: what it holds on others' behalf has to leave room. */
  private static void warnOfSmallHeap(long heldBytes) {
    long heap = Runtime.getRuntime().maxMemory();
    if (heldBytes > heap / 4 * 3) {
      log.warn(
          "limits.held-bytes is {} MiB, and the heap has {} MiB: hold less, or give the JVM more by"
              + " LYNCEUS_JAVA_OPTS=-Xmx…",
          heldBytes >> 20,
          heap >> 20);
    }
  }

  /** Whether a master has taken this slave. */
  public boolean isReady() {
    return link.isReady();
  }

  /** Drains: takes no more units, finishes and reports those that it has, and ends. */
  @Override
  public void close() {
    log.info("draining");
    watch.close();
    link.drain();
    if (work.drain(drain)) {
      log.info("drained");
    } else {
      log.warn("work units still run after {}: they go to other slaves", drain);
    }
    link.close();
    health.close();
    atLast.run();
  }
}
