package io.lynceus.benchmarks.scale;

import io.lynceus.model.Analysis;
import io.lynceus.model.AnalysisDescriptor;
import io.lynceus.model.Findings;
import io.lynceus.model.MemoryUse;
import io.lynceus.protocol.message.MasterMessage.AssignUnit;
import io.lynceus.protocol.message.MasterMessage.Welcome;
import io.lynceus.protocol.message.SlaveMessage;
import io.lynceus.protocol.message.SlaveMessage.Register;
import io.lynceus.protocol.message.SlaveMessage.SlaveHeartbeat;
import io.lynceus.protocol.message.SlaveMessage.UnitDone;
import io.lynceus.protocol.message.SlaveMessage.UnitStarted;
import io.lynceus.protocol.message.SlaveMessage.UnitTiming;
import io.lynceus.protocol.wire.HandshakeDone;
import io.lynceus.protocol.wire.ImageChunk;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Simulates a slave: registers, sends heartbeats, and returns empty findings for each unit after a
 * fixed time per slot. Belongs to its channel's event loop.
 */
final class EchoSlave extends ChannelInboundHandlerAdapter {
  static final int SLOTS = 3;

  private static final Map<Analysis, Findings> NOTHING =
      Map.of(
          Analysis.OBJECTS, Findings.ofDetections("", List.of()),
          Analysis.FACES, Findings.ofDetections("", List.of()),
          Analysis.EDGES, Findings.NONE.withNumber("pixels", 0),
          Analysis.CORNERS, Findings.ofPoints(List.of()));

  private final String name;
  private final Duration work;
  private final CountDownLatch welcomed;
  private final ArrayDeque<AssignUnit> waiting = new ArrayDeque<>();
  private int running;
  private boolean silent;

  /**
   * @param work the time that each unit takes
   * @param welcomed counted down when the master has accepted this slave
   */
  EchoSlave(String name, Duration work, CountDownLatch welcomed) {
    this.name = name;
    this.work = work;
    this.welcomed = welcomed;
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    if (event instanceof HandshakeDone) {
      send(
          ctx,
          new Register(name, name.hashCode(), "simulated", SLOTS, AnalysisDescriptor.STANDARD));
    }
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object read) {
    if (read instanceof ImageChunk chunk) {
      chunk.release();
    } else if (read instanceof Welcome welcome) {
      long pause = welcome.heartbeat().toNanos();
      var unused =
          ctx.executor()
              .scheduleWithFixedDelay(() -> beat(ctx), pause, pause, TimeUnit.NANOSECONDS);
      welcomed.countDown();
    } else if (read instanceof AssignUnit unit) {
      waiting.add(unit);
      startNext(ctx);
    }
  }

  private void startNext(ChannelHandlerContext ctx) {
    if (running == SLOTS || waiting.isEmpty()) {
      return;
    }
    running++;
    AssignUnit unit = waiting.remove();
    send(ctx, new UnitStarted(unit.attempt()));
    var unused =
        ctx.executor().schedule(() -> finish(ctx, unit), work.toNanos(), TimeUnit.NANOSECONDS);
  }

  private void finish(ChannelHandlerContext ctx, AssignUnit unit) {
    running--;
    send(
        ctx,
        new UnitDone(
            unit.attempt(),
            NOTHING.getOrDefault(unit.analysis(), Findings.NONE),
            new UnitTiming(Duration.ZERO, work)));
    startNext(ctx);
  }

  /** Says nothing more and reads nothing, as if the network was cut. Called by the event loop. */
  void fallSilent() {
    silent = true;
  }

  private void beat(ChannelHandlerContext ctx) {
    send(ctx, new SlaveHeartbeat(running, waiting.size(), MemoryUse.NONE));
  }

  private void send(ChannelHandlerContext ctx, SlaveMessage message) {
    if (!silent) {
      var unused = ctx.writeAndFlush(message);
    }
  }
}
