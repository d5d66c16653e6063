package io.lynceus.master;

import io.lynceus.master.dispatch.TaskDispatcher;
import io.lynceus.master.dispatch.TaskDispatcher.Identity;
import io.lynceus.master.gateway.TaskPort;
import io.lynceus.master.slaves.SlavesPort;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A master: wires dispatch, the slaves' port and the clients' port. */
public final class MasterDaemon implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(MasterDaemon.class);
  private static final Duration TICK = Duration.ofMillis(50);

  private final ScheduledExecutorService loop;
  private final SlavesPort slaves;
  private final TaskPort tasks;

  private MasterDaemon(ScheduledExecutorService loop, SlavesPort slaves, TaskPort tasks) {
    this.loop = loop;
    this.slaves = slaves;
    this.tasks = tasks;
  }

  /**
   * Listens on both ports.
   *
   * @param version of Lynceus
   * @throws IOException when a port cannot be bound; the message says which
   */
  public static MasterDaemon start(MasterConfig config, String version) throws IOException {
    ScheduledExecutorService loop =
        Executors.newSingleThreadScheduledExecutor(work -> new Thread(work, "dispatch"));
    try {
      String run = Long.toString(System.currentTimeMillis(), Character.MAX_RADIX);
      TaskDispatcher dispatcher =
          new TaskDispatcher(
              config.dispatch(), new Identity(version, run), loop, System::nanoTime);
      SlavesPort slaves = SlavesPort.open(config.slaves(), version, dispatcher);
      TaskPort tasks = openTasks(config, dispatcher, slaves);
      var ticks =
          loop.scheduleAtFixedRate(
              dispatcher::tick, TICK.toMillis(), TICK.toMillis(), TimeUnit.MILLISECONDS);
      log.info(
          "listening tasks={} slaves={}", text(tasks.address()), text(slaves.address()));
      log.debug("dispatch ticks: {}", ticks);
      return new MasterDaemon(loop, slaves, tasks);
    } catch (IOException | RuntimeException e) {
      loop.shutdownNow();
      throw e;
    }
  }
}
