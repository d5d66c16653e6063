package io.lynceus.master.dispatch;

import io.lynceus.master.MasterDefaults;
import io.lynceus.master.dispatch.DispatchConfig.Retries;
import io.lynceus.master.dispatch.DispatchConfig.Waiting;
import io.lynceus.master.dispatch.state.Attempt;
import io.lynceus.master.dispatch.state.DispatchEvents;
import io.lynceus.master.dispatch.tally.EventLog;
import io.lynceus.model.Analysis;
import io.lynceus.model.ClusterStatus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A master's dispatch with slaves and clients on simulated time and network. One seed decides
 * everything random. {@link SimulatedFaults} and {@link MasterFaults} say what goes wrong, {@link
 * Ledger} what must hold nevertheless.
 */
final class Simulation {
  static final int PREFETCH = 2;
  static final Duration SILENCE = MasterDefaults.DISPATCH.liveness().silence();
  private static final Duration END = Duration.ofSeconds(90);
  private static final Duration DEADLINE = Duration.ofSeconds(20);
  private static final int TASKS = 40;

  /** Ticks in which the master had a fault; in one of them it would have noticed a pause. */
  private static final Duration LOST_TICKS =
      TaskDispatcher.TICK.multipliedBy(4).plus(MasterDefaults.DISPATCH.liveness().heartbeat());

  private final @Nullable Consumer<String> lines;
  private final Random random;
  private final MasterFaults masterFaults;
  private final ProcessState master = new ProcessState();
  private final Set<Analysis> analyses = new TreeSet<>(Images.ALL);
  private final ManualLoop loop = new ManualLoop();
  private final DispatchConfig config;
  private final TaskDispatcher dispatcher;
  private final Ledger ledger;

  /** Whether the master wants thumbnails. */
  private final boolean thumbnails;

  private final SimulatedFaults faults;
  private final SimulatedTime time = new SimulatedTime(loop);
  private final SimulatedClients clients;
  private final List<SimulatedSlave> slaves = new ArrayList<>();
  private final List<SimulatedConnection> connections = new ArrayList<>();
  private long processes;
  private int suspected;

  /**
   * A simulation in which anything can go wrong, as the seed decides.
   *
   * @param lines takes a line for each event; null to tell nothing
   */
  Simulation(long seed, @Nullable Consumer<String> lines) {
    this.lines = lines;
    random = new Random(seed);
    masterFaults = MasterFaults.of(seed);
    thumbnails = seed % 3 > 0;
    ledger = new Ledger(masterFaults.mayHappen() ? LOST_TICKS : TaskDispatcher.TICK);
    if (seed % 2 == 0) {
      analyses.add(Images.GRADE); // half of the runs have an analysis that needs another
    }
    DispatchConfig defaults = MasterDefaults.DISPATCH;
    int waiting = oneIn(3) ? 1 + random.nextInt(TASKS / 4) : TASKS;
    config =
        new DispatchConfig(
            new DispatchConfig.Replies(DEADLINE, 0.1),
            new Retries(
                defaults.retries().attempts(),
                Duration.ofSeconds(4),
                defaults.retries().noSlaveGrace(),
                oneIn(4) ? 1 : defaults.retries().speculation()),
            new Waiting(waiting, 1_000_000),
            PREFETCH,
            defaults.remembered(),
            defaults.liveness());
    boolean calm = !masterFaults.mayHappen() && oneIn(2);
    faults = new SimulatedFaults(this, calm, seed % 4 == 3 ? new Random(seed) : null);
    clients = new SimulatedClients(this, analyses, false, DEADLINE);
    dispatcher = newDispatcher();
  }

  /** A simulation in which only what the test does goes wrong, and images that kill. */
  Simulation(long seed, DispatchConfig config) {
    this(seed, config, true, false);
  }

  /**
   * A simulation in which only what the test does goes wrong.
   *
   * @param killers whether some images kill
   * @param equalPictures whether all images are copies of one
   */
  Simulation(long seed, DispatchConfig config, boolean killers, boolean equalPictures) {
    lines = null;
    random = new Random(seed);
    masterFaults = MasterFaults.NONE;
    thumbnails = true;
    ledger = new Ledger(TaskDispatcher.TICK);
    this.config = config;
    faults = new SimulatedFaults(this, true, killers, false);
    clients = new SimulatedClients(this, analyses, equalPictures, config.replies().deadline());
    dispatcher = newDispatcher();
  }

  private TaskDispatcher newDispatcher() {
    return new TaskDispatcher(
        config,
        new TaskDispatcher.Identity("1", "sim"),
        loop,
        masterFaults.clock(loop, faults),
        QuarantineStore.NONE,
        new Listeners(
            lines == null
                ? List.of(Images.FAULTY_LISTENER, suspicions(), thumbnails())
                : List.of(
                    Images.FAULTY_LISTENER,
                    suspicions(),
                    thumbnails(),
                    new EventLog(line -> print(lines, line))),
            masterFaults::overload,
            () -> thumbnails));
  }

  private DispatchEvents thumbnails() {
    return masterFaults.mayHappen()
        ? DispatchEvents.NONE // it may miss an event
        : new ThumbnailWatch(thumbnails, faults.isCalm());
  }

  private DispatchEvents suspicions() {
    return new DispatchEvents() {
      @Override
      public void unitSuspected(Attempt running) {
        suspected++;
      }
    };
  }

  /** A quarter of the seeds, or all of them where {@code -Dsimulation.seeds} asks for thousands. */
  static int seeds(int all) {
    return Long.getLong("simulation.seeds", 0) < 10_000 ? all / 4 : all;
  }

  /** How often an attempt was running when its slave died, as the master believes. */
  int suspected() {
    return suspected;
  }

  private void print(Consumer<String> lines, String line) {
    lines.accept(String.format(Locale.ROOT, "%10.6f  %s", nanos() / 1e9, line));
  }

  boolean masterStandsStill() {
    return master.isStopped();
  }

  /** The master does something now, or when it goes on. */
  void atMaster(Runnable action) {
    master.run(
        () -> {
          action.run();
          loop.runPosted();
        });
  }

  /** A number that no other process has. */
  long nextProcess() {
    return processes++;
  }

  /** SIGSTOP to the master, and SIGCONT after that time. */
  void pauseMaster(Duration time) {
    if (lines != null) {
      print(
          lines,
          EventLog.line("-", "-", "-", "* the master stands still for " + time.toMillis() + " ms"));
    }
    master.stop();
    later(time, this::wakeMaster);
  }

  /** Either its clock rings first, or it reads first what waits in its sockets. */
  private void wakeMaster() {
    ledger.awakeAt(nanos() + TaskDispatcher.TICK.plus(config.liveness().heartbeat()).toNanos());
    if (nanos() % 2 == 0) {
      dispatcher.tick();
      loop.runPosted();
    }
    master.goOn();
  }

  /** Something happens to a slave that the master has not noticed yet. */
  void happened(SimulatedSlave slave, String what) {
    if (lines != null) {
      print(lines, EventLog.line(slave.name(), "-", "-", "* " + what));
    }
  }

  TaskDispatcher dispatcher() {
    return dispatcher;
  }

  Ledger ledger() {
    return ledger;
  }

  SimulatedFaults faults() {
    return faults;
  }

  SimulatedClients clients() {
    return clients;
  }

  long nanos() {
    return loop.nanos();
  }

  /** Runs the load with its faults, then quiet time until nothing is left to do. */
  void run() {
    int first = 1 + random.nextInt(4);
    for (int i = 0; i < first; i++) {
      later(within(Duration.ofMillis(300)), this::newSlave);
    }
    for (int i = 0; i < TASKS; i++) {
      clients.submit(i, Duration.ofSeconds(4));
    }
    faults.begin();
    tick();
    while (!isOver()) {
      time.runNext();
    }
    time.runFor(Duration.ofSeconds(1)); // until all messages have arrived
    checkTheEnd();
  }

  /** Runs for that time. */
  void run(Duration length) {
    tick();
    time.runFor(length);
  }

  /** The master does what was posted to it. */
  void runPosted() {
    loop.runPosted();
  }

  void later(Duration delay, Runnable action) {
    time.later(delay, action);
  }

  Duration latency() {
    return Duration.ofNanos(100_000 + random.nextInt(3_000_000));
  }

  Duration within(Duration most) {
    return Duration.ofNanos((long) (random.nextDouble() * most.toNanos()) + 1);
  }

  boolean oneIn(int times) {
    return random.nextInt(times) == 0;
  }

  int below(int bound) {
    return random.nextInt(bound);
  }

  /** The master's connections to the slave, even those that the slave has given up. */
  List<SimulatedConnection> connections(SimulatedSlave slave) {
    return connections.stream().filter(each -> each.slave() == slave).toList();
  }

  void connected(SimulatedConnection connection) {
    connections.add(connection);
  }

  List<SimulatedSlave> slaves() {
    return slaves;
  }

  SimulatedSlave newSlave() {
    Set<Analysis> some =
        slaves.isEmpty() || !oneIn(5)
            ? analyses
            : Set.of(List.copyOf(analyses).get(below(analyses.size())));
    return start(new SimulatedSlave(this, "s" + slaves.size(), 1 + below(3), some));
  }

  SimulatedSlave start(SimulatedSlave slave) {
    slaves.add(slave);
    slave.start();
    return slave;
  }

  private void tick() {
    if (!master.isStopped()) {
      dispatcher.tick();
    }
    later(TaskDispatcher.TICK, this::tick);
  }

  /** All replies are there, the faults are over, and no slave will send a result. */
  private boolean isOver() {
    return nanos() > END.toNanos()
        || (clients.submitted() == TASKS
            && ledger.outstanding() == 0
            && faults.areOver()
            && slaves.stream().allMatch(SimulatedSlave::isQuiet));
  }

  private void checkTheEnd() {
    ClusterStatus status = checkStatus();
    ledger.checkTheEnd(status, slaves, faults.mostVictims(), !masterFaults.mayHappen());
    Ledger.check(
        masterFaults.mayHappen() ? dispatcher.holdsNothing() : dispatcher.isAtRest(),
        "something of the tasks was kept, or an event skipped",
        status);
  }

  ClusterStatus checkStatus() {
    ClusterStatus status = status();
    if (masterFaults.mayHappen()) {
      return status; // a listener may have missed an event
    }
    ledger.checkStatus(status, config.waiting().tasks(), config.retries().speculation());
    return status;
  }

  /** An operator takes the slave out of work, or back. */
  void drain(SimulatedSlave slave, boolean draining) {
    atMaster(
        () -> {
          var unused = dispatcher.drain(slave.name(), draining);
        });
  }

  ClusterStatus status() {
    var status = dispatcher.status();
    loop.runPosted();
    return status.isCompletedExceptionally() ? status() : status.join();
  }
}
