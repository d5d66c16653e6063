package io.lynceus.systemtests.fault;

import io.lynceus.app.cli.Settings;
import io.lynceus.model.Analysis;
import io.lynceus.model.Findings;
import io.lynceus.model.Question;
import io.lynceus.slave.SlaveConfig;
import io.lynceus.slave.SlaveDaemon;
import io.lynceus.slave.confinement.ConfinedMain;
import io.lynceus.vision.analyzer.AnalysisException;
import io.lynceus.vision.analyzer.Analyzer;
import io.lynceus.vision.image.Picture;
import io.lynceus.vision.image.Size;
import io.lynceus.vision.image.UnreadableImageException;
import java.lang.reflect.Field;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.regex.Pattern;

/**
 * A normal slave whose corner analysis writes to address 0, as broken native code would, for a
 * picture {@link #MARKED_SIDE} pixels wide, and waits until it is killed for one that is {@link
 * #HELD_SIDE} pixels wide. Its child waits for nothing. Of its arguments it takes each {@code
 * KEY=VALUE}, a setting.
 */
final class DebugSlave {
  /** Pixels. */
  static final int MARKED_SIDE = 331;

  /** Pixels. */
  static final int HELD_SIDE = 333;

  /** What the slave prints when it waits. */
  static final Pattern HELD = Pattern.compile("waits to be killed");

  private DebugSlave() {}

  public static void main(String[] args) throws Exception {
    System.setProperty("lynceus.log.target", "System.out");
    System.setProperty("lynceus.log.level", "INFO");
    List<String> sets = Arrays.stream(args).filter(argument -> argument.contains("=")).toList();
    SlaveDaemon.start(
        SlaveConfig.from(Settings.load("slave", Optional.empty(), sets), "debug"),
        (analysis, analyzer) -> new Crashing(analysis, analyzer, true),
        Child.class,
        () -> {});
    new CountDownLatch(1).await();
  }

  /** A child of such a slave. */
  static final class Child {
    private Child() {}

    public static void main(String[] args) {
      ConfinedMain.run(args, (analysis, analyzer) -> new Crashing(analysis, analyzer, false));
    }
  }

  private record Crashing(Analysis analysis, Analyzer analyzer, boolean holds) implements Analyzer {
    @Override
    public long workBytes(Size size) {
      return analyzer.workBytes(size);
    }

    @Override
    public Findings analyze(Picture picture, Question question)
        throws AnalysisException, UnreadableImageException {
      if (analysis().equals(Analysis.CORNERS)) {
        int side = picture.size().width();
        if (side == MARKED_SIDE) {
          crash();
        } else if (side == HELD_SIDE && holds) {
          waitToBeKilled();
        }
      }
      return analyzer.analyze(picture, question);
    }

    private static void waitToBeKilled() throws AnalysisException {
      System.out.println(HELD.pattern());
      try {
        new CountDownLatch(1).await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new AnalysisException("cancelled");
      }
    }

    /** Uses reflection, since javac's warning about the class cannot be switched off. */
    private static void crash() {
      try {
        Class<?> type = Class.forName("sun.misc.Unsafe");
        Field field = type.getDeclaredField("theUnsafe");
        field.setAccessible(true);
        type.getMethod("putAddress", long.class, long.class).invoke(field.get(null), 0L, 0L);
      } catch (ReflectiveOperationException e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
