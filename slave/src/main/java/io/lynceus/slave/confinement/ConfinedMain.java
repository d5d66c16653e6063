package io.lynceus.slave.confinement;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.lynceus.common.metrics.ResidentMemory;
import io.lynceus.model.Analysis;
import io.lynceus.protocol.message.MasterMessage;
import io.lynceus.protocol.message.Message;
import io.lynceus.protocol.message.SlaveMessage;
import io.lynceus.protocol.message.SlaveMessage.FailureReason;
import io.lynceus.protocol.message.SlaveMessage.UnitDone;
import io.lynceus.protocol.message.SlaveMessage.UnitFailed;
import io.lynceus.protocol.wire.MessagePipe;
import io.lynceus.protocol.wire.Role;
import io.lynceus.protocol.wire.WireException;
import io.lynceus.slave.memory.MemoryConfig;
import io.lynceus.slave.memory.MemoryPlan;
import io.lynceus.slave.memory.MemoryWatch;
import io.lynceus.slave.work.UnitExecutor;
import io.lynceus.slave.work.WorkConfig;
import io.lynceus.vision.Vision;
import io.lynceus.vision.VisionConfig;
import io.lynceus.vision.analyzer.Analyzer;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.BiFunction;

/**
 * A child process: does one unit that it reads from standard input, writes the answer to standard
 * output, and ends when its input ends, so that it never outlives its slave. It always ends by
 * {@code halt}: nothing is to be saved, and nothing may keep it.
 *
 * <p>Arguments: its folder, and the key of the analysis.
 */
public final class ConfinedMain {
  private static final int UNUSABLE = 2;

  private ConfinedMain() {}

  /** A child with the analyses as they are. */
  public static void main(String[] args) {
    run(args, (analysis, analyzer) -> analyzer);
  }

  /**
   * A child with analyses that a program of its own makes of ours. Does not return.
   *
   * @param wrapping makes an analyzer of an analysis and its analyzer
   */
  public static void run(String[] args, BiFunction<Analysis, Analyzer, Analyzer> wrapping) {
    FileOutputStream frames = new FileOutputStream(FileDescriptor.out);
    System.setOut(System.err);
    Thread.setDefaultUncaughtExceptionHandler((thread, thrown) -> end(thrown));
    try {
      Path folder = Path.of(args[0]);
      serve(ChildFolder.settings(folder), new Analysis(args[1]), wrapping, frames);
      ChildFolder.delete(folder); // the slave may be gone
      Runtime.getRuntime().halt(0);
    } catch (IOException | RuntimeException e) {
      e.printStackTrace(System.err);
      Runtime.getRuntime().halt(UNUSABLE);
    }
  }

  private static void end(Throwable thrown) {
    boolean memory = thrown instanceof OutOfMemoryError;
    try {
      thrown.printStackTrace(System.err);
    } finally {
      Runtime.getRuntime().halt(memory ? CrashReport.OUT_OF_MEMORY : 1);
    }
  }

  private static void serve(
      Path file,
      Analysis analysis,
      BiFunction<Analysis, Analyzer, Analyzer> wrapping,
      FileOutputStream frames)
      throws IOException {
    preferToBeKilled();
    Config settings = ConfigFactory.parseFile(file.toFile());
    VisionConfig config = VisionConfig.from(settings);
    Vision vision = Vision.open(config, analysis::equals);
    ResidentMemory resident = new ResidentMemory();
    MemoryPlan plan =
        MemoryPlan.of(
            new MemoryConfig(
                settings.getBytes(ConfinementConfig.RESIDENT_BYTES),
                settings.getBytes("limits.picture-bytes")),
            resident.bytes(),
            1);
    UnitExecutor work =
        new UnitExecutor(
            new WorkConfig(1, 1, 1, config.images().bytes(), config.images(), Duration.ZERO),
            known -> wrapping.apply(known, vision.analyzer(known)),
            plan,
            resident::bytes);
    MessagePipe pipe = new MessagePipe(System.in, frames, Role.MASTER);
    work.connected(message -> answer(pipe, message));
    MemoryWatch watch =
        MemoryWatch.start(
            plan,
            resident,
            () -> false,
            () -> {},
            () -> Runtime.getRuntime().halt(CrashReport.OUTGROWN));
    while (pipe.read(new Orders(work))) {
      // The receiver takes what was read.
    }
    watch.close();
  }

  /** If the machine runs out of memory, the kernel is to kill this process and not the slave. */
  static void preferToBeKilled() {
    try {
      Files.writeString(Path.of("/proc/self/oom_score_adj"), "1000");
    } catch (IOException e) {
      // Not this system.
    }
  }

  /** Passes orders on. */
  private record Orders(UnitExecutor work) implements MessagePipe.Receiver {
    @Override
    public void message(Message message) {
      if (message instanceof MasterMessage order) {
        work.handle(order);
      }
    }

    @Override
    public void imageChunk(long task, ByteBuffer bytes) {
      work.imageChunk(task, bytes);
    }
  }

  private static void answer(MessagePipe pipe, SlaveMessage message) {
    try {
      try {
        pipe.write(message);
      } catch (WireException e) {
        if (message instanceof UnitDone done) {
          pipe.write(
              new UnitFailed(
                  done.attempt(),
                  FailureReason.ANALYSIS_FAILED,
                  "the result breaks a limit of the protocol"));
        }
      }
    } catch (IOException e) {
      Runtime.getRuntime().halt(UNUSABLE); // the slave is gone
    }
  }
}
