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
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A master: wires dispatch, the slaves' port and the clients' port. */
public final class MasterDaemon implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(MasterDaemon.class);
  private static final Duration TICK = Duration.ofMillis(50);

  private final ScheduledExecutorService loop;
  private final ScheduledFuture<?> ticks;
  private final SlavesPort slaves;
  private final TaskPort tasks;

  private MasterDaemon(
      ScheduledExecutorService loop, ScheduledFuture<?> ticks, SlavesPort slaves, TaskPort tasks) {
    this.loop = loop;
    this.ticks = ticks;
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
      TaskDispatcher dispatcher = dispatcher(config, version, loop);
      SlavesPort slaves = SlavesPort.open(config.slaves(), version, dispatcher);
      TaskPort tasks = openTasks(config, dispatcher, slaves);
      log.info("listening tasks={} slaves={}", text(tasks.address()), text(slaves.address()));
      return new MasterDaemon(loop, everyTick(loop, dispatcher::tick), slaves, tasks);
    } catch (IOException | RuntimeException e) {
      loop.shutdownNow();
      throw e;
    }
  }

  private static TaskDispatcher dispatcher(
      MasterConfig config, String version, ScheduledExecutorService loop) {
    String run = Long.toString(System.currentTimeMillis(), Character.MAX_RADIX);
    return new TaskDispatcher(
        config.dispatch(), new Identity(version, run), loop, System::nanoTime);
  }

  private static ScheduledFuture<?> everyTick(ScheduledExecutorService loop, Runnable work) {
    return loop.scheduleAtFixedRate(work, TICK.toMillis(), TICK.toMillis(), TimeUnit.MILLISECONDS);
  }

  private static TaskPort openTasks(
      MasterConfig config, TaskDispatcher dispatcher, SlavesPort slaves) throws IOException {
    try {
      return TaskPort.open(config.gateway(), dispatcher);
    } catch (IOException | RuntimeException e) {
      slaves.close();
      throw e;
    }
  }

  private static String text(InetSocketAddress address) {
    return address.getAddress().getHostAddress() + ":" + address.getPort();
  }

  /** Lets no image in any more, answers those that were accepted, and ends. */
  @Override
  public void close() {
    log.info("draining");
    tasks.close();
    slaves.close();
    ticks.cancel(false);
    loop.shutdown();
    log.info("stopped");
  }
}
