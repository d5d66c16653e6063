package io.lynceus.master.dispatch;

import io.lynceus.protocol.message.Analysis;
import io.lynceus.protocol.reply.ClusterStatus;
import io.lynceus.protocol.reply.Reply;
import io.lynceus.protocol.reply.Reply.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.Set;

/**
 * A master's dispatch with slaves and clients on simulated time and network, all random decisions
 * from one seed: slaves join, die, freeze, drain and answer twice; clients come and go; some images
 * kill the slave that touches them.
 */
final class Simulation {
  static final int PREFETCH = 2;
  private static final Duration TICK = Duration.ofMillis(50);
  private static final int TASKS = 40;

  private final Random random;
  private final ManualLoop loop = new ManualLoop();
  private final TaskDispatcher dispatcher;
  private final PriorityQueue<Event> events = new PriorityQueue<>();
  private final List<SimulatedSlave> slaves = new ArrayList<>();
  private final Map<Integer, Integer> replies = new HashMap<>();
  private final Set<Integer> cancelled = new HashSet<>();
  private final Map<Integer, Integer> victims = new HashMap<>();
  private long sequence;
  private int slavesMade;
  private int freezes;

  /** One slave never fails and no work is endless: then nothing may be missing in any reply. */
  private final boolean calm;

  Simulation(long seed) {
    random = new Random(seed);
    calm = random.nextBoolean();
    DispatchConfig defaults = DispatchConfig.DEFAULT;
    DispatchConfig config =
        new DispatchConfig(
            Duration.ofSeconds(20),
            Duration.ofSeconds(4),
            defaults.attempts(),
            defaults.noSlaveGrace(),
            1 + random.nextInt(TASKS),
            1_000_000,
            PREFETCH,
            defaults.speculation(),
            defaults.liveness());
    dispatcher =
        new TaskDispatcher(
            config,
            new TaskDispatcher.Identity("1", "sim"),
            loop,
            loop::nanos,
            QuarantineStore.NONE);
  }

  TaskDispatcher dispatcher() {
    return dispatcher;
  }

  /** Runs all of it: the load with its faults, then quiet time until nothing is left to do. */
  void run() {
    int first = 1 + random.nextInt(3);
    for (int i = 0; i < first; i++) {
      later(within(Duration.ofMillis(300)), this::newSlave);
    }
    for (int i = 0; i < TASKS; i++) {
      int task = i;
      later(within(Duration.ofSeconds(4)), () -> submit(task));
    }
    int faults = random.nextInt(8);
    for (int i = 0; i < faults; i++) {
      later(within(Duration.ofSeconds(5)), this::someFault);
    }
    tickUntil(Duration.ofSeconds(60).toNanos());
    while (!events.isEmpty() && loop.nanos() < Duration.ofSeconds(60).toNanos()) {
      Event event = events.remove();
      loop.advanceTo(event.time());
      event.action().run();
      loop.runPosted();
    }
    checkTheEnd();
  }

  void later(Duration delay, Runnable action) {
    events.add(new Event(loop.nanos() + delay.toNanos(), sequence++, action));
  }

  /** Fixed, so that messages of one connection stay in order. */
  Duration latency() {
    return Duration.ofMillis(1);
  }

  Duration workTime() {
    return !calm && oneIn(40) ? Duration.ofSeconds(5) : within(Duration.ofMillis(80));
  }

  /** A slave may refuse a unit for reasons of its own. */
  boolean refuses() {
    return !calm && oneIn(50);
  }

  boolean oneIn(int times) {
    return random.nextInt(times) == 0;
  }

  /** Two of the images crash whatever looks for edges in them. */
  boolean isKiller(int image, Analysis analysis) {
    return !calm && image % 20 == 7 && analysis == Analysis.EDGES;
  }

  void countVictim(int image) {
    victims.merge(image, 1, Integer::sum);
  }

  private void submit(int task) {
    TaskRequest request = Images.request("image" + task, Images.ALL, 1000, deadline());
    request.file().putInt(0, task);
    var ticket =
        dispatcher.submit(
            request,
            reply -> {
              replies.merge(task, 1, Integer::sum);
              checkReply(task, reply);
            });
    loop.runPosted();
    if (oneIn(15)) {
      later(
          within(Duration.ofMillis(200)),
          () -> {
            if (!replies.containsKey(task)) {
              cancelled.add(task);
            }
            ticket.cancel();
          });
    }
  }

  private void checkReply(int task, Reply reply) {
    reply
        .analyses()
        .forEach(
            (analysis, unit) -> {
              boolean missing = unit.outcome() != Outcome.OK;
              boolean mayBeMissing = !calm || unit.outcome() == Outcome.POISON;
              check(!missing || mayBeMissing, task + "/" + analysis + " is " + unit);
            });
  }

  private Optional<Duration> deadline() {
    return !calm && oneIn(10) ? Optional.of(within(Duration.ofSeconds(2))) : Optional.empty();
  }

  private void newSlave() {
    SimulatedSlave slave = new SimulatedSlave(this, "s" + ++slavesMade, 1 + random.nextInt(3));
    slaves.add(slave);
    slave.start();
  }

  private void someFault() {
    List<SimulatedSlave> living =
        slaves.stream().skip(calm ? 1 : 0).filter(SimulatedSlave::isConnected).toList();
    if (living.isEmpty()) {
      newSlave();
      return;
    }
    SimulatedSlave victim = living.get(random.nextInt(living.size()));
    switch (random.nextInt(4)) {
      case 0 -> victim.die();
      case 1 -> {
        freezes++;
        victim.freeze(within(Duration.ofSeconds(8)));
      }
      case 2 -> victim.drain();
      default -> newSlave();
    }
    if (oneIn(2)) {
      later(within(Duration.ofSeconds(3)), this::newSlave);
    }
  }

  private void tickUntil(long end) {
    dispatcher.tick();
    if (loop.nanos() + TICK.toNanos() < end) {
      later(TICK, () -> tickUntil(end));
    }
  }

  private void checkTheEnd() {
    for (int task = 0; task < TASKS; task++) {
      int expected = cancelled.contains(task) ? 0 : 1;
      check(
          replies.getOrDefault(task, 0) == expected,
          "task " + task + " got " + replies.get(task) + " replies instead of " + expected);
    }
    ClusterStatus status = status();
    check(status.tasks().waiting() == 0, "tasks still wait: " + status);
    check(status.tasks().running() == 0, "tasks still run: " + status);
    for (ClusterStatus.Slave slave : status.slaves()) {
      check(slave.busy() == 0, "a slot leaked: " + slave);
    }
    for (SimulatedSlave slave : slaves) {
      check(!slave.isConnected() || slave.imagesHeld() == 0, slave.address() + " kept an image");
    }
    victims.forEach(
        (image, dead) ->
            check(
                // A frozen slave may begin, when it wakes, with what was taken from it meanwhile.
                dead <= RetryPolicy.MAX_DEATHS + freezes,
                "image " + image + " killed " + dead + " slaves"));
  }

  private ClusterStatus status() {
    var status = dispatcher.status();
    loop.runPosted();
    return status.join();
  }

  private Duration within(Duration most) {
    return Duration.ofNanos((long) (random.nextDouble() * most.toNanos()) + 1);
  }

  private static void check(boolean kept, String rule) {
    if (!kept) {
      throw new AssertionError(rule);
    }
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
