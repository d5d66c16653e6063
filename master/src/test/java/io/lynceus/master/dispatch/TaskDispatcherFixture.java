package io.lynceus.master.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynceus.master.MasterDefaults;
import io.lynceus.model.Analysis;
import io.lynceus.model.ClusterStatus;
import io.lynceus.model.MemoryUse;
import io.lynceus.model.Reply;
import io.lynceus.model.Reply.Outcome;
import io.lynceus.protocol.message.SlaveMessage.SlaveHeartbeat;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A dispatcher on a manual clock, and slaves that do as they are told. */
abstract class TaskDispatcherFixture {
  static final DispatchConfig CONFIG =
      new DispatchConfig(
          new DispatchConfig.Replies(Duration.ofSeconds(30), 0.1),
          new DispatchConfig.Retries(3, Duration.ofSeconds(10), Duration.ofSeconds(5), 0.05),
          new DispatchConfig.Waiting(3, 10_000),
          1,
          new DispatchConfig.Remembered(Duration.ofMinutes(10), 3, 1 << 20),
          MasterDefaults.DISPATCH.liveness());

  final ManualLoop loop = new ManualLoop();
  final TaskDispatcher dispatcher =
      new TaskDispatcher(
          CONFIG,
          new TaskDispatcher.Identity("1", "run"),
          loop,
          loop::nanos,
          QuarantineStore.NONE,
          Listeners.of());
  final List<Reply> replies = new ArrayList<>();

  ScriptedSlave slave(String name, int slots) {
    ScriptedSlave slave = new ScriptedSlave(name, dispatcher);
    dispatcher.joined(slave, Images.registration(name, slots, Images.ALL));
    loop.runPosted();
    return slave;
  }

  void submit(String hash, Set<Analysis> analyses) {
    dispatcher.submit(Images.request(hash, analyses), replies::add);
    loop.runPosted();
  }

  void tick() {
    dispatcher.tick();
    loop.runPosted();
  }

  void passTime(Duration time, ScriptedSlave... heartbeats) {
    for (long ms = 0; ms < time.toMillis(); ms += 500) {
      loop.advance(Duration.ofMillis(500));
      for (ScriptedSlave slave : heartbeats) {
        dispatcher.received(slave, new SlaveHeartbeat(0, 0, MemoryUse.NONE));
      }
      tick();
    }
  }

  Outcome outcome(Analysis analysis) {
    assertThat(replies).hasSize(1);
    return replies.get(0).analyses().get(analysis).outcome();
  }

  Reply reply(String name) {
    return replies.stream()
        .filter(reply -> reply.name().equals(Optional.of(name)))
        .findFirst()
        .orElseThrow();
  }

  ClusterStatus status() {
    var status = dispatcher.status();
    loop.runPosted();
    return status.join();
  }
}
