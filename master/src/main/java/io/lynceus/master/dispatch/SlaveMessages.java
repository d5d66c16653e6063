package io.lynceus.master.dispatch;

import io.lynceus.protocol.message.SlaveMessage;
import io.lynceus.protocol.message.SlaveMessage.Draining;
import io.lynceus.protocol.message.SlaveMessage.FailureReason;
import io.lynceus.protocol.message.SlaveMessage.SlaveHeartbeat;
import io.lynceus.protocol.message.SlaveMessage.UnitDone;
import io.lynceus.protocol.message.SlaveMessage.UnitFailed;
import io.lynceus.protocol.message.SlaveMessage.UnitStarted;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What each message of a registered slave means. Belongs to the dispatch thread. */
final class SlaveMessages {
  private static final Logger log = LoggerFactory.getLogger(SlaveMessages.class);

  private final LongSupplier clock;
  private final RetryPolicy retries;
  private final Speculation speculation;
  private final AttemptTally attempts;
  private final RecentLoad load;
  private final Consumer<SlaveManager> onAnswer;
  private final Map<Class<? extends SlaveMessage>, BiConsumer<ConnectedSlave, SlaveMessage>>
      handlers = new HashMap<>();

  /**
   * @param onAnswer is given the task of every attempt that a slave has answered, wanted or not
   */
  SlaveMessages(
      LongSupplier clock,
      RetryPolicy retries,
      Speculation speculation,
      AttemptTally attempts,
      RecentLoad load,
      Consumer<SlaveManager> onAnswer) {
    this.clock = clock;
    this.retries = retries;
    this.speculation = speculation;
    this.attempts = attempts;
    this.load = load;
    this.onAnswer = onAnswer;
    on(SlaveHeartbeat.class, (slave, message) -> slave.reportMemory(message.memory()));
    on(UnitStarted.class, (slave, message) -> slave.started(message.attempt(), clock.getAsLong()));
    on(UnitDone.class, this::unitDone);
    on(UnitFailed.class, this::unitFailed);
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
    Attempt attempt = slave.take(done.attempt());
    if (attempt == null) {
      return;
    }
    slave.costs().observe(attempt.unit(), done.timing(), clock.getAsLong());
    load.worked(done.timing(), clock.getAsLong());
    SlaveManager task = attempt.unit().task();
    task.traced(
        () -> {
          if (attempt.isWanted()) {
            slave.countDone();
            speculation.observe(attempt.unit(), clock.getAsLong());
            retries.done(attempt, done);
          } else {
            attempts.wasted();
          }
          onAnswer.accept(task);
        });
  }

  private void unitFailed(ConnectedSlave slave, UnitFailed failed) {
    Attempt attempt = slave.take(failed.attempt());
    if (attempt == null) {
      return;
    }
    SlaveManager task = attempt.unit().task();
    task.traced(
        () -> {
          if (attempt.isWanted()) {
            log.debug("slave {}: {}: {}", slave, failed.reason(), failed.message());
            if (failed.reason() == FailureReason.ANALYSIS_FAILED) {
              slave.history().failed();
            }
            retries.failed(attempt, failed);
          }
          onAnswer.accept(task);
        });
  }
}
