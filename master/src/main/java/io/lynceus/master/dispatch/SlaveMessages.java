package io.lynceus.master.dispatch;

import io.lynceus.master.dispatch.state.Attempt;
import io.lynceus.master.dispatch.state.ConnectedSlave;
import io.lynceus.master.dispatch.state.DispatchEvents;
import io.lynceus.master.dispatch.state.SlaveRoster;
import io.lynceus.master.dispatch.state.WorkUnit;
import io.lynceus.protocol.message.SlaveMessage;
import io.lynceus.protocol.message.SlaveMessage.ChildDied;
import io.lynceus.protocol.message.SlaveMessage.Draining;
import io.lynceus.protocol.message.SlaveMessage.FailureReason;
import io.lynceus.protocol.message.SlaveMessage.HasNetworks;
import io.lynceus.protocol.message.SlaveMessage.NetworkTaken;
import io.lynceus.protocol.message.SlaveMessage.SlaveHeartbeat;
import io.lynceus.protocol.message.SlaveMessage.UnitDone;
import io.lynceus.protocol.message.SlaveMessage.UnitFailed;
import io.lynceus.protocol.message.SlaveMessage.UnitStarted;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.LongSupplier;
import java.util.function.ToLongFunction;

/**
 * Handles the messages of registered slaves: one handler for each kind.
 *
 * <p>A slave knows the secret, but may be faulty or in the wrong hands. What it says is checked
 * against what it was asked. If it cannot be true, the slave loses its connection, the unit has
 * failed there, and its other units go elsewhere; nothing is suspected of its loss.
 */
final class SlaveMessages {
  private static final String BREACH = "it breaks the protocol with ";

  private final LongSupplier clock;
  private final SlaveRoster slaves;
  private final RetryPolicy retries;
  private final DeathInquiry inquiry;
  private final DispatchEvents events;
  private final Map<Class<? extends SlaveMessage>, BiConsumer<ConnectedSlave, SlaveMessage>>
      handlers = new HashMap<>();

  SlaveMessages(
      LongSupplier clock,
      SlaveRoster slaves,
      RetryPolicy retries,
      DeathInquiry inquiry,
      HandOvers handOvers,
      DispatchEvents events) {
    this.clock = clock;
    this.slaves = slaves;
    this.retries = retries;
    this.inquiry = inquiry;
    this.events = events;
    on(SlaveHeartbeat.class, (slave, message) -> slave.reportMemory(message.memory()));
    on(Draining.class, (slave, message) -> slave.leave());
    on(HasNetworks.class, slaves::has);
    on(NetworkTaken.class, handOvers::answered);
    on(UnitStarted.class, UnitStarted::attempt, this::unitStarted);
    on(UnitDone.class, UnitDone::attempt, this::unitDone);
    on(UnitFailed.class, UnitFailed::attempt, this::unitFailed);
    on(ChildDied.class, ChildDied::attempt, this::childDied);
  }

  private <M extends SlaveMessage> void on(Class<M> type, BiConsumer<ConnectedSlave, M> handler) {
    handlers.put(type, (slave, message) -> handler.accept(slave, type.cast(message)));
  }

  /** A kind of message about an attempt that the slave must have in hand. */
  private <M extends SlaveMessage> void on(
      Class<M> type, ToLongFunction<M> number, BiConsumer<Attempt, M> handler) {
    on(
        type,
        (slave, message) -> {
          Attempt attempt = slave.attempt(number.applyAsLong(message));
          if (attempt == null) {
            dismiss(
                slave,
                BREACH + "a message about a unit that it does not have: " + type.getSimpleName());
          } else {
            attempt.unit().task().traced(() -> handler.accept(attempt, message));
          }
        });
  }

  void receive(ConnectedSlave slave, SlaveMessage message) {
    slave.heard(clock.getAsLong());
    BiConsumer<ConnectedSlave, SlaveMessage> handler = handlers.get(message.getClass());
    if (handler == null) {
      dismiss(slave, BREACH + "an unexpected message: " + message.getClass().getSimpleName());
    } else {
      handler.accept(slave, message);
    }
  }

  private void unitStarted(Attempt attempt, UnitStarted started) {
    attempt.slave().started(attempt, clock.getAsLong());
  }

  private void unitDone(Attempt attempt, UnitDone done) {
    long now = clock.getAsLong();
    ConnectedSlave slave = attempt.slave();
    Optional<String> flaw = ResultCheck.flaw(attempt, done, now);
    slave.release(attempt);
    if (flaw.isPresent()) {
      refuse(attempt, flaw.get());
      return;
    }
    if (!attempt.isConfined()) { // a new JVM of low priority says nothing about the slave
      slave.costs().observe(attempt.unit(), done.timing(), now);
    }
    events.resultArrived(attempt, done);
    if (attempt.isWanted()) {
      slave.countDone();
      attempt.unit().task().keepThumbnail(done.thumbnail());
      retries.done(attempt, done);
    }
  }

  private void unitFailed(Attempt attempt, UnitFailed failed) {
    attempt.slave().release(attempt);
    events.attemptFailed(attempt, failed);
    if (attempt.isWanted()) {
      retries.failed(attempt, failed);
    }
  }

  private void childDied(Attempt attempt, ChildDied death) {
    attempt.slave().release(attempt);
    if (attempt.isConfined()) {
      inquiry.childDied(attempt, death);
    } else {
      refuse(attempt, "a child died that was not asked for");
    }
  }

  /** What the slave says of the attempt cannot be true. */
  private void refuse(Attempt attempt, String flaw) {
    ConnectedSlave slave = attempt.slave();
    String what = attempt.unit().analysis().key() + ": " + flaw;
    UnitFailed failed =
        new UnitFailed(
            attempt.number(),
            FailureReason.ANALYSIS_FAILED,
            "slave " + slave.name() + " has sent what cannot be the result of " + what);
    events.attemptFailed(attempt, failed);
    if (attempt.isWanted()) {
      retries.failed(attempt, failed);
    }
    dismiss(slave, BREACH + "what cannot be the result of " + what);
  }

  /** Closes its connection. Nothing is suspected of its loss. */
  void dismiss(ConnectedSlave slave, String reason) {
    slave.remote().close(reason);
    slaves.remove(slave.remote());
    List<Attempt> orphans = slave.attempts();
    List<WorkUnit> lost = orphans.stream().filter(Attempt::isWanted).map(Attempt::unit).toList();
    orphans.forEach(
        orphan -> {
          slave.release(orphan);
          orphan.unit().detach(orphan);
        });
    retries.lost(slave, lost);
  }
}
