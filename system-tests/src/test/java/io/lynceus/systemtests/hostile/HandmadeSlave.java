package io.lynceus.systemtests.hostile;

import io.lynceus.model.Analysis;
import io.lynceus.model.AnalysisDescriptor;
import io.lynceus.model.Findings;
import io.lynceus.model.MemoryUse;
import io.lynceus.protocol.message.MasterMessage;
import io.lynceus.protocol.message.MasterMessage.AssignUnit;
import io.lynceus.protocol.message.Processors;
import io.lynceus.protocol.message.SlaveMessage;
import io.lynceus.protocol.message.SlaveMessage.SlaveHeartbeat;
import io.lynceus.protocol.message.SlaveMessage.UnitDone;
import io.lynceus.protocol.message.SlaveMessage.UnitStarted;
import io.lynceus.protocol.message.SlaveMessage.UnitTiming;
import io.lynceus.protocol.wire.ClusterSecret;
import io.lynceus.slave.net.MasterLink;
import io.lynceus.slave.net.MasterLinkConfig;
import io.lynceus.slave.work.UnitService;
import io.lynceus.systemtests.TestMaster;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/** A slave that knows the secret, keeps to the wire, and answers units with what it likes. */
public final class HandmadeSlave implements UnitService, AutoCloseable {
  private final Function<AssignUnit, SlaveMessage> answers;
  private final AtomicInteger units = new AtomicInteger();
  private final MasterLink link;
  private Reporter reporter = message -> {};

  public HandmadeSlave(String name, TestMaster master, Function<AssignUnit, SlaveMessage> answers) {
    this.answers = answers;
    MasterLinkConfig config =
        new MasterLinkConfig(
            "localhost",
            master.ports().slaves(),
            ClusterSecret.of(TestMaster.SECRET),
            name,
            "1.0",
            List.copyOf(AnalysisDescriptor.STANDARD));
    link = MasterLink.start(config, this, Optional.empty(), new Random(1), InstantSource.system());
  }

  /** The answer of a slave that found nothing, at once. */
  public static UnitDone honest(AssignUnit unit) {
    return done(unit, none(unit.analysis()), Duration.ZERO);
  }

  public static UnitDone done(AssignUnit unit, Findings findings, Duration time) {
    return new UnitDone(unit.attempt(), findings, new UnitTiming(Duration.ZERO, time));
  }

  /** Findings of the kind that the analysis has. */
  public static Findings none(Analysis analysis) {
    if (analysis.equals(Analysis.EDGES)) {
      return Findings.NONE.withNumber("pixels", 0);
    }
    return analysis.equals(Analysis.CORNERS)
        ? Findings.ofPoints(List.of())
        : Findings.ofDetections("none", List.of());
  }

  public boolean isReady() {
    return link.isReady();
  }

  /** How many units it was given. */
  int units() {
    return units.get();
  }

  @Override
  public void connected(Reporter master) {
    reporter = master;
  }

  @Override
  public void disconnected() {
    reporter = message -> {};
  }

  @Override
  public void handle(MasterMessage message) {
    if (message instanceof AssignUnit unit) {
      units.incrementAndGet();
      reporter.report(new UnitStarted(unit.attempt()));
      reporter.report(answers.apply(unit));
    }
  }

  @Override
  public void imageChunk(long task, ByteBuffer bytes) {}

  @Override
  public SlaveHeartbeat load() {
    return new SlaveHeartbeat(0, 0, MemoryUse.NONE);
  }

  @Override
  public int slots() {
    return 3;
  }

  @Override
  public Processors processors() {
    return Processors.of(3);
  }

  @Override
  public void close() {
    link.close();
  }
}
