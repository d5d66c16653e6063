package io.lynceus.slave.networks;

import io.lynceus.protocol.message.MasterMessage;
import io.lynceus.protocol.message.MasterMessage.NetworkAnnounced;
import io.lynceus.protocol.message.Processors;
import io.lynceus.protocol.message.SlaveMessage.HasNetworks;
import io.lynceus.protocol.message.SlaveMessage.NetworkTaken;
import io.lynceus.protocol.message.SlaveMessage.SlaveHeartbeat;
import io.lynceus.slave.confinement.NetworkTrial;
import io.lynceus.slave.work.UnitService;
import io.lynceus.vision.Vision;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a slave does for its master, units and networks: takes the networks that the master hands
 * over, and tells which there are, also when the user adds, removes or chooses one meanwhile.
 */
public final class NetworkService implements UnitService, AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(NetworkService.class);

  /** How often the folders are looked at. */
  private static final Duration LOOK = Duration.ofSeconds(2);

  private final UnitService units;
  private final Vision vision;
  private final NetworksConfig config;
  private final ScheduledExecutorService worker =
      Executors.newSingleThreadScheduledExecutor(
          work -> {
            Thread thread = new Thread(work, "networks");
            thread.setDaemon(true);
            return thread;
          });
  private final Optional<NetworkIntake> intake;
  private volatile HasNetworks told;
  private volatile Reporter reporter = message -> {};

  /**
   * Begins to look at the folders.
   *
   * @param units what is not about networks
   * @param trial of the networks that the master hands over
   */
  public NetworkService(
      UnitService units, Vision vision, NetworksConfig config, NetworkTrial trial) {
    this.units = units;
    this.vision = vision;
    this.config = config;
    this.intake =
        config
            .receivedDir()
            .map(
                dir ->
                    new NetworkIntake(
                        new ReceivedNetworks(dir, config.receivedBytes()), trial::run, worker));
    told = has();
    var unused =
        worker.scheduleWithFixedDelay(
            this::look, LOOK.toMillis(), LOOK.toMillis(), TimeUnit.MILLISECONDS);
  }

  private HasNetworks has() {
    return new HasNetworks(
        vision.networks().stream().limit(HasNetworks.MOST).toList(), intake.isPresent());
  }

  private void look() {
    try {
      vision.refresh(config.unloadAfter());
      HasNetworks now = has();
      if (!now.equals(told)) {
        told = now;
        reporter.report(now);
      }
    } catch (RuntimeException e) {
      log.error("a fault while looking for networks", e);
    }
  }

  @Override
  public void connected(Reporter master) {
    reporter = master;
    units.connected(master);
    master.report(told); // it may have changed since the registration was made
  }

  @Override
  public void disconnected() {
    reporter = message -> {};
    intake.ifPresent(NetworkIntake::abort);
    units.disconnected();
  }

  @Override
  public void handle(MasterMessage message) {
    if (message instanceof NetworkAnnounced network) {
      take(network);
    } else {
      units.handle(message);
    }
  }

  private void take(NetworkAnnounced network) {
    Reporter master = reporter;
    long transfer = network.transfer();
    if (intake.isEmpty()) {
      master.report(new NetworkTaken(transfer, "this slave takes none: models.received-dir"));
      return;
    }
    intake
        .get()
        .announced(
            network,
            problem -> {
              if (problem.isEmpty()) {
                look();
              }
              master.report(new NetworkTaken(transfer, shortened(problem)));
            });
  }

  private static String shortened(String problem) {
    int most = NetworkTaken.MAX_PROBLEM_CHARS;
    return problem.length() > most ? problem.substring(0, most - 1) + "…" : problem;
  }

  @Override
  public void imageChunk(long task, ByteBuffer bytes) {
    if (task < 0) {
      intake.ifPresent(networks -> networks.chunk(-task, bytes));
    } else {
      units.imageChunk(task, bytes);
    }
  }

  @Override
  public SlaveHeartbeat load() {
    return units.load();
  }

  @Override
  public int slots() {
    return units.slots();
  }

  @Override
  public Processors processors() {
    return units.processors();
  }

  @Override
  public HasNetworks networks() {
    return told;
  }

  /** Ends a trial that is under way, and looks no more. */
  @Override
  public void close() {
    worker.shutdownNow();
  }
}
