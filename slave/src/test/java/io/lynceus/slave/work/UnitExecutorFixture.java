package io.lynceus.slave.work;

import io.lynceus.common.trace.Trace;
import io.lynceus.model.Analysis;
import io.lynceus.model.Box;
import io.lynceus.model.Findings;
import io.lynceus.model.Findings.Detection;
import io.lynceus.model.Question;
import io.lynceus.model.image.ImageFormat;
import io.lynceus.model.image.ImageHeader;
import io.lynceus.model.image.ImageLimits;
import io.lynceus.protocol.message.MasterMessage.AssignUnit;
import io.lynceus.protocol.message.MasterMessage.ImageAnnounced;
import io.lynceus.protocol.message.SlaveMessage;
import io.lynceus.slave.memory.MemoryPlan;
import io.lynceus.vision.analyzer.AnalysisException;
import io.lynceus.vision.analyzer.Analyzer;
import io.lynceus.vision.image.Picture;
import io.lynceus.vision.image.Size;
import io.lynceus.vision.image.UnreadableImageException;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;

/** A unit executor with analyzers that wait at a gate. */
abstract class UnitExecutorFixture {
  static final byte[] IMAGE = png();

  static final ImageHeader HEADER = new ImageHeader(ImageFormat.PNG, 8, 8, 1);

  /** An analysis that looks at the picture. */
  static final Analysis LOOKING = new Analysis("looking");

  /** An analysis that finds one box, as large as the picture. */
  static final Analysis BOXES = new Analysis("boxes");

  static final Findings FOUND = Findings.NONE.withNumber("pixels", 1);

  static final long BOUND = 1 << 30;
  static final long PICTURES = 64 << 20;
  static final long RESIDENT = 4711;

  final List<SlaveMessage> reports = new CopyOnWriteArrayList<>();
  final Semaphore gate = new Semaphore(1_000);
  volatile long workBytes = 1 << 20;
  final UnitExecutor work =
      executor(new WorkConfig(2, 0, 2, 1 << 20, limits(1 << 20), Duration.ZERO));

  @AfterEach
  void stop() {
    gate.release(1_000);
    work.close();
  }

  void receive(long task) {
    announce(task, IMAGE.length);
    work.imageChunk(task, ByteBuffer.wrap(IMAGE));
  }

  void announce(long task, int bytes) {
    work.handle(new ImageAnnounced(task, bytes, HEADER));
  }

  void assign(long task, long attempt, Analysis analysis) {
    work.handle(unit(task, attempt, analysis));
  }

  static AssignUnit unit(long task, long attempt, Analysis analysis) {
    return new AssignUnit(
        task,
        attempt,
        analysis,
        Question.DEFAULT,
        Duration.ofSeconds(1),
        new Trace("t-" + task, Optional.empty()));
  }

  <M extends SlaveMessage> List<M> reports(Class<M> type) {
    return reports.stream().filter(type::isInstance).map(type::cast).toList();
  }

  UnitExecutor executor(WorkConfig config) {
    MemoryPlan memory = new MemoryPlan(BOUND, PICTURES);
    UnitExecutor executor = new UnitExecutor(config, ScriptedAnalyzer::new, memory, () -> RESIDENT);
    executor.connected(reports::add);
    return executor;
  }

  static ImageLimits limits(int bytes) {
    return new ImageLimits(bytes, 1_000_000, 1_000);
  }

  static byte[] png() {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    try {
      ImageIO.write(new BufferedImage(8, 8, BufferedImage.TYPE_INT_RGB), "png", file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return file.toByteArray();
  }

  /** Edges are found when the gate lets through; everything else fails in a way of its own. */
  private final class ScriptedAnalyzer implements Analyzer {
    private final Analysis analysis;

    ScriptedAnalyzer(Analysis analysis) {
      this.analysis = analysis;
    }

    @Override
    public long workBytes(Size size) {
      return workBytes;
    }

    @Override
    public Findings analyze(Picture picture, Question question)
        throws AnalysisException, UnreadableImageException {
      switch (analysis.key()) {
        case "faces" -> throw new AnalysisException("wanted by the test", new IOException());
        case "corners" -> throw new IllegalStateException("wanted by the test");
        case "objects" -> throw new UnreadableImageException("wanted by the test");
        case "looking" -> picture.grey();
        case "boxes" -> {
          Box all = new Box(0, 0, picture.size().width(), picture.size().height());
          return Findings.ofDetections("m", List.of(Detection.labelled("all", 1, all)));
        }
        default -> gate.acquireUninterruptibly();
      }
      return FOUND;
    }
  }
}
