package io.lynceus.master.slaves;

import io.lynceus.master.dispatch.DispatchConfig.Liveness;
import io.lynceus.protocol.message.MasterMessage.MasterHeartbeat;
import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * Sends heartbeats to all slaves and notices which are silent, with one timer for all connections.
 * A thousand slaves would otherwise keep two thousand timers busy, each some times a second.
 *
 * <p>It looks at all connections 8 times in a heartbeat, and each time sends a heartbeat to some of
 * them, so that they do not leave all at once. Belongs to the event loop of the connections.
 */
final class Heartbeats {
  static final int SWEEPS_PER_HEARTBEAT = 8;

  /** A slave hears its master this often before it takes it for silent. */
  private static final int PER_SILENCE = 4;

  private final Function<MasterHeartbeat, ByteBuf> encoder;
  private final int sweepsPerBeat;
  private final Set<SlaveConnection> connections = new LinkedHashSet<>();
  private long joined;
  private long sweeps;

  private Heartbeats(Liveness liveness, Function<MasterHeartbeat, ByteBuf> encoder) {
    this.encoder = encoder;
    long heartbeat = liveness.heartbeat().toNanos();
    long interval = liveness.silence().toNanos() / PER_SILENCE;
    sweepsPerBeat =
        (int)
            (SWEEPS_PER_HEARTBEAT
                * Math.max(heartbeat, Math.min(interval, 2 * heartbeat))
                / heartbeat);
  }

  /**
   * Begins to look.
   *
   * @param encoder makes a frame that can be written to any connection
   */
  static Heartbeats start(
      EventLoop loop, Liveness liveness, Function<MasterHeartbeat, ByteBuf> encoder) {
    Heartbeats heartbeats = new Heartbeats(liveness, encoder);
    long pause = liveness.heartbeat().toNanos() / SWEEPS_PER_HEARTBEAT;
    var unused =
        loop.scheduleWithFixedDelay(
            () -> heartbeats.sweep(loop.ticker().nanoTime()), pause, pause, TimeUnit.NANOSECONDS);
    return heartbeats;
  }

  /** Looks at the connection from now on. Returns its place in the order of heartbeats. */
  long add(SlaveConnection connection) {
    connections.add(connection);
    return joined++;
  }

  void remove(SlaveConnection connection) {
    connections.remove(connection);
  }

  /** How many connections it looks at. */
  int connections() {
    return connections.size();
  }

  private void sweep(long now) {
    sweeps++;
    List<SlaveConnection> due = new ArrayList<>();
    for (SlaveConnection connection : List.copyOf(connections)) { // those that it closes leave
      connection.closeIfSilent(now);
      if ((connection.order() + sweeps) % sweepsPerBeat == 0) {
        due.add(connection);
      }
    }
    if (!due.isEmpty()) {
      ByteBuf frame = encoder.apply(new MasterHeartbeat(sweeps));
      due.forEach(connection -> connection.beat(frame));
      frame.release();
    }
  }
}
