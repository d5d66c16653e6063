package io.lynceus.master.dispatch;

import io.lynceus.master.dispatch.state.Attempt;
import io.lynceus.master.dispatch.state.ConnectedSlave;
import io.lynceus.master.dispatch.state.DispatchEvents;
import io.lynceus.master.dispatch.state.SlaveManager;
import io.lynceus.master.dispatch.state.TaskRequest;
import io.lynceus.model.Analysis;
import io.lynceus.model.ClusterLabels;
import io.lynceus.model.ClusterStatus;
import io.lynceus.model.MemoryUse;
import io.lynceus.model.Quarantined;
import io.lynceus.model.Reply;
import io.lynceus.model.Reply.Outcome;
import io.lynceus.model.Reply.UnitReply;
import io.lynceus.protocol.message.MasterMessage.AssignUnit;
import io.lynceus.protocol.message.SlaveMessage.FailureReason;
import io.lynceus.protocol.message.SlaveMessage.Register;
import io.lynceus.protocol.message.SlaveMessage.SlaveHeartbeat;
import io.lynceus.protocol.message.SlaveMessage.UnitDone;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A dispatcher whose slaves, clients and clock a test drives by hand. */
final class ManualMaster {
  final List<Reply> replies = new ArrayList<>();
  final TaskDispatcher dispatcher;
  final ManualLoop loop = new ManualLoop();
  final List<String> events = new ArrayList<>();
  private final List<ScriptedSlave> slaves = new ArrayList<>();

  ManualMaster(DispatchConfig config, QuarantineStore store) {
    this(config, store, DispatchEvents.NONE);
  }

  /**
   * @param first a listener that hears each event before the one that records them
   */
  ManualMaster(DispatchConfig config, QuarantineStore store, DispatchEvents first) {
    this(config, store, first, false);
  }

  /** The same with a wish for thumbnails. */
  static ManualMaster withThumbnails(DispatchConfig config, DispatchEvents first) {
    return new ManualMaster(config, QuarantineStore.NONE, first, true);
  }

  private ManualMaster(
      DispatchConfig config, QuarantineStore store, DispatchEvents first, boolean thumbnails) {
    dispatcher =
        new TaskDispatcher(
            config,
            new TaskDispatcher.Identity("1", "run"),
            loop,
            loop,
            store,
            new Listeners(List.of(first, listener()), Optional::empty, () -> thumbnails));
  }

  private DispatchEvents listener() {
    return new DispatchEvents() {
      @Override
      public void taskCancelled(SlaveManager task) {
        events.add("cancelled");
      }

      @Override
      public void attemptGiven(Attempt attempt) {
        events.add(attempt.kind() + " attempt");
      }

      @Override
      public void resultArrived(Attempt attempt, UnitDone result) {
        events.add(attempt.isWanted() ? "result" : "wasted result");
      }

      @Override
      public void unitSuspected(Attempt running) {
        events.add("unit suspected");
      }

      @Override
      public void slaveJoined(ConnectedSlave slave) {
        events.add(slave.name() + " joined");
      }

      @Override
      public void slaveSuspected(ConnectedSlave slave) {
        events.add(slave.name() + " suspected");
      }

      @Override
      public void slaveLost(ConnectedSlave slave) {
        events.add(slave.name() + " lost");
      }
    };
  }

  ScriptedSlave slave(String name, int slots) {
    return slave(name, slots, Analysis.STANDARD.toArray(Analysis[]::new));
  }

  ScriptedSlave slave(String name, int slots, Analysis... analyses) {
    return slave(Images.registration(name, slots, Set.of(analyses)));
  }

  /** A slave of a known process, with one slot. */
  ScriptedSlave slaveOf(long process, String name) {
    return slave(Images.registration(name, process, 1, Images.ALL));
  }

  ScriptedSlave slave(Register registration) {
    ScriptedSlave slave = new ScriptedSlave(registration.name(), dispatcher);
    slaves.add(slave);
    dispatcher.joined(slave, registration);
    loop.runPosted();
    return slave;
  }

  TaskIntake.Ticket submit(String hash, Analysis... analyses) {
    return submit(Images.request(hash, Set.of(analyses)));
  }

  TaskIntake.Ticket submit(TaskRequest request) {
    var ticket = dispatcher.submit(request, replies::add);
    loop.runPosted();
    return ticket;
  }

  ClusterLabels labels() {
    var labels = dispatcher.labels();
    loop.runPosted();
    return labels.join();
  }

  void start(ScriptedSlave slave, AssignUnit unit) {
    slave.starts(unit);
    loop.runPosted();
  }

  void finish(ScriptedSlave slave, AssignUnit unit) {
    slave.finishes(unit);
    loop.runPosted();
  }

  void childDies(ScriptedSlave slave, AssignUnit unit) {
    slave.childDies(unit);
    loop.runPosted();
  }

  /** The child of the slave starts its first unit, and dies of it. */
  void childDies(ScriptedSlave host) {
    AssignUnit unit = host.confined().get(0);
    start(host, unit);
    childDies(host, unit);
  }

  /** Submits the image unless it runs. A slave joins, starts a unit of the image, and dies. */
  void die(String name, String hash, Analysis analysis) {
    if (status().tasks().running() == 0) {
      submit(hash, analysis);
    }
    ScriptedSlave slave = slave(name, 1, Images.ALL_AND_GRADE);
    start(slave, slave.assigned().get(0));
    lose(slave);
  }

  void fail(ScriptedSlave slave, AssignUnit unit, FailureReason reason) {
    slave.fails(unit, reason);
    loop.runPosted();
  }

  void lose(ScriptedSlave slave) {
    slaves.remove(slave);
    dispatcher.lost(slave, "killed");
    loop.runPosted();
  }

  /** Time passes; every slave that was not lost is heard. */
  void pass(Duration time) {
    for (Duration left = time; !left.isZero(); ) {
      Duration step = left.compareTo(Duration.ofMillis(50)) < 0 ? left : Duration.ofMillis(50);
      loop.advance(step);
      left = left.minus(step);
      slaves.forEach(slave -> dispatcher.received(slave, new SlaveHeartbeat(0, 0, MemoryUse.NONE)));
      dispatcher.tick();
      loop.runPosted();
    }
  }

  /** The master stands still: time passes without a tick. */
  void standStill(Duration time) {
    loop.advance(time);
  }

  void tick() {
    dispatcher.tick();
    loop.runPosted();
  }

  /** Time passes in which that slave alone is not heard. */
  void silence(ScriptedSlave slave, Duration time) {
    slaves.remove(slave);
    pass(time);
  }

  Outcome outcome(String hash, Analysis analysis) {
    return unit(hash, analysis).outcome();
  }

  String message(String hash, Analysis analysis) {
    return unit(hash, analysis).message();
  }

  private UnitReply unit(String hash, Analysis analysis) {
    return replies.stream()
        .filter(reply -> reply.name().equals(Optional.of(hash)))
        .reduce((first, last) -> last)
        .orElseThrow()
        .analyses()
        .get(analysis);
  }

  Optional<ClusterStatus> drain(String slave, boolean draining) {
    var status = dispatcher.drain(slave, draining);
    loop.runPosted();
    return status.join();
  }

  List<Quarantined> quarantined() {
    var quarantined = dispatcher.quarantined();
    loop.runPosted();
    return quarantined.join();
  }

  TaskIntake.Clearing clear(String hash) {
    var clearing = dispatcher.clear(hash);
    loop.runPosted();
    return clearing.join();
  }

  ClusterStatus status() {
    var status = dispatcher.status();
    loop.runPosted();
    return status.join();
  }
}
