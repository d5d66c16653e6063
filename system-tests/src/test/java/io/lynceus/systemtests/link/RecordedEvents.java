package io.lynceus.systemtests.link;

import static org.awaitility.Awaitility.await;

import io.lynceus.master.dispatch.RemoteSlave;
import io.lynceus.master.dispatch.SlaveEvents;
import io.lynceus.protocol.message.MasterMessage.Welcome;
import io.lynceus.protocol.message.SlaveMessage;
import io.lynceus.protocol.message.SlaveMessage.Register;
import io.lynceus.protocol.message.SlaveMessage.SlaveHeartbeat;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** Replaces dispatch: welcomes every slave and records all events. */
final class RecordedEvents implements SlaveEvents {
  static final Duration HEARTBEAT = Duration.ofMillis(50);

  private final Duration silence;
  final List<RemoteSlave> joined = new CopyOnWriteArrayList<>();
  final List<Register> registrations = new CopyOnWriteArrayList<>();
  final List<SlaveMessage> messages = new CopyOnWriteArrayList<>();
  final List<String> losses = new CopyOnWriteArrayList<>();
  final Set<Thread> threads = ConcurrentHashMap.newKeySet();
  final AtomicInteger heartbeats = new AtomicInteger();

  RecordedEvents(Duration silence) {
    this.silence = silence;
  }

  @Override
  public void joined(RemoteSlave slave, Register registration) {
    threads.add(Thread.currentThread());
    registrations.add(registration);
    slave.send(new Welcome("1.0", HEARTBEAT, silence));
    joined.add(slave);
  }

  @Override
  public void received(RemoteSlave slave, SlaveMessage message) {
    threads.add(Thread.currentThread());
    if (message instanceof SlaveHeartbeat) {
      heartbeats.incrementAndGet();
    } else {
      messages.add(message);
    }
  }

  @Override
  public void lost(RemoteSlave slave, String reason) {
    losses.add(reason);
  }

  /** The slave that joined last; waits for one. */
  RemoteSlave slave() {
    await().until(() -> !joined.isEmpty());
    return joined.get(joined.size() - 1);
  }
}
