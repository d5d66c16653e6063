package io.lynceus.master.dispatch;

import io.lynceus.master.dispatch.state.Attempt;
import io.lynceus.master.dispatch.state.ConnectedSlave;
import io.lynceus.master.dispatch.state.DispatchEvents;
import io.lynceus.master.dispatch.state.SlaveManager;
import io.lynceus.protocol.message.SlaveMessage;
import io.lynceus.protocol.message.SlaveMessage.ChildDied;
import io.lynceus.protocol.message.SlaveMessage.Draining;
import io.lynceus.protocol.message.SlaveMessage.SlaveHeartbeat;
import io.lynceus.protocol.message.SlaveMessage.UnitDone;
import io.lynceus.protocol.message.SlaveMessage.UnitFailed;
import io.lynceus.protocol.message.SlaveMessage.UnitStarted;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.LongSupplier;

/** Handles the messages of registered slaves: one handler for each kind. */
final class SlaveMessages {
  private final LongSupplier clock;
  private final RetryPolicy retries;
  private final DeathInquiry inquiry;
  private final DispatchEvents events;
  private final Map<Class<? extends SlaveMessage>, BiConsumer<ConnectedSlave, SlaveMessage>>
      handlers = new HashMap<>();

  SlaveMessages(
      LongSupplier clock, RetryPolicy retries, DeathInquiry inquiry, DispatchEvents events) {
    this.clock = clock;
    this.retries = retries;
    this.inquiry = inquiry;
    this.events = events;
    on(SlaveHeartbeat.class, (slave, message) -> slave.reportMemory(message.memory()));
    on(UnitStarted.class, (slave, message) -> slave.started(message.attempt(), clock.getAsLong()));
    on(UnitDone.class, this::unitDone);
    on(UnitFailed.class, this::unitFailed);
    on(ChildDied.class, this::childDied);
    on(Draining.class, (slave, message) -> slave.leave());
  }

  private <M extends SlaveMessage> void on(Class<M> type, BiConsumer<ConnectedSlave, M> handler) {
    handlers.put(type, (slave, message) -> handler.accept(slave, type.cast(message)));
  }

  void receive(ConnectedSlave slave, SlaveMessage message) {
    slave.heard(clock.getAsLong());
    BiConsumer<ConnectedSlave, SlaveMessage> handler = handlers.get(message.getClass());
    if (handler == null) {
      slave.remote().close("unexpected message " + message.getClass().getSimpleName());
    } else {
      handler.accept(slave, message);
    }
  }

  private void unitDone(ConnectedSlave slave, UnitDone done) {
    Attempt attempt = slave.release(done.attempt());
    if (attempt == null) {
      return;
    }
    if (!attempt.isConfined()) { // a new JVM of low priority says nothing about the slave
      slave.costs().observe(attempt.unit(), done.timing(), clock.getAsLong());
    }
    SlaveManager task = attempt.unit().task();
    task.traced(
        () -> {
          events.resultArrived(attempt, done);
          if (attempt.isWanted()) {
            slave.countDone();
            retries.done(attempt, done);
          }
        });
  }

  private void unitFailed(ConnectedSlave slave, UnitFailed failed) {
    Attempt attempt = slave.release(failed.attempt());
    if (attempt == null) {
      return;
    }
    SlaveManager task = attempt.unit().task();
    task.traced(
        () -> {
          events.attemptFailed(attempt, failed);
          if (attempt.isWanted()) {
            retries.failed(attempt, failed);
          }
        });
  }

  private void childDied(ConnectedSlave slave, ChildDied death) {
    Attempt attempt = slave.release(death.attempt());
    if (attempt != null) {
      attempt.unit().task().traced(() -> inquiry.childDied(attempt, death));
    }
  }
}
