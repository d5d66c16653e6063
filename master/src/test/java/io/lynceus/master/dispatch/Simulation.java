package io.lynceus.master.dispatch;

import io.lynceus.master.MasterDefaults;
import io.lynceus.master.dispatch.DispatchConfig.Retries;
import io.lynceus.master.dispatch.DispatchConfig.Waiting;
import io.lynceus.master.dispatch.state.Attempt;
import io.lynceus.master.dispatch.state.DispatchEvents;
import io.lynceus.master.dispatch.state.TaskRequest;
import io.lynceus.master.dispatch.tally.EventLog;
import io.lynceus.model.Analysis;
import io.lynceus.model.ClusterStatus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A master's dispatch with slaves and clients on simulated time and network. One seed decides
 * everything random. {@link SimulatedFaults} says what goes wrong, {@link Ledger} what must hold
 * nevertheless.
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
  private final @Nullable Random overloads;

  /** Decides faults of the master's own code; null if there are none. */
  private final @Nullable Random masterFaults;

  private final boolean equalPictures;
  private final ProcessState master = new ProcessState();
  private final Set<Analysis> analyses = new TreeSet<>(Images.ALL);
  private final ManualLoop loop = new ManualLoop();
  private final DispatchConfig config;
  private final TaskDispatcher dispatcher;
  private final Ledger ledger;
  private final SimulatedFaults faults;
  private final PriorityQueue<Event> events = new PriorityQueue<>();
  private final List<SimulatedSlave> slaves = new ArrayList<>();
  private final List<SimulatedConnection> connections = new ArrayList<>();
  private long sequence;
  private long processes;
  private int suspected;
  private int submitted;

  /**
   * A simulation in which anything can go wrong, as the seed decides.
   *
   * @param lines takes a line for each event; null to tell nothing
   */
  Simulation(long seed, @Nullable Consumer<String> lines) {
    this.lines = lines;
    random = new Random(seed);
    overloads = seed % 5 == 0 ? new Random(seed) : null;
    masterFaults = seed % 7 == 6 ? new Random(seed) : null;
    ledger = new Ledger(masterFaults == null ? TaskDispatcher.TICK : LOST_TICKS);
    equalPictures = false;
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
    boolean calm = masterFaults == null && oneIn(2);
    faults = new SimulatedFaults(this, calm, seed % 4 == 3 ? new Random(seed) : null);
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
    this.equalPictures = equalPictures;
    lines = null;
    random = new Random(seed);
    overloads = null;
    masterFaults = null;
    ledger = new Ledger(TaskDispatcher.TICK);
    this.config = config;
    faults = new SimulatedFaults(this, true, killers, false);
    dispatcher = newDispatcher();
  }

  private TaskDispatcher newDispatcher() {
    return new TaskDispatcher(
        config,
        new TaskDispatcher.Identity("1", "sim"),
        loop,
        masterFaults == null ? loop : this::faultyClock,
        QuarantineStore.NONE,
        new Listeners(
            lines == null
                ? List.of(Images.FAULTY_LISTENER, suspicions())
                : List.of(
                    Images.FAULTY_LISTENER, suspicions(), new EventLog(line -> print(lines, line))),
            this::overload));
  }

  /** Nearly every event asks it: a fault at whatever the master is doing. */
  private long faultyClock() {
    boolean begun = loop.nanos() > 0;
    if (begun && Objects.requireNonNull(masterFaults).nextInt(500) == 0 && !faults.areOver()) {
      faults.excuse();
      throw new MasterFault();
    }
    return loop.nanos();
  }

  /** Without a stack trace, which would take most of the simulation's time. */
  private static final class MasterFault extends RuntimeException {
    private static final long serialVersionUID = 1;

    MasterFault() {
      super("a simulated fault of the master", null, false, false);
    }
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

  /** At times nobody could hear of a reply. */
  private Optional<String> overload() {
    return overloads != null && overloads.nextInt(8) == 0
        ? Optional.of("the outlet of this simulation is full")
        : Optional.empty();
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
      int image = i;
      submit(image, Duration.ofSeconds(4));
    }
    faults.begin();
    tick();
    while (!isOver()) {
      runNext();
    }
    long messagesHaveArrived = nanos() + Duration.ofSeconds(1).toNanos();
    while (nanos() < messagesHaveArrived) {
      runNext();
    }
    checkTheEnd();
  }

  /** Runs for that time. */
  void run(Duration time) {
    tick();
    for (long end = nanos() + time.toNanos(); nanos() < end; ) {
      runNext();
    }
  }

  private void runNext() {
    Event event = events.remove();
    loop.advanceTo(event.time());
    event.action().run();
    loop.runPosted();
  }

  void later(Duration delay, Runnable action) {
    events.add(new Event(loop.nanos() + delay.toNanos(), sequence++, action));
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

  /** A client submits the image, at some time within that. */
  void submit(int image, Duration within) {
    later(within(within), () -> atMaster(() -> submit(image)));
  }

  private void submit(int image) {
    Optional<Duration> deadline = faults.deadline();
    TaskRequest request = request(image, deadline);
    submitted++;
    ledger.submitted(image, nanos() + deadline.orElse(config.replies().deadline()).toNanos());
    var ticket =
        dispatcher.submit(request, reply -> ledger.replied(image, reply, nanos(), faults.isCalm()));
    loop.runPosted();
    if (oneIn(15)) {
      later(
          within(Duration.ofMillis(200)),
          () ->
              atMaster(
                  () -> {
                    ledger.cancelled(image);
                    ticket.cancel();
                  }));
    }
    if (oneIn(5)) {
      checkStatus();
    }
  }

  TaskRequest request(int image, Optional<Duration> deadline) {
    String hash = equalPictures ? "hash" : "hash" + SimulatedFaults.original(image);
    TaskRequest request = Images.request(hash, asked(image), 1000, deadline);
    request.file().putInt(0, image);
    return request;
  }

  /** Some images are asked for the analysis that needs faces, with faces or without. */
  private Set<Analysis> asked(int image) {
    if (image % 3 == 0 && dispatcher.catalog().descriptor(Images.GRADE).isPresent()) {
      return image % 2 == 0 ? Set.of(Images.GRADE, Analysis.EDGES) : analyses;
    }
    return Images.ALL;
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
        || (submitted == TASKS
            && ledger.outstanding() == 0
            && faults.areOver()
            && slaves.stream().allMatch(SimulatedSlave::isQuiet));
  }

  private void checkTheEnd() {
    ClusterStatus status = checkStatus();
    Ledger.check(ledger.outstanding() == 0, "not all were answered", status);
    int stuck =
        slaves.stream()
            .filter(SimulatedSlave::isAlive)
            .mapToInt(slave -> slave.threads().stuck())
            .sum();
    int busy = status.slaves().stream().mapToInt(ClusterStatus.Slave::busy).sum();
    Ledger.check(busy <= stuck, "slots leaked, beside those that hang", status, stuck);
    for (SimulatedSlave slave : slaves) {
      Ledger.check(!slave.isAlive() || slave.imagesHeld() == 0, "kept an image", slave);
    }
    Ledger.check(
        masterFaults == null ? dispatcher.isAtRest() : dispatcher.holdsNothing(),
        "something of the tasks was kept, or an event skipped",
        status);
    ledger
        .victims()
        .forEach(
            (image, dead) ->
                Ledger.check(dead <= faults.mostVictims(), "killed too many", image, dead));
    ledger
        .children()
        .forEach(
            (image, dead) ->
                Ledger.check(
                    dead == 1 || masterFaults != null, "killed two children", image, dead));
  }

  private ClusterStatus checkStatus() {
    ClusterStatus status = status();
    if (masterFaults != null) {
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

  private record Event(long time, long sequence, Runnable action) implements Comparable<Event> {
    @Override
    public int compareTo(Event other) {
      return time != other.time
          ? Long.compare(time, other.time)
          : Long.compare(sequence, other.sequence);
    }
  }
}
